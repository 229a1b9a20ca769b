import LinearAlgebra
import Synchronization

/// What to do with one column of the file.
struct ColumnPlan {
  /// How to read the cells, or `nil` where the column is left out.
  var form: ColumnForm?
  /// Whether the type is certain, so that a cell that does not fit is a fault.
  var isGiven = false

  var type: Column.ValueType? { form?.type }

  func sink(_ values: UnsafeMutableRawPointer?) -> CellSink {
    CellSink(
      action: type.map { .store($0) } ?? .skip, values: values, isGiven: isGiven,
      placeholder: form?.placeholder ?? -1, takesWritten: form?.isWritten ?? false)
  }
}

/// One column as a pass over the file has read it.
struct ReadColumn {
  /// The values, where they are kept.
  let values: Column.Storage?
  let findings: ColumnFindings
}

/// Reads the records of a file in parallel.
struct CSVPass {
  let scanner: CSVScanner
  let cells: CellReader
  let team: ThreadTeam
  /// The file, where its memory can be released once it has been read, or the memory that holds its text.
  let source: CSVSource?
  /// Whether a single separator of thousands cannot be that of a fraction.
  let groupsAreCertain: Bool

  func reader(_ sinks: [CellSink]) -> RecordReader {
    RecordReader(scanner: scanner, cells: cells, sinks: sinks)
  }

  /// Reads the columns that are planned; the others are `nil`.
  ///
  /// The layout becomes the exact one where it does not fit the file.
  /// - Parameter keepsValues: whether the cells are stored, and not only examined.
  /// - Throws: the first fault in the file.
  func read(
    _ plans: [ColumnPlan], _ layout: inout CSVLayout, keepsValues: Bool
  ) throws(RecordFault) -> [ReadColumn?] {
    if let result = try readOnce(plans, layout, keepsValues: keepsValues) { return result.columns }
    let blind = reader([CellSink](repeating: CellSink(action: .skip), count: plans.count))
    layout = .exact(blind, start: layout.start, limits: layout.chunks.map(\.limit))
    // The exact layout fits, unless the bytes are no longer those that it was made of.
    guard let result = try readOnce(plans, layout, keepsValues: keepsValues) else {
      throw RecordFault(kind: .changed, offset: layout.start, column: 0)
    }
    return result.columns
  }

  /// Reads the columns and returns where the records end, or `nil` where the layout does not fit the file.
  func readOnce(
    _ plans: [ColumnPlan], _ layout: CSVLayout, keepsValues: Bool
  ) throws(RecordFault) -> (columns: [ReadColumn?], end: Int)? {
    let rowCount = layout.rowCount
    let memories = plans.map { plan in
      keepsValues ? plan.type.map { ColumnMemory(type: $0, rows: rowCount) } : nil
    }
    let reader = reader(zip(plans, memories).map { $0.sink($1?.start) })
    let chunks = try readChunks(of: layout) { chunk in
      var result = reader.read(from: chunk.start, to: chunk.limit, rows: chunk.rows)
      // Without values, the memory must not grow with the number of rows.
      if !keepsValues { for column in plans.indices { result.columns[column].missing = nil } }
      return result
    }
    guard let chunks else { return nil }
    let values = values(memories, plans, chunks)
    let columns = plans.indices.map { column in
      plans[column].type.map { _ in
        ReadColumn(values: values[column], findings: .joined(chunks, column, rows: rowCount))
      }
    }
    return (columns, chunks.last?.end ?? layout.start)
  }

  /// The values of the columns where they are kept.
  private func values(
    _ memories: [ColumnMemory?], _ plans: [ColumnPlan], _ chunks: [CellStore]
  ) -> [Column.Storage?] {
    let ofTexts = plans.indices.filter { memories[$0] != nil && plans[$0].type == .text }
    let texts = TextCells.joined(
      ofTexts.map { column in (memories[column]!, chunks.map { $0.texts[column]! }) }, team: team)
    let textOfColumn = Dictionary(uniqueKeysWithValues: zip(ofTexts, texts))
    return memories.indices.map { column in
      textOfColumn[column].map { .text($0) } ?? memories[column]?.storage
    }
  }

  /// Reads all chunks that have rows, or returns `nil` where one does not end where the next begins.
  private func readChunks(
    of layout: CSVLayout, _ read: (CSVLayout.Chunk) -> CellStore
  ) throws(RecordFault) -> [CellStore]? {
    // The first chunk after which nothing needs to be read. All chunks before it are read, in whichever order
    // the threads take them, so that the first fault in the file is the one reported.
    let firstBad = Atomic(Int.max)
    let results = team.map(layout.chunks.count) { index -> CellStore? in
      let chunk = layout.chunks[index]
      if index > firstBad.load(ordering: .relaxed) || chunk.rows.isEmpty { return nil }
      let result = read(chunk)
      if result.fault != nil || !chunk.fits(result) { firstBad.min(index, ordering: .relaxed) }
      source?.release(chunk.start..<min(result.end, chunk.limit))
      return result
    }
    var whole: [CellStore] = []
    var position = layout.start
    for (chunk, result) in zip(layout.chunks, results) {
      guard let result else {
        if chunk.rows.isEmpty, position >= chunk.limit { continue }
        return nil
      }
      if position != chunk.start { return nil }
      if let fault = result.fault { throw fault }
      if !chunk.fits(result) { return nil }
      whole.append(result)
      position = result.end
    }
    return whole
  }
}

extension ColumnFindings {
  /// What the chunks have found in a column of a table of `rows` rows.
  fileprivate static func joined(_ chunks: [CellStore], _ column: Int, rows: Int) -> ColumnFindings {
    chunks.reduce(into: ColumnFindings()) { all, chunk in
      all.append(chunk.columns[column])
      guard let part = chunk.columns[column].missing else { return }
      all.missing = all.missing ?? MissingRows(rows: rows)
      all.missing!.insert(part, offset: chunk.rows.lowerBound)
    }
  }
}

extension ThreadTeam {
  /// Calls `work` once for each index below `count` and returns the results in the order of the indices.
  func map<Result>(_ count: Int, _ work: (Int) -> Result) -> [Result] {
    if count == 1 { return [work(0)] }
    return [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
      let start = results.baseAddress
      deal(count) { index, _ in (start! + index).initialize(to: work(index)) }
      initializedCount = count
    }
  }
}
