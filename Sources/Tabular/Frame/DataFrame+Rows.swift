extension DataFrame {
  /// The rows of a range of places, counted from 0.
  ///
  /// - Precondition: the range lies within the frame.
  public subscript(rows range: Range<Int>) -> DataFrame {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rowCount, "Rows \(range) of a frame of \(rowCount) rows.")
    return DataFrame(
      columns: columns.map { $0.selecting(rows: range) }, rowCount: range.count,
      rowNumbers: RowNumbers(range.map { storedRowNumbers?[$0] ?? $0 }))
  }

  /// The rows of a range of places, counted from 0: `frame[rows: 10...]`, `frame[rows: ..<10]`.
  public subscript(rows range: some RangeExpression<Int>) -> DataFrame {
    self[rows: range.relative(to: 0..<rowCount)]
  }

  /// The rows at the given places, counted from 0, in their order. A place may be given more than once.
  ///
  /// - Precondition: the places lie within the frame.
  public subscript(rows places: [Int]) -> DataFrame {
    for place in places {
      precondition(place >= 0 && place < rowCount, "Row \(place) of a frame of \(rowCount) rows.")
    }
    return DataFrame(
      columns: columns.map { $0.selecting(rows: places) }, rowCount: places.count,
      rowNumbers: RowNumbers(rowNumbers(at: places)))
  }

  /// A view of the rows at the given places: it shares the columns, whose values are gathered when they are
  /// asked for.
  ///
  /// It is for rows that are gone through some at a time: `Column.storage` of a view costs a copy each time.
  /// - Precondition: the places lie within the frame.
  package func viewing(rows: RowPlaces) -> DataFrame {
    precondition(
      rows.values.max().map { $0 < rowCount } ?? true,
      "A view of a frame of \(rowCount) rows shows none below these.")
    // The columns of a view share their places, so that they are to share them here as well.
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

  /// A copy of the rows at the given places.
  func copying(rows: RowPlaces) -> DataFrame { self[rows: rows.values.map { Int($0) }] }

  /// A view of the rows for which the closure says `true`.
  package func viewing(where isIncluded: (Int) -> Bool) -> DataFrame {
    viewing(rows: RowPlaces(below: rowCount, where: isIncluded))
  }

  /// The frame without the rows of the given numbers (see `rowNumbers`), in the order it has.
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
      "Rows to drop are rows of the frame, received \(dropped.subtracting(own).first ?? -1), which is not.")
    return self[rows: kept]
  }

  /// The rows for whose value in one column the closure says `true`; a missing value comes as `nil`.
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
}
