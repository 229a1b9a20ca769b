/// Tells text from archives and UTF-8 from UTF-16 by a file's first bytes.
enum CSVEncoding {
  /// Where the text begins: after the byte order mark, if there is one.
  ///
  /// - Throws: `CSVFault` of the kinds `empty`, `zipArchive`, `gzipArchive`, `utf16`.
  static func textStart(of bytes: UnsafeRawBufferPointer, file: String) throws(CSVFault) -> Int {
    func begins(with signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
    if bytes.isEmpty { throw CSVFault(.empty, file: file) }
    if begins(with: [0x50, 0x4B, 3, 4]) || begins(with: [0x50, 0x4B, 5, 6]) {
      throw CSVFault(.zipArchive, file: file)
    }
    if begins(with: [0x1F, 0x8B]) { throw CSVFault(.gzipArchive, file: file) }
    if begins(with: [0xFF, 0xFE]) || begins(with: [0xFE, 0xFF]) || alternatesWithZero(bytes) {
      throw CSVFault(.utf16, file: file)
    }
    return begins(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Whether every other one of the first bytes is zero: UTF-16 of ordinary letters without a mark.
  private static func alternatesWithZero(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let sample = bytes.prefix(8)
    guard sample.count >= 4, sample.count % 2 == 0 else { return false }
    return [0, 1].contains { zeros in
      sample.indices.allSatisfy { (sample[$0] == 0) == ($0 % 2 == zeros) }
    }
  }
}
