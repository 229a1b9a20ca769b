#if canImport(CryptoKit)
  import CryptoKit
#else
  import CLibcrypto
#endif

/// The digest of a file's bytes, by which identical contents are recognized.
///
///     let digest = try FileDigest(ofFile: path)
///     let table = try DataFrame(contentsOfCSVFile: path)
///     try digest.requireUnchanged()                       // it is the digest of the bytes that were read
package struct FileDigest {
  /// The SHA-256: 64 lower-case hexadecimal digits.
  package let hexadecimal: String
  private let path: String
  private let identity: InputFile.Identity

  /// Computes the SHA-256 of a file's bytes.
  ///
  /// The file is read in megabytes, so that its size does not affect memory.
  /// - Throws: ``InputError`` if the file cannot be read.
  /// Source: FIPS 180-4.
  package init(ofFile path: String) throws(InputError) {
    let file = try InputFile(path)
    let digest = SHA256Digest()
    var bytes: [UInt8]
    repeat {
      bytes = try file.read(1 << 20)
      digest.update(bytes)
    } while !bytes.isEmpty
    (self.path, identity, hexadecimal) = (path, file.identity, digest.hexadecimal)
  }

  /// Makes sure that the path still leads to the same bytes.
  ///
  /// - Throws: ``InputError`` where it does not.
  package func requireUnchanged() throws(InputError) {
    guard try InputFile(path).identity == identity else { throw InputError(path: path, reason: .changed) }
  }

  /// Reads the file, and makes sure that it is still the same afterwards, whatever was found in it.
  ///
  /// - Throws: ``InputError`` where it has changed, otherwise what `body` throws.
  package func guarding<Value>(_ body: () throws -> Value) throws -> Value {
    let result = Result { try body() }
    try requireUnchanged()
    return try result.get()
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

    package func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bufferPointer: bytes) }

    private var finished: [UInt8] { Array(digest.finalize()) }
  #else
    private let context = EVP_MD_CTX_new()

    package init() {
      let isReady = EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
      precondition(isReady, "libcrypto has SHA-256.")
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: UnsafeRawBufferPointer) {
      EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

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

  package func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The digest of all bytes so far: 64 lower-case hexadecimal digits.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: finished.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
