extension Column: Equatable {
  /// Whether two columns have the same name, type and values.
  ///
  /// A missing value equals a missing one and a NaN a NaN, as they do in pandas's `equals`.
  public static func == (left: Column, right: Column) -> Bool {
    left.name == right.name && left.type == right.type && left.count == right.count
      && (0..<left.count).allSatisfy { left.holds($0, equalTo: $0, of: right) }
  }

  /// Whether a cell of this column and one of another hold the same value, whatever the columns' names.
  ///
  /// An integer equals a number of exactly its value.
  func holds(_ row: Int, equalTo otherRow: Int, of other: Column) -> Bool {
    let isMissing = isMissing(row)
    if isMissing || other.isMissing(otherRow) { return isMissing && other.isMissing(otherRow) }
    return switch (storage, other.storage) {
    case (.integer(let a), .integer(let b)): a[row] == b[otherRow]
    case (.number(let a), .number(let b)):
      a[row] == b[otherRow] || a[row].isNaN && b[otherRow].isNaN
    case (.integer(let a), .number(let b)): a[row] == Int(exactly: b[otherRow])
    case (.number(let a), .integer(let b)): Int(exactly: a[row]) == b[otherRow]
    case (.text(let a), .text(let b)): a[row] == b[otherRow]
    case (.boolean(let a), .boolean(let b)): a[row] == b[otherRow]
    default: false
    }
  }
}

extension DataFrame: Equatable {
  /// Whether two frames have equal columns in the same order. Their row numbers may differ.
  public static func == (left: DataFrame, right: DataFrame) -> Bool {
    left.rowCount == right.rowCount && left.columns == right.columns
  }
}
