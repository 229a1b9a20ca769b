import LinearAlgebra

/// How the records of a file are split: ranges of the file, each with its first record and its rows.
///
/// A record belongs to the range in which it begins. The ranges depend on the file alone, never on the number
/// of threads.
struct CSVLayout {
  struct Chunk {
    /// Where the first record begins; `limit` if none does.
    var start: Int
    /// Where the next chunk's bytes begin.
    var limit: Int
    /// The rows of the table.
    var rows: Range<Int>
    /// Whether the rows are all those of the records that begin before `limit`.
    var isWhole = true

    /// Whether the records that have been read are those of the chunk.
    func fits(_ result: CellStore) -> Bool { result.rows == rows && (!isWhole || result.end >= limit) }
  }

  /// Where the first record begins.
  let start: Int
  var chunks: [Chunk]
  var rowCount: Int { chunks.last?.rows.upperBound ?? 0 }

  /// Guesses the layout from counts of quotes and line breaks.
  ///
  /// The guess is right unless a quote is within an unquoted field or a line holds only blanks. Reading the
  /// chunks reveals a wrong guess, since each has to end where the next begins.
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
      return isSingleColumn && census.mayHaveEmptyLines
        ? scanner.recordsOfSingleColumn(in: census.range, body: body, beginsInQuotes: parities[index])
        : census.records(beginsInQuotes: parities[index])
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

  /// Finds the layout by reading one record after another, up to the first that is damaged.
  static func exact(_ reader: RecordReader, start body: Int, limits: [Int]) -> CSVLayout {
    var chunks: [Chunk] = []
    var start = body
    var row = 0
    for limit in limits {
      let read = reader.read(from: start, to: limit, rows: row..<Int.max)
      // A damaged record is included, so that the pass which reads values finds it and names the fault.
      let end = read.rows.upperBound + (read.fault == nil ? 0 : 1)
      chunks.append(Chunk(start: start, limit: limit, rows: row..<end))
      if read.fault != nil { break }
      row = end
      start = max(read.end, start)
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

  /// The index of the first chunk that holds `row` or a later one.
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

/// Counts of a range of bytes, taken without looking at fields.
struct ByteCensus {
  let range: Range<Int>
  /// Where the first sequence begins that is not UTF-8.
  let invalidUTF8: Int?
  private let census: TextCensus

  /// Counts the bytes. The byte before the range is inspected too, unless the range begins at `start`.
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
  var mayHaveEmptyLines: Bool { census.mayHaveEmptyLines }

  /// Whether a range that begins outside quotes ends inside, and vice versa.
  var togglesQuotes: Bool { census.quotes & 1 == 1 }

  /// The records that begin in the range, that is the bytes that follow a line break without being one: their
  /// number, and where the first begins.
  func records(beginsInQuotes: Bool) -> (count: Int, first: Int?) {
    let count = census.recordStarts(beginsInQuotes: beginsInQuotes)
    let first = range.lowerBound + census.firstRecordStart(beginsInQuotes: beginsInQuotes)
    return (count, count > 0 ? first : nil)
  }
}

extension CSVScanner {
  /// The records of a single column, whose empty lines are records too, that begin in a range of bytes: their
  /// number, and where the first begins. A quote toggles between inside and outside.
  ///
  /// - Parameter body: the start of the file's first record.
  fileprivate func recordsOfSingleColumn(
    in range: Range<Int>, body: Int, beginsInQuotes: Bool
  ) -> (count: Int, first: Int?) {
    var isQuoted = beginsInQuotes
    var followsBreak =
      range.lowerBound == body || !isQuoted && Self.isLineBreak(byte(range.lowerBound - 1))
    var count = 0
    var first: Int?
    for offset in range {
      let byte = byte(offset)
      if followsBreak, offset == body || completesLineBreak(before: offset) {
        count += 1
        if first == nil { first = offset }
      }
      followsBreak = !isQuoted && Self.isLineBreak(byte)
      if byte == ASCII.quote { isQuoted.toggle() }
    }
    return (count, first)
  }

  /// Whether the line break of which a byte precedes `offset` ends there.
  private func completesLineBreak(before offset: Int) -> Bool {
    if byte(offset - 1) == ASCII.lineFeed { return true }
    if byte(offset) == ASCII.lineFeed { return false }
    return
      !(byte(offset) == ASCII.carriageReturn && offset + 1 < end && byte(offset + 1) == ASCII.lineFeed)
  }
}
