/// Looks at all cells of a file without keeping any, so that the columns' types are certain.
struct CSVSurvey {
  private let pass: CSVPass

  /// The rows whose values are in memory at a time, one column's over another's.
  private static let rowsAtATime = 1024

  init(_ pass: CSVPass) { self.pass = pass }

  /// Makes the types and the layout those of the whole file.
  ///
  /// - Returns: what was found, a column each.
  /// - Throws: the fault that stands first in the file.
  func settle(
    _ plans: inout [ColumnPlan], _ layout: inout CSVLayout
  ) throws(RecordFault) -> [ColumnFindings?] {
    var findings = try findings(plans, &layout)
    let widened = plans.widen(by: findings)
    // In a column that is text after all, the cells that are numbers have to be counted.
    if widened.contains(where: { $0.type == .text }) {
      for (place, found) in try self.findings(widened, &layout).enumerated() where found != nil {
        findings[place] = found
      }
    }
    try plans.refuseOverflows(in: findings)
    for place in plans.indices where plans[place].type != nil { plans[place].isGiven = true }
    return findings
  }

  private func findings(
    _ plans: [ColumnPlan], _ layout: inout CSVLayout
  ) throws(RecordFault) -> [ColumnFindings?] {
    let chunks = try pass.fitting(&layout) { layout throws(RecordFault) in
      try pass.readChunks(of: layout) { read($0, plans) }
    }
    return plans.enumerated().map { column, plan in
      plan.type.map { _ in chunks.reduce(into: ColumnFindings()) { $0.append($1.columns[column].findings) } }
    }
  }

  /// Reads a chunk some rows at a time.
  private func read(_ chunk: CSVLayout.Chunk, _ plans: [ColumnPlan]) -> CSVPass.ChunkResult {
    // Any value but a text takes eight bytes at most.
    withUnsafeTemporaryAllocation(byteCount: 8 * Self.rowsAtATime, alignment: 8) { values in
      let sinks = plans.map { plan in
        plan.type.map {
          CellSink($0, values: $0 == .text ? nil : values.baseAddress, isGiven: plan.isGiven)
        } ?? .skip
      }
      let blank = pass.reader(sinks)
      var result = CSVPass.ChunkResult(blank, end: chunk.start)
      var row = chunk.rows.lowerBound
      while row < chunk.rows.upperBound {
        var reader = blank
        let most = min(Self.rowsAtATime, chunk.rows.upperBound - row)
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
}
