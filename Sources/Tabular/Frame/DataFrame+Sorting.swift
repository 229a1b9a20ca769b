extension DataFrame {
  /// The direction of a sort.
  public enum Order: Sendable {
    case ascending, descending
  }

  /// The rows sorted by one column.
  ///
  /// Equal rows keep their order. In both directions NaNs come after all other numbers, and missing values
  /// last. Texts are in the order of their Unicode scalars, `false` before `true`.
  /// - Parameter name: the column.
  /// - Parameter order: the direction. Default: ascending.
  /// - Throws: `TabularError.unknownColumn`.
  public func sorted(on name: String, order: Order = .ascending) throws(TabularError) -> DataFrame {
    try sorted(on: [name], order: order)
  }

  /// The rows sorted by several columns, the first of which is the most significant.
  ///
  /// - Parameter names: the columns.
  /// - Parameter order: the direction in all of them. Default: ascending.
  /// - Throws: `TabularError.unknownColumn`.
  public func sorted(on names: [String], order: Order = .ascending) throws(TabularError) -> DataFrame {
    var places = Array(0..<rowCount)
    // Sorting by the least important column first works because each sort keeps the order of equal rows.
    for name in names.reversed() { places = try self[name].sorting(places, order) }
    return self[rows: places]
  }
}

extension Column {
  /// The row indices in the order of their values.
  fileprivate func sorting(_ places: [Int], _ order: DataFrame.Order) -> [Int] {
    var present = places
    var last: [Int] = []
    if let missing {
      present = places.filter { !missing.contains($0) }
      last = places.filter { missing.contains($0) }
    }
    switch storage {
    case .integer(let values): return Self.sorting(present, by: values, order) + last
    case .number(let values):
      let numbers = present.filter { !values[$0].isNaN }
      return Self.sorting(numbers, by: values, order) + present.filter { values[$0].isNaN } + last
    case .text(let texts):
      let sorted =
        texts.codes == nil
        ? Self.sorting(present, by: Array(texts), order)
        : Self.sorting(present, by: distinctValues()!.codes, order)
      return sorted + last
    case .boolean(let values): return Self.sorting(present, by: values.map { $0 ? 1 : 0 }, order) + last
    }
  }

  private static func sorting<Value: Comparable>(
    _ places: [Int], by values: [Value], _ order: DataFrame.Order
  ) -> [Int] {
    let keys = places.map { values[$0] }
    // The standard library does not guarantee that its sort is stable: the position decides between equals.
    let positions =
      switch order {
      case .ascending: keys.indices.sorted { keys[$0] < keys[$1] || keys[$0] == keys[$1] && $0 < $1 }
      case .descending: keys.indices.sorted { keys[$0] > keys[$1] || keys[$0] == keys[$1] && $0 < $1 }
      }
    return positions.map { places[$0] }
  }
}
