import LinearAlgebra

/// One column as a pass over the file has read it.
struct ReadColumn {
  let memory: ColumnMemory
  /// The column's part of each chunk.
  let parts: [ChunkColumn]

  var findings: ColumnFindings { parts.reduce(into: ColumnFindings()) { $0.append($1.findings) } }

  func column(name: String, rows: Int) -> Column {
    var missing = MissingRows(rows: rows)
    for part in parts {
      if let partMissing = part.missing { missing.insert(partMissing, offset: part.rows.lowerBound) }
    }
    return Column(name: name, storage: memory.storage, missing: missing)
  }
}

/// Reads the records of a file, in parallel.
struct CSVPass {
  let scanner: CSVScanner
  let cells: CellReader
  let columnCount: Int
  let team: ThreadTeam
  let source: CSVSource?

  /// What one thread has found in one chunk.
  struct ChunkResult {
    var columns: [ChunkColumn]
    var rows: Range<Int>
    /// Where the next record begins.
    var end: Int
    var fault: RecordFault?

    init(_ reader: ChunkReader, end: Int) {
      (columns, rows, fault, self.end) = (reader.columns, reader.rows, reader.fault, end)
    }
  }

  func reader(_ sinks: [CellSink]) -> ChunkReader {
    ChunkReader(scanner: scanner, cells: cells, sinks: sinks)
  }

  /// Reads the columns that are planned; the others are `nil`.
  ///
  /// - Throws: the fault that stands first in the file.
  func read(_ plans: [ColumnPlan], _ layout: inout CSVLayout) throws(RecordFault) -> [ReadColumn?] {
    try fitting(&layout) { layout throws(RecordFault) in try readOnce(plans, layout)?.columns }
  }

  /// Does what returns `nil` where the layout does not fit the file, and then does it with the exact one.
  func fitting<Result>(
    _ layout: inout CSVLayout, _ work: (CSVLayout) throws(RecordFault) -> Result?
  ) throws(RecordFault) -> Result {
    if let result = try work(layout) { return result }
    let blind = reader([CellSink](repeating: .skip, count: columnCount))
    layout = .exact(blind, start: layout.start, limits: layout.chunks.map(\.limit))
    guard let result = try work(layout) else {
      preconditionFailure("The exact layout of a file fits it.")
    }
    return result
  }

  /// Reads the columns and tells where the records end, or returns `nil` where the layout does not fit.
  func readOnce(
    _ plans: [ColumnPlan], _ layout: CSVLayout
  ) throws(RecordFault) -> (columns: [ReadColumn?], end: Int)? {
    let memories = plans.map { plan in
      plan.type.map { ColumnMemory(type: $0, rows: layout.rowCount) }
    }
    let sinks = zip(plans, memories).map { plan, memory in
      plan.type.map { CellSink($0, values: memory?.start, isGiven: plan.isGiven) } ?? .skip
    }
    let blank = reader(sinks)
    let results = try readChunks(of: layout) { chunk in
      var reader = blank
      let end = reader.read(from: chunk.start, to: chunk.limit, rows: chunk.rows)
      return ChunkResult(reader, end: end)
    }
    guard let results else { return nil }
    let columns = memories.enumerated().map { column, memory in
      memory.map { ReadColumn(memory: $0, parts: results.map { $0.columns[column] }) }
    }
    return (columns, results.last?.end ?? layout.start)
  }

  /// Reads all chunks that have rows, or returns `nil` where one does not end where the next begins.
  func readChunks(
    of layout: CSVLayout, _ read: @escaping (CSVLayout.Chunk) -> ChunkResult
  ) throws(RecordFault) -> [ChunkResult]? {
    // The first chunk after which nothing needs to be read: chunks before it are all read, whatever the
    // order in which the threads come to them, so that the first fault of the file is the one reported.
    let firstBad = SharedInteger(.max)
    let results = team.map(layout.chunks.count) { index -> ChunkResult? in
      let chunk = layout.chunks[index]
      if index > firstBad.value.load(ordering: .relaxed) || chunk.rows.isEmpty { return nil }
      let result = read(chunk)
      if result.fault != nil || !chunk.fits(result.rows, end: result.end) {
        firstBad.value.min(index, ordering: .relaxed)
      }
      source?.release(chunk.start..<min(result.end, chunk.limit))
      return result
    }
    var whole: [ChunkResult] = []
    var position = layout.start
    for (chunk, result) in zip(layout.chunks, results) {
      guard let result else {
        if chunk.rows.isEmpty, position >= chunk.limit { continue }
        return nil
      }
      if position != chunk.start { return nil }
      if let fault = result.fault { throw fault }
      if !chunk.fits(result.rows, end: result.end) { return nil }
      whole.append(result)
      position = result.end
    }
    return whole
  }
}
