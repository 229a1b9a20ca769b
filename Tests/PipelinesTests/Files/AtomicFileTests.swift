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

  /// A link to nothing is a link: what it leads to is created, and it stays.
  @Test func writesWhereADanglingLinkLeads() throws {
    mkdir(scratch.path(of: "d"), 0o777)
    symlink("d/a", scratch.path(of: "link"))
    symlink("link", scratch.path(of: "second"))
    try AtomicFile.write("new", to: scratch.path(of: "second"))
    #expect(scratch.text(of: "d/a") == "new")
    #expect(scratch.names == ["d", "link", "second"])
    symlink("none/a", scratch.path(of: "lost"))
    #expect(throws: OutputError(path: scratch.path(of: "lost"), code: ENOENT)) {
      try AtomicFile.write("new", to: scratch.path(of: "lost"))
    }
    symlink("self", scratch.path(of: "self"))
    #expect(throws: OutputError(path: scratch.path(of: "self"), code: ELOOP)) {
      try AtomicFile.write("new", to: scratch.path(of: "self"))
    }
  }

  /// A pipe is written to where somebody reads it, and refused at once where nobody does.
  @Test func writesToAPipeThatIsRead() throws {
    let path = scratch.path(of: "pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let failure = #expect(throws: OutputError.self) { try AtomicFile.write("new", to: path) }
    #expect(
      failure?.description
        == "Cannot write '\(path)': it is a pipe, a socket or a device that takes nothing; remove it, or choose"
        + " another place.")
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try AtomicFile.write("new", to: path)
    var bytes = [UInt8](repeating: 0, count: 8)
    #expect(read(reader, &bytes, 8) == 3 && bytes.prefix(3) == Array("new".utf8)[...])
  }

  /// What a process that was killed has left is deleted; what another is writing stays.
  @Test func sweepsLeftovers() throws {
    scratch.write("", to: ".vintner-left.tmp")
    scratch.write("", to: ".vintner-used.tmp")
    scratch.write("", to: ".vintner-mine")
    let used = open(scratch.path(of: ".vintner-used.tmp"), O_RDONLY)
    defer { close(used) }
    #expect(flock(used, LOCK_EX | LOCK_NB) == 0)
    try AtomicFile.write("new", to: scratch.path(of: "a"))
    #expect(scratch.names == [".vintner-mine", ".vintner-used.tmp", "a"])
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

  /// A full disk: the device stays a device.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func namesFullDisk() {
    let failure = #expect(throws: OutputError.self) { try AtomicFile.write([1], to: "/dev/full") }
    #expect(
      failure?.description
        == "Cannot write '/dev/full': no space left on device; free some space or choose another place.")
    var status = stat()
    #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }
}
