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
    let (place, otherPlace) = (place(ofRow: row), other.place(ofRow: otherRow))
    return switch (base, other.base) {
    case (.integer(let a), .integer(let b)): a[place] == b[otherPlace]
    case (.number(let a), .number(let b)):
      a[place] == b[otherPlace] || a[place].isNaN && b[otherPlace].isNaN
    case (.integer(let a), .number(let b)): a[place] == Int(exactly: b[otherPlace])
    case (.number(let a), .integer(let b)): Int(exactly: a[place]) == b[otherPlace]
    case (.text(let a), .text(let b)): a[place] == b[otherPlace]
    case (.boolean(let a), .boolean(let b)): a[place] == b[otherPlace]
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
