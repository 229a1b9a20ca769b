/// The few rows of a table that show the extremes and categories of its columns, gathered piece by piece.
///
/// They contain every column's smallest and largest number, each of its categories, and a missing value where
/// it has any. What is fitted to extremes and categories alone, such as min-max scaling and one-hot encoding,
/// is the same for them as for the whole table.
package struct ExtremeRows {
  /// The rows, in the order in which they were found; `nil` before the first.
  package private(set) var frame: DataFrame?
  private let isCategory: (Column) -> Bool
  private var columns: [String: Seen] = [:]

  /// What has been seen of a column.
  private struct Seen {
    var range: ClosedRange<Double>?
    var categories: Set<String> = []
    var hasMissing = false
  }

  /// - Parameter isCategory: whether all of a column's distinct values are needed, and not only its extremes.
  package init(isCategory: @escaping (Column) -> Bool) { self.isCategory = isCategory }

  /// Examines more rows.
  ///
  /// - Throws: `TabularError.columnsDiffer`, `.typesDiffer` where they are not of the same table.
  package mutating func add(_ more: DataFrame) throws(TabularError) {
    var places: Set<Int> = []
    for column in more.columns {
      var seen = columns[column.name] ?? Seen()
      if column.missingCount > 0 && !seen.hasMissing {
        seen.hasMissing = true
        if let row = (0..<column.count).first(where: column.isMissing) { places.insert(row) }
      }
      if isCategory(column) || column.type == .text || column.type == .boolean {
        Self.addCategories(of: column, &seen, &places)
      } else {
        Self.addExtremes(of: column, &seen, &places)
      }
      columns[column.name] = seen
    }
    guard !places.isEmpty || frame == nil else { return }
    let rows = more[rows: places.sorted()]
    frame = try frame.map { earlier throws(TabularError) in try earlier.appending(rows) } ?? rows
  }

  private static func addCategories(
    of column: Column, _ seen: inout Seen, _ places: inout Set<Int>
  ) {
    func add<Value>(_ values: [Value], _ name: (Value) -> String) {
      for (row, value) in values.enumerated() where !column.isMissing(row) {
        if seen.categories.insert(name(value)).inserted { places.insert(row) }
      }
    }
    switch column.storage {
    case .text(let values): add(values) { $0 }
    case .boolean(let values): add(values) { "\($0)" }
    case .integer(let values): add(values) { "\($0)" }
    case .number(let values): add(values) { "\($0)" }
    }
  }

  private static func addExtremes(
    of column: Column, _ seen: inout Seen, _ places: inout Set<Int>
  ) {
    let missing = column.missingCount > 0
    func find<Value: Comparable>(_ values: [Value], _ number: (Value) -> Double) {
      var extremes: (low: Int, high: Int)?
      for row in values.indices where !missing || !column.isMissing(row) {
        guard let known = extremes else {
          extremes = (row, row)
          continue
        }
        if values[row] < values[known.low] { extremes!.low = row }
        if values[row] > values[known.high] { extremes!.high = row }
      }
      guard let extremes else { return }
      for row in [extremes.low, extremes.high] {
        let value = number(values[row])
        guard let range = seen.range else {
          seen.range = value...value
          places.insert(row)
          continue
        }
        guard !range.contains(value) else { continue }
        seen.range = min(range.lowerBound, value)...max(range.upperBound, value)
        places.insert(row)
      }
    }
    switch column.storage {
    case .integer(let values): find(values) { Double($0) }
    case .number(let values): find(values) { $0 }
    case .text, .boolean: break
    }
  }
}
