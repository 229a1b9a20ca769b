import LinearAlgebra

/// What stands in a range of bytes, counted without looking at fields.
struct ByteCensus {
  let range: Range<Int>
  /// Where the first sequence begins that is not UTF-8.
  let invalidUTF8: Int?
  private let census: TextCensus

  /// Counts. The byte before the range, where `start` says there is one, is looked at too.
  init(_ base: UnsafeRawPointer, range: Range<Int>, start: Int, end: Int) {
    self.range = range
    let isBegun = range.lowerBound > start
    let before = isBegun ? base.load(fromByteOffset: range.lowerBound - 1, as: UInt8.self) : ASCII.lineFeed
    census = TextCensus(
      UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count),
      followsBreak: CSVScanner.isLineBreak(before))
    guard census.isBeyondASCII else {
      invalidUTF8 = nil
      return
    }
    let whole = UTF8Check.sequenceStart(base, before: range.lowerBound, from: start)
    invalidUTF8 = UTF8Check.firstInvalid(base, in: whole..<range.upperBound, end: end)
  }

  var hasNul: Bool { census.hasNul }

  /// Whether there may be empty lines.
  var mayHaveEmptyLines: Bool { census.mayHaveEmptyLines }

  /// Whether a range that begins outside quotes ends inside, and the other way round.
  var togglesQuotes: Bool { census.quotes & 1 == 1 }

  /// The records that begin in the range: bytes that are no line break and follow one.
  func records(beginsInQuotes: Bool) -> (count: Int, first: Int?) {
    let count = census.recordStarts(beginsInQuotes: beginsInQuotes)
    let first = range.lowerBound + census.firstRecordStart(beginsInQuotes: beginsInQuotes)
    return (count, count > 0 ? first : nil)
  }
}
