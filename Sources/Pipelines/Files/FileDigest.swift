import Crypto

/// Fingerprints of files: they say whether two files hold the same bytes.
public enum FileDigest {
  /// The SHA-256 of a file's bytes: 64 hexadecimal digits in lower case.
  ///
  /// The file is read a megabyte at a time; its size does not matter for memory.
  /// - Throws: `InputError` where the file cannot be read.
  /// Source: FIPS 180-4.
  public static func sha256(ofFile path: String) throws(InputError) -> String {
    let file = try InputFile(path)
    var digest = SHA256()
    while true {
      let bytes = try file.read(1 << 20)
      if bytes.isEmpty { return hexadecimal(digest.finalize()) }
      digest.update(data: bytes)
    }
  }

  /// The SHA-256 of bytes: 64 hexadecimal digits in lower case.
  public static func sha256(of bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

  static func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
