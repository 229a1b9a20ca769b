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
    #expect(try FileDigest.sha256(ofFile: scratch.path(of: "a")) == expected)
    #expect(FileDigest.sha256(of: Array(text.utf8)) == expected)
  }

  /// Longer than one read; the digest is that of `head -c 3000000 /dev/zero | sha256sum`.
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
