extension DataFrame {
  /// A range of rows, counted from 0.
  ///
  /// - Precondition: the range lies within the frame.
  public subscript(rows range: Range<Int>) -> DataFrame {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rowCount, "Rows \(range) of a frame of \(rowCount) rows.")
    return taking(rows: range)
  }

  /// A range of rows, counted from 0: `frame[rows: 10...]`, `frame[rows: ..<10]`.
  public subscript(rows range: some RangeExpression<Int>) -> DataFrame {
    self[rows: range.relative(to: 0..<rowCount)]
  }

  /// The rows at the given indices, in their order. An index may be repeated.
  ///
  /// - Precondition: the indices lie within the frame.
  public subscript(rows places: [Int]) -> DataFrame {
    for place in places {
      precondition(place >= 0 && place < rowCount, "Row \(place) of a frame of \(rowCount) rows.")
    }
    return taking(rows: places)
  }

  private func taking(rows: some RandomAccessCollection<Int>) -> DataFrame {
    DataFrame(
      columns: columns.map { $0.selecting(rows: rows) }, rowCount: rows.count,
      rowNumbers: RowNumbers(rowNumbers(at: rows)))
  }

  /// A view of the rows at the given indices: it shares the columns, whose values are gathered when they are
  /// requested.
  ///
  /// It is meant for rows that are read some at a time: `Column.storage` of a view copies at each call.
  /// - Precondition: the indices lie within the frame.
  package func viewing(rows: RowPlaces) -> DataFrame {
    precondition(
      rows.values.max().map { $0 < rowCount } ?? true,
      "A view of a frame of \(rowCount) rows has indices below that, received \(rows.values.max()!).")
    // The columns of a view share their indices, and should do so here too.
    var (known, chosen): (RowPlaces?, RowPlaces) = (nil, rows)
    let views = columns.map { column in
      if column.places !== known {
        known = column.places
        chosen = known?.selecting(rows) ?? rows
      }
      return column.viewing(chosen, rows: rows)
    }
    return DataFrame(
      columns: views, rowCount: rows.count,
      rowNumbers: storedRowNumbers?.selecting(rows) ?? RowNumbers(nil, places: rows))
  }

  /// A copy of the rows at the given indices.
  func copying(rows: RowPlaces) -> DataFrame { self[rows: rows.values.map { Int($0) }] }

  /// A view of the rows for which the closure returns `true`.
  package func viewing(where isIncluded: (Int) -> Bool) -> DataFrame {
    viewing(rows: RowPlaces(below: rowCount, where: isIncluded))
  }

  /// The frame without the rows of the given numbers (see `rowNumbers`), in the same order.
  ///
  ///     let train = wine.sample(fraction: 0.7, seed: 0)
  ///     let validation = wine.dropping(rows: train.rowNumbers)
  ///
  /// - Precondition: every number is the number of a row of this frame.
  public func dropping(rows numbers: some Sequence<Int>) -> DataFrame {
    let own = rowNumbers
    let dropped = Set(numbers)
    let kept = own.indices.filter { !dropped.contains(own[$0]) }
    precondition(
      kept.count + dropped.count <= rowCount,
      "Rows to drop are rows of the frame, received \(dropped.subtracting(own).first ?? -1).")
    return self[rows: kept]
  }

  /// The rows for whose value in one column the closure returns `true`; a missing value is passed as `nil`.
  ///
  ///     try wine.filter(on: "quality", Int.self) { $0 ?? 0 >= 6 }
  ///
  /// - Throws: `TabularError.unknownColumn`, `TabularError.wrongType`.
  public func filter<Value: ColumnValue>(
    on name: String, _ type: Value.Type, _ isIncluded: (Value?) -> Bool
  ) throws(TabularError) -> DataFrame {
    let values = try self[name].values(as: type)
    return self[rows: values.indices.filter { isIncluded(values[$0]) }]
  }

  /// The rows of this frame and below them those of another, whose columns are found by name.
  ///
  /// An integer column and a number column become a number column. The result's rows are numbered from 0.
  /// - Throws: `TabularError.columnsDiffer` where one frame has a column that the other lacks, `.typesDiffer`
  ///   where a column's types are incompatible.
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

extension DataFrame {
  /// Calls `body`, whose errors count rows within this frame; they are thrown with the numbers of the rows.
  package func numberingRows<Result>(
    _ body: () throws(TabularError) -> Result
  ) throws(TabularError) -> Result {
    do throws(TabularError) { return try body() } catch { throw error.mappingRow { rowNumbers(at: [$0])[0] } }
  }

  /// The number of the row at an index.
  package func rowNumber(at place: Int) -> Int { storedRowNumbers?[place] ?? place }

  /// The frame with rows numbered from a first number on.
  package func numbered(from first: Int) -> DataFrame {
    DataFrame(
      columns: columns, rowCount: rowCount, rowNumbers: RowNumbers(Array(first..<first + rowCount)))
  }
}
