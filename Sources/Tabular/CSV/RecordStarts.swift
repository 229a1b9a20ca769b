/// Finds the records that begin in a range of bytes without reading their fields.
struct RecordStarts {
  let scanner: CSVScanner
  /// The start of the first record.
  let body: Int
  let isSingleColumn: Bool
  let range: Range<Int>

  /// The first record that begins in a range without quotes.
  func first() -> Int? {
    range.first { !CSVScanner.isLineBreak(scanner.byte($0)) && ($0 == body || isBreak($0 - 1)) }
  }

  private func isBreak(_ offset: Int) -> Bool { CSVScanner.isLineBreak(scanner.byte(offset)) }

  /// The records that begin in the range where a quote toggles between inside and outside.
  func countedWithQuotes(isQuoted: Bool) -> (count: Int, first: Int?) {
    var state = State(
      isQuoted: isQuoted,
      followsBreak: range.lowerBound == body || !isQuoted && isBreak(range.lowerBound - 1))
    var offset = range.lowerBound
    if !isSingleColumn {
      while offset + 64 <= range.upperBound {
        count(blockAt: offset, &state)
        offset += 64
      }
    }
    while offset < range.upperBound {
      count(byteAt: offset, &state)
      offset += 1
    }
    return (state.count, state.first)
  }

  /// What is known before a byte.
  private struct State {
    var isQuoted: Bool
    var followsBreak: Bool
    var count = 0
    var first: Int?
  }

  private func count(byteAt offset: Int, _ state: inout State) {
    let byte = scanner.byte(offset)
    let isBreak = !state.isQuoted && CSVScanner.isLineBreak(byte)
    if state.followsBreak, isSingleColumn ? endsLineBreak(before: offset) : !isBreak {
      state.count += 1
      if state.first == nil { state.first = offset }
    }
    if byte == ASCII.quote { state.isQuoted.toggle() }
    state.followsBreak = isBreak
  }

  /// Counts in 64 bytes, each a bit of a word.
  ///
  /// Source: G. Langdale and D. Lemire, "Parsing gigabytes of JSON per second", 2019, section 3.1.
  @inline(__always)
  private func count(blockAt offset: Int, _ state: inout State) {
    var quotes: UInt64 = 0
    var breaks: UInt64 = 0
    for place in 0..<8 {
      let word = UInt64(
        littleEndian: scanner.base.loadUnaligned(fromByteOffset: offset &+ 8 &* place, as: UInt64.self))
      let shift = UInt64(truncatingIfNeeded: 8 &* place)
      quotes |= word.bits(of: .quotes) &<< shift
      breaks |= (word.bits(of: .lineFeeds) | word.bits(of: .carriageReturns)) &<< shift
    }
    // A byte is inside quotes if the number of quotes up to it is odd.
    var inside = quotes
    for shift: UInt64 in [1, 2, 4, 8, 16, 32] { inside ^= inside &<< shift }
    if state.isQuoted { inside = ~inside }
    breaks &= ~inside
    let starts = (breaks &<< 1 | (state.followsBreak ? 1 : 0)) & ~breaks
    if state.first == nil, starts != 0 { state.first = offset + starts.trailingZeroBitCount }
    state.count += starts.nonzeroBitCount
    state.followsBreak = breaks &>> 63 == 1
    state.isQuoted = inside &>> 63 == 1
  }

  /// Whether the line break whose last byte so far precedes `offset` is complete.
  private func endsLineBreak(before offset: Int) -> Bool {
    if offset == body || scanner.byte(offset - 1) == ASCII.lineFeed { return true }
    if scanner.byte(offset) == ASCII.lineFeed { return false }
    return
      !(scanner.byte(offset) == ASCII.carriageReturn && offset + 1 < scanner.end
      && scanner.byte(offset + 1) == ASCII.lineFeed)
  }
}
