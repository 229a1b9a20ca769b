extension DataFrame {
  /// The numbers of the rows that repeat an earlier row exactly; the first of equal rows is not one.
  ///
  ///     let distinct = wine.dropping(rows: wine.duplicateRows())
  ///
  /// A missing value equals a missing one, and a NaN a NaN.
  public func duplicateRows() -> [Int] {
    var index = RowIndex(columns: columns, rowCount: rowCount)
    return rowNumbers(at: (0..<rowCount).filter { !index.insert($0) })
  }

  /// The numbers of this frame's rows that occur in another frame exactly.
  ///
  ///     let seen = try validation.rowsOccurring(in: train)
  ///     let unseen = validation.dropping(rows: seen)
  ///
  /// All columns of this frame count, found in the other by name; what else the other has does not. An
  /// integer equals a number of its value, a missing value a missing one, and a NaN a NaN.
  /// - Throws: `TabularError.unknownColumn` where the other frame lacks a column.
  public func rowsOccurring(in other: DataFrame) throws(TabularError) -> [Int] {
    let counterparts = try other.selecting(columns: columnNames).columns
    var index = RowIndex(columns: counterparts, rowCount: other.rowCount)
    for row in 0..<other.rowCount { _ = index.insert(row) }
    let hashes = RowIndex.hashes(of: columns, rowCount: rowCount)
    return rowNumbers(at: (0..<rowCount).filter { index.contains($0, of: columns, hash: hashes[$0]) })
  }
}
