extension DataFrame {
  /// The rows of this frame and below them those of another, whose columns are found by name.
  ///
  /// An integer column and a number column give a number column. The rows of the result are numbered afresh.
  /// - Throws: `TabularError.columnsDiffer` where one frame has a column that the other has not,
  ///   `.typesDiffer` where a column's types do not go together.
  public func appending(_ other: DataFrame) throws(TabularError) -> DataFrame {
    if columns.isEmpty && rowCount == 0 { return DataFrame(columns: other.columns) }
    let absent = columnNames.filter { other.index(ofColumn: $0) == nil }
    let extra = other.columnNames.filter { index(ofColumn: $0) == nil }
    guard absent.isEmpty && extra.isEmpty else { throw .columnsDiffer(absent: absent, extra: extra) }
    var joined: [Column] = []
    for column in columns { joined.append(try column.appending(try other[column.name])) }
    return DataFrame(columns: joined, rowCount: rowCount + other.rowCount, rowNumbers: nil)
  }
}

extension Column {
  fileprivate func appending(_ other: Column) throws(TabularError) -> Column {
    let joined: Storage
    switch (storage, other.storage) {
    case (.integer(let a), .integer(let b)): joined = .integer(a + b)
    case (.text(let a), .text(let b)): joined = .text(a + b)
    case (.boolean(let a), .boolean(let b)): joined = .boolean(a + b)
    case (.number, .number), (.integer, .number), (.number, .integer):
      let values = try values(as: Double.self) + other.values(as: Double.self)
      joined = .number(values.map { $0 ?? Double.placeholder })
    default: throw .typesDiffer(column: name, type: type, other: other.type)
    }
    var missing = MissingRows(rows: count + other.count)
    for row in 0..<count where isMissing(row) { missing.insert(row) }
    for row in 0..<other.count where other.isMissing(row) { missing.insert(count + row) }
    var result = replacing(storage: joined, missing: missing)
    if other.derivation != derivation { result.derivation = nil }
    return result
  }
}
