import LinearAlgebra

/// What is to be done with one column of the file.
struct ColumnPlan {
  /// The type to read the cells as, or `nil` where the column is left out.
  var type: Column.ValueType?
  /// Whether the type was given, so that a cell that does not fit is a fault.
  var isGiven = false
}

/// One column as a pass over the file has read it.
struct ReadColumn {
  let memory: ColumnMemory
  /// The column's part of each chunk.
  var parts: [ChunkColumn]

  var kinds: CellKinds { parts.reduce(into: []) { $0.formUnion($1.kinds) } }
  var firstOverflow: Int? { parts.lazy.compactMap(\.firstOverflow).first }
  /// The first cell that is no number, in a text column of which at least half the cells are numbers.
  var firstCellThatIsNoNumber: Int? {
    let numbers = parts.reduce(0) { $0 + $1.numbers }
    let others = parts.reduce(0) { $0 + $1.others }
    return numbers >= others ? parts.lazy.compactMap(\.firstOther).first : nil
  }
}

/// Reads values from all records of a file, in parallel.
struct CSVPass {
  let scanner: CSVScanner
  let cells: CellReader
  let header: CSVHeader
  let team: ThreadTeam
  let source: CSVSource?

  /// Reads the columns that are planned; the others are `nil`.
  ///
  /// A layout that turns out to be wrong is replaced by the exact one.
  ///
  /// - Throws: the fault that stands first in the file.
  func read(_ plans: [ColumnPlan], _ layout: inout CSVLayout) throws(RecordFault) -> [ReadColumn?] {
    if let columns = try readOnce(plans, layout) { return columns }
    let blind = reader([CellSink](repeating: .skip, count: plans.count))
    layout = .exact(blind, body: header.body, limits: layout.chunks.map(\.limit))
    guard let columns = try readOnce(plans, layout) else {
      preconditionFailure("The exact layout of a file fits it.")
    }
    return columns
  }

  private func reader(_ sinks: [CellSink]) -> ChunkReader {
    ChunkReader(scanner: scanner, cells: cells, sinks: sinks)
  }

  /// Reads the columns, or returns `nil` where the layout does not fit the file.
  private func readOnce(_ plans: [ColumnPlan], _ layout: CSVLayout) throws(RecordFault) -> [ReadColumn?]? {
    let memories = plans.map { plan in
      plan.type.map { ColumnMemory(type: $0, rows: layout.rowCount) }
    }
    let sinks = zip(plans, memories).map { plan, memory in
      plan.type.map { CellSink($0, values: memory?.start, isGiven: plan.isGiven) } ?? .skip
    }
    let parts = try readChunks(of: layout, reader(sinks))
    guard let parts else { return nil }
    return memories.enumerated().map { column, memory in
      memory.map { ReadColumn(memory: $0, parts: parts.map { $0[column] }) }
    }
  }

  /// Reads all chunks and returns their columns, or `nil` where one does not end where the next begins.
  private func readChunks(
    of layout: CSVLayout, _ blank: ChunkReader
  ) throws(RecordFault) -> [[ChunkColumn]]? {
    // The first chunk after which nothing needs to be read: chunks before it are all read, whatever the
    // order in which the threads come to them, so that the first fault of the file is the one reported.
    let firstBad = SharedInteger(.max)
    let results = team.map(layout.chunks.count) { index -> (reader: ChunkReader, end: Int)? in
      let chunk = layout.chunks[index]
      if index > firstBad.value.load(ordering: .relaxed) || chunk.rows.isEmpty { return nil }
      var reader = blank
      let end = reader.read(from: chunk.start, to: chunk.limit, rows: chunk.rows)
      if reader.fault != nil || reader.rows != chunk.rows || end < chunk.limit {
        firstBad.value.min(index, ordering: .relaxed)
      }
      source?.release(chunk.start..<min(end, chunk.limit))
      return (reader, end)
    }
    var parts: [[ChunkColumn]] = []
    var position = header.body
    for (chunk, result) in zip(layout.chunks, results) {
      guard let (reader, end) = result else {
        if chunk.rows.isEmpty, position >= chunk.limit { continue }
        return nil
      }
      if position != chunk.start { return nil }
      if let fault = reader.fault { throw fault }
      if reader.rows != chunk.rows || end < chunk.limit { return nil }
      parts.append(reader.columns)
      position = end
    }
    return parts
  }
}
