/// Distinguishes UTF-8 text from archives, other encodings and damaged text.
enum CSVEncoding {
  /// Where the text begins: after the byte order mark, if there is one.
  ///
  /// - Throws: `CSVFault` of the kinds `empty`, `zipArchive`, `gzipArchive`, `utf16`.
  static func textStart(of bytes: UnsafeRawBufferPointer, file: String) throws(TabularError) -> Int {
    func begins(with signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
    if bytes.isEmpty { throw .csv(.init(.empty, file: file)) }
    if begins(with: [0x50, 0x4B, 3, 4]) || begins(with: [0x50, 0x4B, 5, 6]) {
      throw .csv(.init(.zipArchive, file: file))
    }
    if begins(with: [0x1F, 0x8B]) { throw .csv(.init(.gzipArchive, file: file)) }
    if begins(with: [0xFF, 0xFE]) || begins(with: [0xFE, 0xFF]) || alternatesWithZero(bytes) {
      throw .csv(.init(.utf16, file: file))
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

/// Finds the first byte that is not UTF-8 (Unicode 15, table 3-7).
enum UTF8Check {
  /// The start of the first ill-formed sequence that begins in `range`, or `nil` where there is none.
  ///
  /// A sequence may extend beyond the range, up to `end`.
  static func firstInvalid(_ base: UnsafeRawPointer, in range: Range<Int>, end: Int) -> Int? {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if offset + 8 <= range.upperBound,
        base.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        offset += 8
        continue
      }
      guard let length = sequenceLength(base + offset, available: end - offset) else { return offset }
      offset += length
    }
    return nil
  }

  /// The length of the well-formed sequence at `bytes`, or `nil` where there is none.
  private static func sequenceLength(_ bytes: UnsafeRawPointer, available: Int) -> Int? {
    let lead = bytes.load(as: UInt8.self)
    if lead < 0x80 { return 1 }
    let length = (~lead).leadingZeroBitCount
    guard 2...4 ~= length, length <= available else { return nil }
    var scalar = UInt32(lead & 0x7F >> length)
    for offset in 1..<length {
      let byte = bytes.load(fromByteOffset: offset, as: UInt8.self)
      guard byte & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    // A shorter sequence would do for a smaller scalar; surrogates are not scalars.
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000
    return scalar >= smallest && Unicode.Scalar(scalar) != nil ? length : nil
  }

  /// Moves a cut back to the start of the sequence that it divides.
  static func sequenceStart(_ base: UnsafeRawPointer, before cut: Int, from start: Int) -> Int {
    var offset = cut
    while offset > start, cut - offset < 3, base.load(fromByteOffset: offset, as: UInt8.self) & 0xC0 == 0x80 {
      offset -= 1
    }
    return offset
  }
}
