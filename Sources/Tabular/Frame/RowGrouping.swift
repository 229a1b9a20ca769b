/// The rows of a frame in groups of equal values in some columns, the keys.
///
///     let groups = try wine.grouped(by: "quality")
///     try groups.means("alcohol")              // a row for each quality: quality, mean(alcohol)
///     for (key, group) in groups { print(try key["quality", Int.self]!, group.rowCount) }
///
/// It is a collection of groups, in the order of their keys.
public struct RowGrouping: Sendable {
  /// The groups' keys: a row for each group, a column for each key.
  public let keys: DataFrame
  let frame: DataFrame
  /// The indices of the rows, group by group, in their order within each.
  let rows: [Int]
  /// Where each group begins in `rows`, and where the last one ends.
  let starts: [Int]
}

extension RowGrouping: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { starts.count - 1 }

  /// A group's key, a row of ``keys``, and its rows, with their numbers.
  ///
  /// - Precondition: the group exists.
  public subscript(index: Int) -> (key: DataFrame.Row, group: DataFrame) {
    (keys.rows[index], frame[rows: Array(rows(ofGroup: index))])
  }

  func rows(ofGroup index: Int) -> ArraySlice<Int> { rows[starts[index]..<starts[index + 1]] }
}

extension DataFrame {
  /// The rows in groups of equal values in a column.
  ///
  ///     try penguins.grouped(by: "species").means("body_mass_g")
  ///
  /// As in pandas, groups are in the ascending order of their keys, and rows without a key are left out; NaN counts as
  /// missing. Texts are in the order of their Unicode scalars, `false` before `true`.
  /// - Parameters:
  ///   - name: the column.
  ///   - isSorted: whether the groups are sorted by their keys. Default: yes; otherwise they are in the order in which
  ///     they first occur.
  ///   - keepsMissing: whether rows without a key are a group, the last one where groups are sorted. Default: no.
  /// - Throws: `TabularError.unknownColumn`.
  /// Source: pandas, `DataFrame.groupby`.
  public func grouped(
    by name: String, isSorted: Bool = true, keepsMissing: Bool = false
  ) throws(TabularError) -> RowGrouping {
    try grouped(by: [name], isSorted: isSorted, keepsMissing: keepsMissing)
  }

  /// The rows in groups of equal values in several columns, the first of which is the most significant in the order.
  ///
  /// Parameters and defaults are those of a single column; a row is left out where one of the keys is missing.
  /// - Throws: `TabularError.unknownColumn`; `.repeatedColumn` where a name is given twice.
  /// - Precondition: there is a key.
  public func grouped(
    by names: [String], isSorted: Bool = true, keepsMissing: Bool = false
  ) throws(TabularError) -> RowGrouping {
    precondition(!names.isEmpty, "Rows are grouped by a column or more, received none.")
    let columns = try keyColumns(names)
    // For every row the first one that equals it.
    var first = Array(0..<rowCount)
    var index = RowIndex(columns: columns, rowCount: rowCount)
    index.insert(RowWalk(over: [], rowCount: rowCount)) { row, indexed in first[row] = indexed }
    let incomplete = keepsMissing ? [] : columns.filter { $0.missingCount > 0 }
    var representatives = first.indices.filter { row in
      first[row] == row && incomplete.allSatisfy { !$0.isMissing(row) }
    }
    var keys = DataFrame(columns: columns.map { $0.selecting(rows: representatives) })
    if isSorted {
      keys = try keys.sorted(on: names)
      representatives = keys.rowNumbers.map { representatives[$0] }
    }
    var groups = [Int](repeating: -1, count: rowCount)
    for (group, row) in representatives.enumerated() { groups[row] = group }
    for row in first.indices { groups[row] = groups[first[row]] }
    let (rows, starts) = Self.rows(of: groups, count: representatives.count)
    return RowGrouping(keys: DataFrame(columns: keys.columns), frame: self, rows: rows, starts: starts)
  }

