/// What stands in a range of bytes, counted without looking at fields.
struct ByteCensus {
  let range: Range<Int>
  private(set) var quotes = 0
  /// The bytes that are no line break and follow one.
  private(set) var recordStarts = 0
  private(set) var hasNul = false
  /// Where the first sequence begins that is not UTF-8.
  private(set) var invalidUTF8: Int?

  /// Counts. The byte before the range, where `start` says there is one, is looked at too.
  init(_ base: UnsafeRawPointer, range: Range<Int>, start: Int, end: Int) {
    self.range = range
    guard !range.isEmpty else { return }
    var offset = range.lowerBound
    var highest: UInt8 = 0
    if offset == start {
      count(base, offset, previous: ASCII.lineFeed, &highest)
      offset += 1
    }
    while offset + Self.blockSize <= range.upperBound {
      countBlock(base + offset, &highest)
      offset += Self.blockSize
    }
    while offset < range.upperBound {
      let previous = base.load(fromByteOffset: offset - 1, as: UInt8.self)
      count(base, offset, previous: previous, &highest)
      offset += 1
    }
    if highest >= 0x80 {
      let whole = UTF8Check.sequenceStart(base, before: range.lowerBound, from: start)
      invalidUTF8 = UTF8Check.firstInvalid(base, in: whole..<range.upperBound, end: end)
    }
  }

  private mutating func count(
    _ base: UnsafeRawPointer, _ offset: Int, previous: UInt8, _ highest: inout UInt8
  ) {
    let byte = base.load(fromByteOffset: offset, as: UInt8.self)
    if byte == ASCII.quote { quotes += 1 }
    if CSVScanner.isLineBreak(previous), !CSVScanner.isLineBreak(byte) { recordStarts += 1 }
    if byte == 0 { hasNul = true }
    highest = max(highest, byte)
  }

  /// No count of a block overflows a byte.
  private static let blockSize = 240

  /// Counts in single bytes and without branches, so that the compiler looks at sixteen bytes at a time.
  @inline(__always)
  private mutating func countBlock(_ block: UnsafeRawPointer, _ highest: inout UInt8) {
    let bytes = block.assumingMemoryBound(to: UInt8.self)
    var quotes: UInt8 = 0
    var starts: UInt8 = 0
    var lowest: UInt8 = .max
    var all: UInt8 = 0
    for index in 0..<Self.blockSize {
      let byte = bytes[index]
      let before = bytes[index &- 1]
      quotes &+= byte == ASCII.quote ? 1 : 0
      let isBreak: UInt8 = (byte == ASCII.lineFeed ? 1 : 0) | (byte == ASCII.carriageReturn ? 1 : 0)
      let follows: UInt8 = (before == ASCII.lineFeed ? 1 : 0) | (before == ASCII.carriageReturn ? 1 : 0)
      starts &+= follows & ~isBreak
      lowest = min(lowest, byte)
      all |= byte
    }
    self.quotes += Int(quotes)
    recordStarts += Int(starts)
    hasNul = hasNul || lowest == 0
    highest = max(highest, all)
  }
}
