/// Finds the records of a single column, whose empty lines are records too, in a range of bytes.
struct RecordStarts {
  let scanner: CSVScanner
  /// The start of the first record.
  let body: Int
  let range: Range<Int>

  /// The records that begin in the range, where a quote toggles between inside and outside.
  func counted(beginsInQuotes: Bool) -> (count: Int, first: Int?) {
    var isQuoted = beginsInQuotes
    var followsBreak =
      range.lowerBound == body
      || !isQuoted && CSVScanner.isLineBreak(scanner.byte(range.lowerBound - 1))
    var count = 0
    var first: Int?
    for offset in range {
      let byte = scanner.byte(offset)
      if followsBreak, endsLineBreak(before: offset) {
        count += 1
        if first == nil { first = offset }
      }
      followsBreak = !isQuoted && CSVScanner.isLineBreak(byte)
      if byte == ASCII.quote { isQuoted.toggle() }
    }
    return (count, first)
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
