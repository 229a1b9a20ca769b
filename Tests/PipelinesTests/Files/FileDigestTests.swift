import Foundation
import TestSupport
import Testing
import Vintner

@Suite struct FileDigestTests {
  let scratch = Scratch()

  /// The examples of FIPS 180-4.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func digestsFiles(text: String, expected: String) throws {
    scratch.write(text, to: "a")
    #expect(try FileDigest(ofFile: scratch.path(of: "a")).hexadecimal == expected)
    #expect(FileDigest.sha256(of: Array(text.utf8)) == expected)
  }

  /// Longer than one read; the digest is that of `head -c 3000000 /dev/zero | sha256sum`.
  @Test func digestsLongFiles() throws {
    try AtomicFile.write([UInt8](repeating: 0, count: 3_000_000), to: scratch.path(of: "a"))
    #expect(
      try FileDigest(ofFile: scratch.path(of: "a")).hexadecimal
        == "35bce4eae54ec8e6cc2868baa8d157914d6ae2858811b4cc0c078c94460fa26f")
  }

  /// The same bytes in another file are another file: between the two, a reader may have had either.
  @Test func noticesAnotherFileInItsPlace() throws {
    scratch.write("abc", to: "a")
    let path = scratch.path(of: "a")
    let digest = try FileDigest(ofFile: path)
    try digest.requireUnchanged()
    let changed = InputError(path: path, reason: .changed)
    try AtomicFile.write("abc", to: path)
    #expect(throws: changed) { try digest.requireUnchanged() }
    let other = try FileDigest(ofFile: path)
    truncate(path, 2)
    #expect(throws: changed) { try other.requireUnchanged() }
    #expect(
      changed.description
        == "Cannot read '\(path)': it changed while it was read; read it when no other program writes to it.")
  }

  @Test func namesWhatCannotBeRead() {
    let missing = #expect(throws: InputError.self) { try FileDigest(ofFile: scratch.path(of: "a")) }
    #expect(
      missing?.description
        == "Cannot read '\(scratch.path(of: "a"))': there is no such file; check the path.")
    #expect(throws: InputError(path: scratch.path, reason: .directory)) {
      try FileDigest(ofFile: scratch.path)
    }
    #expect(throws: InputError(path: "/dev/null", reason: .notRegular)) {
      try FileDigest(ofFile: "/dev/null")
    }
  }
}
