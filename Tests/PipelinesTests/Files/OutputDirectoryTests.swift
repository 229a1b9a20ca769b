import Foundation
import TestSupport
import Testing
import Vintner

@Suite struct OutputDirectoryTests {
  let scratch = Scratch()

  @Test func createsItselfAndItsParents() throws {
    let output = try OutputDirectory(scratch.path(of: "a/b/c/"))
    try output.write([("x", [1]), ("y", [2])])
    #expect(scratch.bytes(of: "a/b/c/x") == [1])
    #expect(scratch.bytes(of: "a/b/c/y") == [2])
    #expect(try FileManager.default.contentsOfDirectory(atPath: output.path).sorted() == ["x", "y"])
  }

  @Test func takesExistingDirectory() throws {
    #expect(try OutputDirectory(scratch.path).path(of: "x") == scratch.path(of: "x"))
    #expect(scratch.names.isEmpty)
  }

  @Test func namesFileInItsPlace() {
    scratch.write("", to: "file")
    #expect(throws: OutputError(path: scratch.path(of: "file"), code: EEXIST)) {
      try OutputDirectory(scratch.path(of: "file"))
    }
    #expect(throws: OutputError(path: scratch.path(of: "file/a/b"), code: ENOTDIR)) {
      try OutputDirectory(scratch.path(of: "file/a/b"))
    }
    #expect(throws: OutputError(path: "", code: ENOENT)) { try OutputDirectory("") }
  }

  /// Root may write everywhere except in the kernel's file systems.
  @Test func namesForbiddenDirectory() {
    #if os(Linux)
      let forbidden = geteuid() == 0 ? "/sys" : "/"
    #else
      let forbidden = "/"
    #endif
    let failure = #expect(throws: OutputError.self) { try OutputDirectory(forbidden) }
    #expect(failure?.path == forbidden)
    #expect(failure?.description.hasSuffix("; choose a place where you may write.") == true)
  }
}
