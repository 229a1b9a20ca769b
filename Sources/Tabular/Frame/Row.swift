extension DataFrame {
  /// One row of a frame, whose cells are read by the columns' names.
  ///
  ///     for row in wine.rows {
  ///       let alcohol = try row["alcohol", Double.self]   // a Double?, nil where it is missing
  ///     }
  public struct Row: Sendable {
    let frame: DataFrame
    /// The row's index in its frame, counted from 0.
    public let index: Int

    /// The number that the row had in its original table, as in ``DataFrame/rowNumbers``.
    public var number: Int { frame.rowNumber(at: index) }

    /// The value of a column, of the column's own type; `nil` where it is missing.
    ///
    /// - Throws: `TabularError.unknownColumn` with the nearest name.
    public subscript(name: String) -> Column.Value? {
      get throws(TabularError) { frame.columns[try frame.place(ofColumn: name)][index] }
    }

    /// The value of a column as a Swift type; `nil` where it is missing. Integers and booleans (1 and 0) can be read
    /// as `Double` too.
    ///
    /// - Throws: `TabularError.unknownColumn` with the nearest name; `TabularError.wrongType`.
    public subscript<Value: ColumnValue>(name: String, type: Value.Type) -> Value? {
      get throws(TabularError) {
        try frame.columns[try frame.place(ofColumn: name)].value(ofRow: index, as: type)
      }
    }
  }

  /// The rows of a frame, a collection of ``Row``.
  public struct Rows: RandomAccessCollection, Sendable {
    let frame: DataFrame

    public var startIndex: Int { 0 }
    public var endIndex: Int { frame.rowCount }

    /// The row at an index.
    ///
    /// - Precondition: the row exists.
    public subscript(index: Int) -> Row {
      precondition(indices.contains(index), "Row \(index) of a frame of \(frame.rowCount) rows.")
      return Row(frame: frame, index: index)
    }
  }

  /// The rows, in their order.
  ///
  ///     let strong = try wine.rows.map { row in try row["alcohol", Double.self] ?? 0 > 12 }
  public var rows: Rows { Rows(frame: self) }

  /// The rows for which the closure returns `true`, with their numbers.
  ///
  ///     let good = try wine.filter { row in
  ///       try row["alcohol", Double.self] ?? 0 > 12 && row["quality", Int.self] ?? 0 >= 7
  ///     }
  ///
  /// To filter by one column, ``filter(on:_:_:)`` is faster.
  /// - Throws: what the closure throws.
  public func filter(_ isIncluded: (Row) throws -> Bool) rethrows -> DataFrame {
    var kept: [Int] = []
    for row in rows where try isIncluded(row) { kept.append(row.index) }
    return self[rows: kept]
  }

  /// The frame with a column that is computed from each row: instead of the one of the same name or, where there is
  /// none, as the last.
  ///
  ///     let wider = try wine.map(into: "free share") { row -> Double? in
  ///       guard let free = try row["free sulfur dioxide", Double.self],
  ///         let total = try row["total sulfur dioxide", Double.self]
  ///       else { return nil }
  ///       return free / total
  ///     }
  ///
  /// - Parameters:
  ///   - name: the column.
  ///   - transform: the value of a row; `nil` for a missing one.
  /// - Throws: what the closure throws.
  public func map<Value: ColumnValue>(
    into name: String, _ transform: (Row) throws -> Value?
  ) rethrows -> DataFrame {
    let column = Column(name: name, try rows.map(transform))
    var changed = columns
    if let place = index(ofColumn: name) { changed[place] = column } else { changed.append(column) }
    return replacing(columns: changed)
  }

  /// The first rows, or all where there are fewer.
  ///
  /// - Precondition: a count of 0 or more.
  public func prefix(_ count: Int) -> DataFrame { self[rows: 0..<min(count, rowCount)] }

  /// The last rows, or all where there are fewer.
  ///
  /// - Precondition: a count of 0 or more.
  public func suffix(_ count: Int) -> DataFrame { self[rows: max(rowCount - count, 0)..<rowCount] }

  /// The first rows, as pandas calls them: five by default.
  public func head(_ count: Int = 5) -> DataFrame { prefix(count) }

  /// The last rows, as pandas calls them: five by default.
  public func tail(_ count: Int = 5) -> DataFrame { suffix(count) }
}
