import Foundation
import TestSupport
import Testing
import Vintner

@Suite struct OutputDirectoryTests {
  let scratch = Scratch()

  @Test func createsItselfAndItsParents() throws {
    let output = try OutputDirectory(scratch.path(of: "a/b/c/"))
    try output.write([("x", [1]), ("d/y", [2])])
    #expect(scratch.bytes(of: "a/b/c/x") == [1])
    #expect(scratch.bytes(of: "a/b/c/d/y") == [2])
    #expect(try FileManager.default.subpathsOfDirectory(atPath: output.path).sorted() == ["d", "d/y", "x"])
  }

  /// What it created goes with it if nothing was written; what was there stays.
  @Test func leavesNoEmptyDirectory() throws {
    mkdir(scratch.path(of: "a"), 0o777)
    #expect(try OutputDirectory(scratch.path(of: "a/b/c")).created.count == 2)
    #expect(scratch.names == ["a"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path(of: "a")).isEmpty)
  }

  /// A process that is being started has a copy of the descriptor for a moment.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd")))
  func isReleasedThoughItsDescriptorHasCopies() throws {
    let path = scratch.path(of: "a")
    var copies: [Int32] = []
    do {
      let output = try OutputDirectory(path)
      for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
        if target == path { copies.append(dup(Int32(name)!)) }
      }
      try output.write([("x", [1])])
    }
    defer { for copy in copies { close(copy) } }
    #expect(!copies.isEmpty)
    _ = try OutputDirectory(path)
  }

  @Test func isForOneAtATime() throws {
    let path = scratch.path(of: "a")
    do {
      let first = try OutputDirectory(path)
      let refused = #expect(throws: OutputError.self) { try OutputDirectory(path) }
      #expect(
        refused?.description
          == "Cannot write '\(path)': another process is writing to it; wait for it, or choose another place."
      )
      try first.write([("x", [1])])
    }
    try OutputDirectory(path).write([("x", [2])])
    #expect(scratch.bytes(of: "a/x") == [2])
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
