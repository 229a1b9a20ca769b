import LinearAlgebra
import Synchronization

/// What to do with one column of the file.
struct ColumnPlan {
  /// The type to read the cells as, or `nil` where the column is left out.
  var type: Column.ValueType?
  /// Whether the type is certain, so that a cell that does not fit is a fault.
  var isGiven = false
}

/// One column as a pass over the file has read it.
struct ReadColumn {
  let memory: ColumnMemory
  let findings: ColumnFindings
  let missing: MissingRows?

  func column(name: String) -> Column { Column(name: name, storage: memory.storage, missing: missing) }
}

/// Reads the records of a file in parallel.
struct CSVPass {
  let scanner: CSVScanner
  let cells: CellReader
  let team: ThreadTeam
  /// The file, where its memory can be released once it has been read.
  let source: CSVSource?

  /// What one thread has found in one chunk.
  struct ChunkResult {
    var columns: [CellStore.ColumnPart]
    var rows: Range<Int>
    /// Where the next record begins.
    var end: Int
    var fault: RecordFault?

    init(_ reader: RecordReader, end: Int) {
      (columns, rows, fault, self.end) = (reader.columns, reader.rows, reader.fault, end)
    }
  }

  func reader(_ sinks: [CellSink]) -> RecordReader {
    RecordReader(scanner: scanner, cells: cells, sinks: sinks)
  }

  /// Reads the columns that are planned; the others are `nil`.
  ///
  /// - Throws: the first fault in the file.
  func read(_ plans: [ColumnPlan], _ layout: inout CSVLayout) throws(RecordFault) -> [ReadColumn?] {
    try fitting(&layout, columns: plans.count) { layout throws(RecordFault) in
      try readOnce(plans, layout)?.columns
    }
  }

  /// Examines the cells of the planned columns without keeping their values.
  ///
  /// - Returns: what was found; `nil` for the other columns.
  /// - Throws: the first fault in the file.
  func examine(_ plans: [ColumnPlan], _ layout: inout CSVLayout) throws(RecordFault) -> [ColumnFindings?] {
    let chunks = try fitting(&layout, columns: plans.count) { layout throws(RecordFault) in
      try readChunks(of: layout) { examine($0, plans) }
    }
    return plans.indices.map { column in
      plans[column].type.map { _ in .joined(chunks, column) }
    }
  }

  /// Does work that returns `nil` where the layout does not fit the file; then again with the exact layout.
  private func fitting<Result>(
    _ layout: inout CSVLayout, columns: Int, _ work: (CSVLayout) throws(RecordFault) -> Result?
  ) throws(RecordFault) -> Result {
    if let result = try work(layout) { return result }
    let blind = reader([CellSink](repeating: .skip, count: columns))
    layout = .exact(blind, start: layout.start, limits: layout.chunks.map(\.limit))
    guard let result = try work(layout) else {
      preconditionFailure("The exact layout of a file fits it.")
    }
    return result
  }

  /// Reads the columns and returns where the records end, or `nil` where the layout does not fit the file.
  func readOnce(
    _ plans: [ColumnPlan], _ layout: CSVLayout
  ) throws(RecordFault) -> (columns: [ReadColumn?], end: Int)? {
    let rowCount = layout.rowCount
    let memories = plans.map { plan in plan.type.map { ColumnMemory(type: $0, rows: rowCount) } }
    let sinks = zip(plans, memories).map { plan, memory in
      plan.type.map { CellSink(action: .init($0), values: memory!.start, isGiven: plan.isGiven) } ?? .skip
    }
    let blank = reader(sinks)
    let results = try readChunks(of: layout) { chunk in
      var reader = blank
      let end = reader.read(from: chunk.start, to: chunk.limit, rows: chunk.rows)
      return ChunkResult(reader, end: end)
    }
    guard let results else { return nil }
    let columns = memories.enumerated().map { column, memory in
      memory.map { memory in
        var missing: MissingRows?
        for result in results {
          guard let part = result.columns[column].missing else { continue }
          missing = missing ?? MissingRows(rows: rowCount)
          missing!.insert(part, offset: result.rows.lowerBound)
        }
        return ReadColumn(memory: memory, findings: .joined(results, column), missing: missing)
      }
    }
    return (columns, results.last?.end ?? layout.start)
  }

  /// The rows whose values `examine` holds at a time, all columns in the same memory.
  private static let examinedRows = 1024

  private func examine(_ chunk: CSVLayout.Chunk, _ plans: [ColumnPlan]) -> ChunkResult {
    // Any value except a text takes at most eight bytes.
    withUnsafeTemporaryAllocation(byteCount: 8 * Self.examinedRows, alignment: 8) { values in
      let sinks = plans.map { plan in
        plan.type.map {
          CellSink(action: .init($0), values: $0 == .text ? nil : values.baseAddress, isGiven: plan.isGiven)
        } ?? .skip
      }
      let blank = reader(sinks)
      var result = ChunkResult(blank, end: chunk.start)
      var row = chunk.rows.lowerBound
      while row < chunk.rows.upperBound {
        var reader = blank
        let most = min(Self.examinedRows, chunk.rows.upperBound - row)
        result.end = reader.read(from: result.end, to: chunk.limit, rows: 0..<most)
        for column in sinks.indices {
          result.columns[column].findings.append(reader.columns[column].findings)
        }
        row += reader.rows.count
        result.fault = reader.fault
        if reader.rows.count < most { break }
      }
      result.rows = chunk.rows.lowerBound..<row
      return result
    }
  }

  /// Reads all chunks that have rows, or returns `nil` where one does not end where the next begins.
  private func readChunks(
    of layout: CSVLayout, _ read: @escaping (CSVLayout.Chunk) -> ChunkResult
  ) throws(RecordFault) -> [ChunkResult]? {
    // The first chunk after which nothing needs to be read. All chunks before it are read, in whichever order
    // the threads take them, so that the first fault in the file is the one reported.
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

extension ColumnFindings {
  /// What the chunks have found in a column.
  fileprivate static func joined(_ chunks: [CSVPass.ChunkResult], _ column: Int) -> ColumnFindings {
    chunks.reduce(into: ColumnFindings()) { $0.append($1.columns[column].findings) }
  }
}

extension ThreadTeam {
  /// Calls `work` once for each index below `count` and returns the results in the order of the indices.
  ///
  /// A lane that has finished takes the next index, so that uneven work is distributed evenly.
  func map<Result>(_ count: Int, _ work: @escaping (Int) -> Result) -> [Result] {
    if count == 1 { return [work(0)] }
    return [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
      let start = results.baseAddress
      let next = SharedInteger(0)
      run { _ in
        while true {
          let index = next.value.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= count { return }
          (start! + index).initialize(to: work(index))
        }
      }
      initializedCount = count
    }
  }
}

/// An integer that several threads change.
private final class SharedInteger: Sendable {
  let value: Atomic<Int>
  init(_ value: Int) { self.value = Atomic(value) }
}
