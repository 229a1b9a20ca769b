extension Column {
  /// The given rows, in their order.
  func selecting(rows: some RandomAccessCollection<Int>) -> Column {
    let selected =
      places.map { places in base.selecting(rows: rows.map { places.values[$0] }) }
      ?? base.selecting(rows: rows)
    return replacing(storage: selected, missing: missing?.selecting(rows: rows))
  }

  /// A view of the given indices of `base`, which it shares: values are gathered when they are requested.
  ///
  /// - Parameter rows: the same rows as indices of this column.
  func viewing(_ places: RowPlaces, rows: RowPlaces) -> Column {
    replacing(storage: base, places: places, missing: missing?.selecting(rows: rows.values))
  }

  /// The rows of this column and below them those of another of a compatible type.
  func appending(_ other: Column) throws(TabularError) -> Column {
    let joined: Storage
    switch (storage, other.storage) {
    case (.integer(let a), .integer(let b)): joined = .integer(a + b)
    case (.text(let a), .text(let b)): joined = .text(a + b)
    case (.boolean(let a), .boolean(let b)): joined = .boolean(a + b)
    case (.number, .number), (.integer, .number), (.number, .integer):
      let values = try values(as: Double.self) + other.values(as: Double.self)
      joined = .number(values.map { $0 ?? .nan })
    default: throw .typesDiffer(column: name, type: type, other: other.type)
    }
    var missing = MissingRows(rows: count + other.count)
    if let own = self.missing { missing.insert(own, offset: 0) }
    if let others = other.missing { missing.insert(others, offset: count) }
    var result = replacing(storage: joined, missing: missing)
    if other.derivation != derivation { result.derivation = nil }
    return result
  }

  /// A column of more rows, in which this column's values have the given indices and all others are missing.
  ///
  /// - Parameter count: the number of rows.
  /// - Precondition: an index below `count` for every value, none twice.
  package func spread(to places: [Int], of count: Int) -> Column {
    precondition(
      places.count == self.count,
      "Every value has an index, received \(places.count) for \(self.count) values.")
    guard places.count < count else { return self }
    var rows = [Int](repeating: -1, count: count)
    for (row, place) in places.enumerated() { rows[place] = row }
    return selecting(rowsOrNone: rows)
  }

  /// The given rows, in their order; a negative number stands for a row whose value is missing.
  func selecting(rowsOrNone rows: [Int]) -> Column {
    var lacking = MissingRows(rows: rows.count)
    for (place, row) in rows.enumerated() where row < 0 || isMissing(row) { lacking.insert(place) }
    return replacing(storage: storage.selecting(rowsOrNone: rows), missing: lacking)
  }
}

extension Column.Storage {
  /// The number of values.
  var count: Int {
    switch self {
    case .integer(let values): values.count
    case .number(let values): values.count
    case .text(let values): values.count
    case .boolean(let values): values.count
    }
  }

  /// The values at the given indices, in their order.
  func selecting<Place: BinaryInteger>(rows: some RandomAccessCollection<Place>) -> Column.Storage {
    switch self {
    case .integer(let values): .integer(rows.map { values[Int($0)] })
    case .number(let values): .number(rows.map { values[Int($0)] })
    case .text(let texts): .text(texts.selecting(rows: rows))
    case .boolean(let values): .boolean(rows.map { values[Int($0)] })
    }
  }

  /// The values at the given indices, in their order, and the element of a missing one where an index is negative.
  func selecting(rowsOrNone rows: [Int]) -> Column.Storage {
    switch self {
    case .integer(let values): .integer(rows.map { $0 < 0 ? Int.columnStorage.placeholder : values[$0] })
    case .number(let values): .number(rows.map { $0 < 0 ? Double.columnStorage.placeholder : values[$0] })
    case .text(let texts): .text(texts.selecting(rowsOrNone: rows))
    case .boolean(let values): .boolean(rows.map { $0 < 0 ? Bool.columnStorage.placeholder : values[$0] })
    }
  }

  /// Calls `body` with the numbers at some indices, in their order, each with its index among them. Booleans
  /// count as 1 and 0.
  ///
  /// - Precondition: there is no text.
  @inline(__always)
  func forEachNumber(
    at places: UnsafeBufferPointer<Int>, _ body: (_ index: Int, _ number: Double) -> Void
  ) {
    @inline(__always)
    func visit<Value>(_ values: [Value], _ number: (Value) -> Double) {
      values.withUnsafeBufferPointer { values in
        for index in places.indices { body(index, number(values[places[index]])) }
      }
    }
    switch self {
    case .integer(let values): visit(values) { Double($0) }
    case .number(let values): visit(values) { $0 }
    case .boolean(let values): visit(values) { $0 ? 1 : 0 }
    case .text: preconditionFailure("A text column has no numbers.")
    }
  }
}

extension Column: Equatable {
  /// Whether two columns have the same name, type and values.
  ///
  /// Two missing values are equal, and so are two NaNs, as in pandas's `equals`.
  public static func == (left: Column, right: Column) -> Bool {
    left.name == right.name && left.type == right.type && left.count == right.count
      && (0..<left.count).allSatisfy { left.holds($0, equalTo: $0, of: right) }
  }

  /// Whether a cell of this column and a cell of another hold the same value. An integer equals a number of
  /// exactly its value.
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
    case (.text(let a), .text(let b)): a.isEqual(place, to: otherPlace, of: b)
    case (.boolean(let a), .boolean(let b)): a[place] == b[otherPlace]
    default: false
    }
  }
}
