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

  private typealias Lanes = SIMD32<UInt8>
  /// 32 lanes, each counting in a byte for 128 turns.
  private static let blockSize = 32 * 128

  private mutating func countBlock(_ block: UnsafeRawPointer, _ highest: inout UInt8) {
    let one = Lanes(repeating: 1)
    let zero = Lanes(repeating: 0)
    var quotes = zero
    var starts = zero
    var nuls = zero
    var all = zero
    for turn in 0..<128 {
      let bytes = block.loadUnaligned(fromByteOffset: turn * 32, as: Lanes.self)
      let before = block.loadUnaligned(fromByteOffset: turn * 32 - 1, as: Lanes.self)
      let isBreak = (bytes .== ASCII.lineFeed) .| (bytes .== ASCII.carriageReturn)
      let followsBreak = (before .== ASCII.lineFeed) .| (before .== ASCII.carriageReturn)
      quotes &+= zero.replacing(with: one, where: bytes .== ASCII.quote)
      starts &+= zero.replacing(with: one, where: followsBreak .& .!isBreak)
      nuls.replace(with: one, where: bytes .== 0)
      all |= bytes
    }
    self.quotes += Self.sum(quotes)
    recordStarts += Self.sum(starts)
    hasNul = hasNul || nuls != zero
    highest = max(highest, all.max())
  }

  private static func sum(_ lanes: Lanes) -> Int {
    Int(SIMD32<UInt16>(truncatingIfNeeded: lanes).wrappedSum())
  }
}
