#if canImport(CryptoKit)
  import CryptoKit
#else
  import CLibcrypto
#endif

/// Digests of files, by which identical contents are recognized.
package enum FileDigest {
  /// The SHA-256 of a file's bytes: 64 lower-case hexadecimal digits.
  ///
  /// The file is read in megabytes, so that its size does not affect memory.
  /// - Throws: ``InputError`` if the file cannot be read.
  /// Source: FIPS 180-4.
  package static func sha256(ofFile path: String) throws(InputError) -> String {
    let file = try InputFile(path)
    let digest = SHA256Digest()
    while true {
      let bytes = try file.read(1 << 20)
      if bytes.isEmpty { return digest.hexadecimal }
      digest.update(bytes)
    }
  }

  /// The SHA-256 of bytes: 64 lower-case hexadecimal digits.
  package static func sha256(of bytes: [UInt8]) -> String {
    let digest = SHA256Digest()
    digest.update(bytes)
    return digest.hexadecimal
  }
}

/// An incremental SHA-256: CryptoKit's on Apple's platforms, libcrypto's elsewhere.
package final class SHA256Digest {
  #if canImport(CryptoKit)
    private var digest = SHA256()

    package init() {}

    package func update(_ bytes: [UInt8]) { digest.update(data: bytes) }

    private var finished: [UInt8] { Array(digest.finalize()) }
  #else
    private let context = EVP_MD_CTX_new()

    package init() {
      let isReady = EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
      precondition(isReady, "libcrypto has SHA-256.")
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: [UInt8]) { EVP_DigestUpdate(context, bytes, bytes.count) }

    private var finished: [UInt8] {
      var bytes = [UInt8](repeating: 0, count: 32)
      // A copy is finalized, so that more bytes may follow.
      let copy = EVP_MD_CTX_new()
      defer { EVP_MD_CTX_free(copy) }
      EVP_MD_CTX_copy_ex(copy, context)
      EVP_DigestFinal_ex(copy, &bytes, nil)
      return bytes
    }
  #endif

  /// The digest of all bytes so far: 64 lower-case hexadecimal digits.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: finished.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
