import Foundation
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

@Suite struct OutputDirectoryTests {
  let scratch = Scratch()

  @Test func createsItselfAndThoseAbove() throws {
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

  /// Root may write everywhere but in the kernel's own file systems.
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

@Suite struct FileDigestTests {
  let scratch = Scratch()

  /// The examples of FIPS 180-4.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func digestsFiles(text: String, expected: String) throws {
    scratch.write(text, to: "a")
    #expect(try FileDigest.sha256(ofFile: scratch.path(of: "a")) == expected)
    #expect(FileDigest.sha256(of: Array(text.utf8)) == expected)
  }

  /// Longer than one reading; the figure is that of `head -c 3000000 /dev/zero | sha256sum`.
  @Test func digestsLongFiles() throws {
    try AtomicFile.write([UInt8](repeating: 0, count: 3_000_000), to: scratch.path(of: "a"))
    #expect(
      try FileDigest.sha256(ofFile: scratch.path(of: "a"))
        == "35bce4eae54ec8e6cc2868baa8d157914d6ae2858811b4cc0c078c94460fa26f")
  }

  @Test func namesWhatCannotBeRead() {
    let missing = #expect(throws: InputError.self) { try FileDigest.sha256(ofFile: scratch.path(of: "a")) }
    #expect(
      missing?.description
        == "Cannot read '\(scratch.path(of: "a"))': there is no such file; check the path.")
    #expect(throws: InputError(path: scratch.path, reason: .directory)) {
      try FileDigest.sha256(ofFile: scratch.path)
    }
    #expect(throws: InputError(path: "/dev/null", reason: .notRegular)) {
      try FileDigest.sha256(ofFile: "/dev/null")
    }
  }
}
