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
    /// Whether no record that begins before `limit` is left out.
    var isWhole = true

    /// Whether the records that have been read, up to `end`, are those of the chunk.
    func fits(_ rows: Range<Int>, end: Int) -> Bool { rows == self.rows && (!isWhole || end >= limit) }
  }

  /// Where the first record begins.
  let start: Int
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
    return CSVLayout(start: body, chunks: chunks)
  }

  /// Finds the layout by reading record after record, up to the first that is damaged.
  static func exact(_ reader: ChunkReader, start body: Int, limits: [Int]) -> CSVLayout {
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
    return CSVLayout(start: body, chunks: chunks)
  }

  /// The chunks of some of the rows, which are counted from the first of them.
  ///
  /// - Parameter start: where the first of them begins.
  func part(_ rows: Range<Int>, from start: Int) -> CSVLayout {
    var chunks: [Chunk] = []
    for chunk in self.chunks[firstChunk(endingAfter: rows.lowerBound)...] {
      if chunk.rows.lowerBound >= rows.upperBound { break }
      let taken = chunk.rows.clamped(to: rows)
      chunks.append(
        Chunk(
          start: chunks.isEmpty ? start : chunk.start, limit: chunk.limit,
          rows: taken.lowerBound - rows.lowerBound..<taken.upperBound - rows.lowerBound,
          isWhole: taken.upperBound == chunk.rows.upperBound))
    }
    return CSVLayout(start: start, chunks: chunks)
  }

  /// The place of the first chunk with a row after `row` or that row.
  private func firstChunk(endingAfter row: Int) -> Int {
    var places = 0..<chunks.count
    while !places.isEmpty {
      let middle = (places.lowerBound + places.upperBound) / 2
      places =
        chunks[middle].rows.upperBound > row ? places.lowerBound..<middle : middle + 1..<places.upperBound
    }
    return places.lowerBound
  }
}