  /// The rows of each group, one group after the other, and where each begins.
  ///
  /// - Parameter groups: the group of every row; negative where it has none.
  private static func rows(of groups: [Int], count: Int) -> (rows: [Int], starts: [Int]) {
    var starts = [Int](repeating: 0, count: count + 1)
    for group in groups where group >= 0 { starts[group + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var ends = starts
    var rows = [Int](repeating: 0, count: starts[count])
    for (row, group) in groups.enumerated() where group >= 0 {
      rows[ends[group]] = row
      ends[group] += 1
    }
    return (rows, starts)
  }
}

extension RowGrouping {
  /// The keys and statistics of each group's rows, a column for each.
  ///
  ///     try groups.aggregated([.count, .mean("alcohol"), .maximum("pH").named("highest pH")])
  ///
  /// - Throws: `TabularError.unknownColumn`; `.repeatedColumn` where a name is taken; `.rows` where a column has no
  ///   such statistic.
  public func aggregated(_ aggregates: [Aggregate]) throws(TabularError) -> DataFrame {
    var columns: [Column] = []
    for aggregate in aggregates { columns.append(try aggregate.column(of: self)) }
    return try keys.appending(columns: columns)
  }

  /// The keys and what a closure makes of the values that each group has in a column.
  ///
  ///     try groups.aggregated(on: "alcohol", Double.self, into: "range") { values in
  ///       values.max()! - values.min()!
  ///     }
  ///
  /// - Parameters:
  ///   - name: the column.
  ///   - type: the Swift type of its values.
  ///   - result: what the new column is called. Default: as the column.
  ///   - transform: takes a group's values that are not missing, NaNs left out, and returns `nil` for a missing result. It is not
  ///     called for a group without a value, whose result is missing.
  /// - Throws: `TabularError.unknownColumn`, `.wrongType`, `.repeatedColumn`; what the closure throws.
  public func aggregated<Value: ColumnValue, Result: ColumnValue>(
    on name: String, _ type: Value.Type, into result: String? = nil,
    transform: ([Value]) throws -> Result?
  ) throws -> DataFrame {
    let values = try frame[name].takingNaNForMissing.values(as: type)
    let results = try indices.map { group in
      let present = rows(ofGroup: group).compactMap { values[$0] }
      return present.isEmpty ? nil : try transform(present)
    }
    return try keys.appending(column: Column(name: result ?? name, results))
  }

  /// The keys and the number of each group's rows, in the column `count`.
  ///
  /// - Parameter order: the order of the counts. Default: that of the groups.
  /// - Throws: `TabularError.repeatedColumn` where a key has that name.
  public func counts(order: DataFrame.Order? = nil) throws(TabularError) -> DataFrame {
    try statistic(.count, order)
  }

  /// The keys and the sum of each group's values in a column, in the column `sum(NAME)`; 0 where all are missing.
  ///
  /// - Parameters:
  ///   - name: a column of integers, numbers or booleans.
  ///   - order: the order of the sums. Default: that of the groups.
  /// - Throws: as ``aggregated(_:)``.
  public func sums(_ name: String, order: DataFrame.Order? = nil) throws(TabularError) -> DataFrame {
    try statistic(.sum(name), order)
  }

  /// The keys and the mean of each group's values in a column, in the column `mean(NAME)`; missing where all are.
  ///
  /// Parameters and errors are those of ``sums(_:order:)``.
  public func means(_ name: String, order: DataFrame.Order? = nil) throws(TabularError) -> DataFrame {
    try statistic(.mean(name), order)
  }

  /// The keys and the smallest of each group's values in a column of any type, in the column `min(NAME)`; missing
  /// where all are.
  ///
  /// Parameters and errors are those of ``sums(_:order:)``.
  public func minimums(_ name: String, order: DataFrame.Order? = nil) throws(TabularError) -> DataFrame {
    try statistic(.minimum(name), order)
  }

  /// The keys and the largest of each group's values in a column of any type, in the column `max(NAME)`; missing where
  /// all are.
  ///
  /// Parameters and errors are those of ``sums(_:order:)``.
  public func maximums(_ name: String, order: DataFrame.Order? = nil) throws(TabularError) -> DataFrame {
    try statistic(.maximum(name), order)
  }

  private func statistic(
    _ aggregate: Aggregate, _ order: DataFrame.Order?
  ) throws(TabularError) -> DataFrame {
    let result = try aggregated([aggregate])
    guard let order else { return result }
    return DataFrame(columns: try result.sorted(on: aggregate.name, order: order).columns)
  }
}

extension Column {
  /// The values, each once, in the order in which they first occur; a missing one among them, where there is one.
  public func distinct() -> Column { DataFrame(columns: [self]).unique().columns[0] }

  /// The values, each once, and how many rows have them: the column itself and `count`, the most frequent first, and
  /// of equally frequent values the one that occurs first.
  ///
  ///     try penguins["species"].valueCounts()
  ///
  /// - Parameter keepsMissing: whether missing values are counted, too. Default: no.
  /// - Throws: `TabularError.repeatedColumn` where the column is itself called `count`.
  /// Source: pandas, `Series.value_counts`.
  public func valueCounts(keepsMissing: Bool = false) throws(TabularError) -> DataFrame {
    try DataFrame(columns: [self]).grouped(by: name, isSorted: false, keepsMissing: keepsMissing)
      .counts(order: .descending)
  }
}
