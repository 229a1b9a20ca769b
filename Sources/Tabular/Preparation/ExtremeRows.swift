/// The few rows of a table that show the extremes and categories of its columns, gathered piece by piece.
///
/// They contain every column's smallest and largest number, each of its categories, and a missing value where
/// it has any. What is fitted to extremes and categories alone, such as min-max scaling and one-hot encoding,
/// is the same for them as for the whole table.
package struct ExtremeRows {
  /// The rows, in the order in which they were found; `nil` before the first.
  package private(set) var frame: DataFrame?
  private let isCategory: (Column) -> Bool
  /// The number of categories beyond which a column gives no more rows: it has too many to be encoded.
  private let limit: Int
  /// Columns of which every category is needed, however many there are.
  private let classes: [String]
  private var numbers: [Int] = []
  private var columns: [String: Seen] = [:]

  /// What has been seen of a column.
  private struct Seen {
    var range: ClosedRange<Double>?
    var categories: Set<Column.Value> = []
    var hasMissing = false
  }

  /// - Parameters:
  ///   - limit: the number of categories beyond which more of them are not needed. Default: none.
  ///   - classes: columns of which all distinct values are needed, without a limit. Default: none.
  ///   - isCategory: whether a column's distinct values are needed, and not only its extremes.
  package init(limit: Int = .max, classes: [String] = [], isCategory: @escaping (Column) -> Bool) {
    self.limit = limit
    self.classes = classes
    self.isCategory = isCategory
  }

  /// Examines more rows. They keep their numbers.
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
      let isClass = classes.contains(column.name)
      if isClass || isCategory(column) || column.type == .text || column.type == .boolean {
        let limit = isClass ? .max : limit
        if seen.categories.count <= limit { Self.addCategories(of: column, limit, &seen, &places) }
      } else {
        Self.addExtremes(of: column, &seen, &places)
      }
      columns[column.name] = seen
    }
    guard !places.isEmpty || frame == nil else { return }
    let rows = more[rows: places.sorted()]
    let all = try frame.map { earlier throws(TabularError) in try earlier.appending(rows) } ?? rows
    numbers += rows.rowNumbers
    frame = DataFrame(columns: all.columns, rowCount: all.rowCount, rowNumbers: RowNumbers(numbers))
  }

  private static func addCategories(
    of column: Column, _ limit: Int, _ seen: inout Seen, _ places: inout Set<Int>
  ) {
    let (values, codes) = column.distinctValues()!
    var isNew = values.map { seen.categories.count <= limit && seen.categories.insert($0).inserted }
    for (row, code) in codes.enumerated() where code >= 0 && isNew[code] {
      isNew[code] = false
      places.insert(row)
    }
  }

  private static func addExtremes(of column: Column, _ seen: inout Seen, _ places: inout Set<Int>) {
    guard let values = Double.columnStorage.values(column.storage) else { return }
    let rows = values.indices.lazy.filter { !column.isMissing($0) }
    guard let low = rows.min(by: { values[$0] < values[$1] }),
      let high = rows.max(by: { values[$0] < values[$1] })
    else { return }
    for row in [low, high] where seen.range?.contains(values[row]) != true {
      let range = seen.range ?? values[row]...values[row]
      seen.range = min(range.lowerBound, values[row])...max(range.upperBound, values[row])
      places.insert(row)
    }
  }
}
