extension DataFrame {
  /// The numbers of the rows that repeat an earlier row exactly; the first of equal rows is not included.
  ///
  ///     let distinct = wine.dropping(rows: wine.duplicateRows())
  ///
  /// Two missing values are equal, and so are two NaNs.
  public func duplicateRows() -> [Int] { duplicateRows(hashMask: .max) }

  /// The rows, each once: of equal rows the first, with its number.
  ///
  /// Two missing values are equal, and so are two NaNs.
  public func unique() -> DataFrame { unique(by: columns) }

  /// The first row of each combination of values in some columns, with its number.
  ///
  ///     try wine.unique(on: ["quality"])
  ///
  /// - Throws: `TabularError.unknownColumn`; `.repeatedColumn` where a name is given twice.
  /// Source: pandas, `DataFrame.drop_duplicates`.
  public func unique(on names: [String]) throws(TabularError) -> DataFrame {
    unique(by: try selecting(columns: names).columns)
  }

  private func unique(by columns: [Column]) -> DataFrame {
    let isRepeated = repetitions(of: columns, hashMask: .max)
    return self[rows: isRepeated.indices.filter { !isRepeated[$0] }]
  }

  /// - Parameter hashMask: the bits of a row's hash that are used. No result depends on it.
  package func duplicateRows(hashMask: UInt64) -> [Int] {
    let isRepeated = repetitions(of: columns, hashMask: hashMask)
    return rowNumbers(at: isRepeated.indices.filter { isRepeated[$0] })
  }

  /// For each row whether it repeats an earlier one in some columns.
  private func repetitions(of columns: [Column], hashMask: UInt64) -> [Bool] {
    var isRepeated = [Bool](repeating: false, count: rowCount)
    var index = RowIndex(columns: columns, rowCount: rowCount, hashMask: hashMask)
    index.insert(RowWalk(over: [], rowCount: rowCount)) { row, _ in isRepeated[row] = true }
    return isRepeated
  }

  /// The numbers of this frame's rows that occur in another frame exactly.
  ///
  ///     let seen = try validation.rowsOccurring(in: train)
  ///     let unseen = validation.dropping(rows: seen)
  ///
  /// All columns of this frame are compared, found in the other by name; the other's further columns are not.
  /// An integer equals a number of its value, a missing value a missing value, and a NaN a NaN.
  /// - Throws: `TabularError.unknownColumn` where the other frame lacks a column.
  public func rowsOccurring(in other: DataFrame) throws(TabularError) -> [Int] {
    let occurs = try occurrences(in: other)
    return rowNumbers(at: occurs.indices.filter { occurs[$0] })
  }

  /// For each row whether it occurs in another frame exactly, as in ``rowsOccurring(in:)``.
  ///
  /// - Parameter hashMask: the bits of a row's hash that are used. No result depends on it.
  /// - Throws: `TabularError.unknownColumn` where the other frame lacks a column.
  package func occurrences(
    in other: DataFrame, hashMask: UInt64 = .max
  ) throws(TabularError) -> [Bool] {
    let counterparts = try other.selecting(columns: columnNames).columns
    // The index holds these rows, which in general are fewer; of equal rows, the first.
    var index = RowIndex(columns: columns, rowCount: rowCount, hashMask: hashMask)
    let walk = RowWalk(over: columns, rowCount: rowCount)
    index.insert(walk)
    var occurs = [Bool](repeating: false, count: rowCount)
    index.find(RowWalk(over: counterparts, rowCount: other.rowCount), of: counterparts) { occurs[$1] = true }
    index.find(walk, of: columns) { row, indexed in occurs[row] = occurs[indexed] }
    return occurs
  }
}
