import Foundation
import TestSupport
import Testing
import Vintner

@Suite struct AtomicFileTests {
  let scratch = Scratch()

  @Test func writesAndReplaces() throws {
    try AtomicFile.write("one", to: scratch.path(of: "a"))
    try AtomicFile.write("two", to: scratch.path(of: "a"))
    #expect(scratch.text(of: "a") == "two")
    #expect(scratch.names == ["a"])
  }

  @Test func writesRelativePaths() throws {
    let name = "vintner-relative-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: name) }
    try AtomicFile.write([1, 2, 3], to: name)
    #expect(FileManager.default.contents(atPath: name) == Data([1, 2, 3]))
  }

  @Test func keepsPermissionsAndLinks() throws {
    scratch.write("old", to: "a")
    chmod(scratch.path(of: "a"), 0o640)
    symlink("a", scratch.path(of: "link"))
    try AtomicFile.write("new", to: scratch.path(of: "link"))
    #expect(scratch.text(of: "a") == "new")
    var status = stat()
    #expect(lstat(scratch.path(of: "link"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(stat(scratch.path(of: "a"), &status) == 0 && status.st_mode & 0o777 == 0o640)
  }

  @Test func replacesAllOrNone() throws {
    scratch.write("old", to: "a")
    mkdir(scratch.path(of: "b"), 0o777)
    let failure = #expect(throws: OutputError.self) {
      try AtomicFile.write([
        (scratch.path(of: "a"), Array("new".utf8)), (scratch.path(of: "b"), Array("new".utf8)),
      ])
    }
    #expect(failure == OutputError(path: scratch.path(of: "b"), code: EISDIR))
    #expect(scratch.text(of: "a") == "old")
    #expect(scratch.names == ["a", "b"])
  }

  @Test func namesMissingDirectory() {
    let path = scratch.path(of: "missing/a")
    let failure = #expect(throws: OutputError.self) { try AtomicFile.write("", to: path) }
    #expect(
      failure?.description
        == "Cannot write '\(path)': no such file or directory; create the directory it belongs in first.")
  }

  @Test func namesFileInPlaceOfDirectory() {
    scratch.write("", to: "file")
    #expect(throws: OutputError(path: scratch.path(of: "file/a"), code: ENOTDIR)) {
      try AtomicFile.write("", to: scratch.path(of: "file/a"))
    }
  }

  /// A full disk: the device stays a device, and files of the same set are not replaced.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func namesFullDisk() {
    scratch.write("old", to: "a")
    let failure = #expect(throws: OutputError.self) {
      try AtomicFile.write([(scratch.path(of: "a"), [1]), ("/dev/full", [1])])
    }
    #expect(
      failure?.description
        == "Cannot write '/dev/full': no space left on device; free some space or choose another place.")
    #expect(scratch.text(of: "a") == "old")
    #expect(scratch.names == ["a"])
    var status = stat()
    #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }
}
