/// A statistic of the rows of each group.
///
/// Missing values are left out, and so are NaNs, as in pandas.
public struct Aggregate: Sendable {
  /// What its column is called.
  public let name: String
  private let source: String?
  private let statistic: Statistic

  private enum Statistic: Sendable {
    case rows, count, sum, minimum, maximum
    /// A statistic of one number or more; `nil` where they have none.
    case ofNumbers(String, @Sendable ([Double]) -> Double?)
  }

  private init(_ statistic: Statistic, _ source: String?, name: String) {
    (self.statistic, self.source, self.name) = (statistic, source, name)
  }

  /// The number of rows, as the column `count`.
  public static var count: Aggregate { Aggregate(.rows, nil, name: "count") }

  /// The number of values that are not missing.
  public static func count(_ column: String) -> Aggregate {
    Aggregate(.count, column, name: "count(\(column))")
  }

  /// The sum, of integers and booleans an integer; 0 where there is no value.
  public static func sum(_ column: String) -> Aggregate { Aggregate(.sum, column, name: "sum(\(column))") }

  /// The smallest value, of any type.
  public static func minimum(_ column: String) -> Aggregate {
    Aggregate(.minimum, column, name: "min(\(column))")
  }

  /// The largest value, of any type.
  public static func maximum(_ column: String) -> Aggregate {
    Aggregate(.maximum, column, name: "max(\(column))")
  }

  /// Σ x / n.
  public static func mean(_ column: String) -> Aggregate { ofNumbers("mean", column) { $0.mean } }

  /// √(Σ (x − mean)² / (n − 1)); missing for a single value.
  public static func standardDeviation(_ column: String) -> Aggregate {
    ofNumbers("sd", column) { $0.sampleStandardDeviation }
  }

  /// The value below which half of the values lie, by linear interpolation.
  public static func median(_ column: String) -> Aggregate {
    ofNumbers("median", column) { $0.quantilesOfUnsorted([0.5])[0] }
  }

  /// The value below which a share of the values lies, by linear interpolation.
  ///
  /// - Precondition: a share in [0, 1].
  public static func quantile(_ share: Double, _ column: String) -> Aggregate {
    precondition(share >= 0 && share <= 1, "A share lies in [0, 1], received \(share).")
    return ofNumbers("quantile \(share)", column) { $0.quantilesOfUnsorted([share])[0] }
  }

  private static func ofNumbers(
    _ name: String, _ column: String, _ value: @escaping @Sendable ([Double]) -> Double?
  ) -> Aggregate {
    Aggregate(.ofNumbers(name, value), column, name: "\(name)(\(column))")
  }

  /// The same statistic, its column called otherwise.
  public func named(_ name: String) -> Aggregate { Aggregate(statistic, source, name: name) }
}

extension Aggregate {
  /// The statistic of each group.
  func column(of groups: RowGrouping) throws(TabularError) -> Column {
    guard let source else {
      return Column(name: name, groups.indices.map { groups.rows(ofGroup: $0).count })
    }
    let column = try groups.frame[source].takingNaNForMissing
    switch statistic {
    case .rows, .count:
      return Column(
        name: name,
        groups.indices.map { group in groups.rows(ofGroup: group).count { !column.isMissing($0) } })
    case .sum: return try sum(column, groups)
    case .minimum: return extreme(column, groups, isLargest: false)
    case .maximum: return extreme(column, groups, isLargest: true)
    case .ofNumbers(let statistic, let value):
      let numbers = try numbers(column, statistic)
      return Column(
        name: name,
        groups.indices.map { group in
          let present = Self.present(numbers, column, groups, group)
          return present.isEmpty ? nil : value(present)
        })
    }
  }

  private func numbers(_ column: Column, _ statistic: String) throws(TabularError) -> [Double] {
    guard let numbers = try? column.storedValues(as: Double.self) else {
      throw .rows(.noNumbers(column: column.name, statistic: statistic))
    }
    return numbers
  }

  /// The values of a group's rows that are not missing.
  private static func present<Value>(
    _ values: [Value], _ column: Column, _ groups: RowGrouping, _ group: Int
  ) -> [Value] {
    let rows = groups.rows(ofGroup: group)
    guard column.missingCount > 0 else { return rows.map { values[$0] } }
    return rows.compactMap { column.isMissing($0) ? nil : values[$0] }
  }

  private func sum(_ column: Column, _ groups: RowGrouping) throws(TabularError) -> Column {
    let integers: [Int]
    switch column.storage {
    case .integer(let values): integers = values
    case .boolean(let values): integers = values.map { $0 ? 1 : 0 }
    case .number, .text:
      let numbers = try numbers(column, "sum")
      return Column(
        name: name, groups.indices.map { Self.present(numbers, column, groups, $0).reduce(0, +) })
    }
    var sums: [Int] = []
    for group in groups.indices {
      var total = 0
      for value in Self.present(integers, column, groups, group) {
        let (sum, overflow) = total.addingReportingOverflow(value)
        if overflow { throw .rows(.sumOverflows(column: column.name)) }
        total = sum
      }
      sums.append(total)
    }
    return Column(name: name, sums)
  }

  /// The smallest or the largest value of each group; missing where it has none.
  private func extreme(_ column: Column, _ groups: RowGrouping, isLargest: Bool) -> Column {
    func rows<Value: Comparable>(_ values: [Value]) -> [Int] {
      groups.indices.map { group in
        let present = groups.rows(ofGroup: group).lazy.filter { !column.isMissing($0) }
        let found =
          isLargest
          ? present.max { values[$0] < values[$1] } : present.min { values[$0] < values[$1] }
        return found ?? -1
      }
    }
    let places =
      switch column.storage {
      case .integer(let values): rows(values)
      case .number(let values): rows(values)
      case .text, .boolean: rows(column.distinctValues()!.codes)
      }
    let found = column.selecting(rowsOrNone: places)
    return Column(name: name, storage: found.storage, missing: found.missing)
  }
}
