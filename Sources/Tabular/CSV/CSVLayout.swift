import LinearAlgebra

/// How the records of a file are shared out: stretches of the file, each with its first record and its rows.
///
/// A record belongs to the stretch in which it begins. The stretches depend on the file alone, never on the
/// number of threads.
struct CSVLayout {
  struct Chunk {
    /// Where the first record begins; `limit` if none does.
    var start: Int
    /// Where the next chunk's bytes begin.
    var limit: Int
    /// The rows of the table.
    var rows: Range<Int>
  }

  var chunks: [Chunk]
  var rowCount: Int { chunks.last?.rows.upperBound ?? 0 }

  /// The bytes of a chunk: small enough to stay in cache between two looks, large enough to be worth a turn.
  static let chunkSize = 1 << 20

  /// Guesses the layout from counts of quotes and line breaks.
  ///
  /// The guess is right unless a quote stands within an unquoted field or a line holds nothing but blanks;
  /// whoever reads the chunks notices, since each has to end where the next begins.
  static func guessed(
    _ scanner: CSVScanner, body: Int, isSingleColumn: Bool, censuses: [ByteCensus], team: ThreadTeam
  ) -> CSVLayout {
    // The header's bytes were counted with the others; the first chunk begins at the first row.
    var censuses = censuses.filter { $0.range.upperBound > body }
    if let first = censuses.first, first.range.lowerBound < body {
      censuses[0] = ByteCensus(
        scanner.base, range: body..<first.range.upperBound, start: body, end: scanner.end)
    }
    var isQuoted = false
    let parities = censuses.map { census in
      defer { isQuoted = isQuoted != (census.quotes & 1 == 1) }
      return isQuoted
    }
    let starts = team.map(censuses.count) { index in
      let census = censuses[index]
      let finder = RecordStarts(
        scanner: scanner, body: body, isSingleColumn: isSingleColumn, range: census.range)
      return if census.quotes == 0, !parities[index], !isSingleColumn {
        (count: census.recordStarts, first: finder.first())
      } else {
        finder.countedWithQuotes(isQuoted: parities[index])
      }
    }
    var row = 0
    let chunks = zip(censuses, starts).map { census, start in
      defer { row += start.count }
      return Chunk(
        start: start.first ?? census.range.upperBound, limit: census.range.upperBound,
        rows: row..<row + start.count)
    }
    return CSVLayout(chunks: chunks)
  }

  /// Finds the layout by reading record after record, up to the first that is damaged.
  static func exact(_ reader: ChunkReader, body: Int, limits: [Int]) -> CSVLayout {
    var chunks: [Chunk] = []
    var start = body
    var row = 0
    for limit in limits {
      var reader = reader
      let next = reader.read(from: start, to: limit, rows: row..<Int.max)
      // A damaged record is left for the one who reads values, who names the fault.
      let end = reader.rows.upperBound + (reader.fault == nil ? 0 : 1)
      chunks.append(Chunk(start: start, limit: limit, rows: row..<end))
      if reader.fault != nil { break }
      row = end
      start = max(next, start)
    }
    return CSVLayout(chunks: chunks)
  }
}

/// Finds the records that begin in a range of bytes without reading their fields.
private struct RecordStarts {
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
    var isQuoted = isQuoted
    var count = 0
    var first: Int?
    var followsBreak = range.lowerBound == body || !isQuoted && isBreak(range.lowerBound - 1)
    for offset in range {
      let byte = scanner.byte(offset)
      let isBreak = !isQuoted && CSVScanner.isLineBreak(byte)
      if followsBreak, isSingleColumn ? endsLineBreak(before: offset) : !isBreak {
        count += 1
        if first == nil { first = offset }
      }
      if byte == ASCII.quote { isQuoted.toggle() }
      followsBreak = isBreak
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
