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
      defer { isQuoted = isQuoted != census.togglesQuotes }
      return isQuoted
    }
    let starts = team.map(censuses.count) { index in
      let census = censuses[index]
      return if isSingleColumn, census.mayHaveEmptyLines {
        RecordStarts(scanner: scanner, body: body, range: census.range)
          .counted(beginsInQuotes: parities[index])
      } else {
        census.records(beginsInQuotes: parities[index])
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
