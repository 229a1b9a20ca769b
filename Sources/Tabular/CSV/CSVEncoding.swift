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
    func byte(_ offset: Int) -> UInt8 {
      offset < available ? bytes.load(fromByteOffset: offset, as: UInt8.self) : 0
    }
    func isContinuation(_ offset: Int) -> Bool { byte(offset) & 0xC0 == 0x80 }
    switch byte(0) {
    case 0..<0x80: return 1
    case 0xC2...0xDF: return isContinuation(1) ? 2 : nil
    case 0xE0...0xEF:
      let second: ClosedRange<UInt8> =
        switch byte(0) {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        default: 0x80...0xBF
        }
      return second ~= byte(1) && isContinuation(2) ? 3 : nil
    case 0xF0...0xF4:
      let second: ClosedRange<UInt8> =
        switch byte(0) {
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
      return second ~= byte(1) && isContinuation(2) && isContinuation(3) ? 4 : nil
    default: return nil
    }
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
