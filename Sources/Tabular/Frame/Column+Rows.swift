extension Column {
  /// The column with other values, and everything else as it is.
  func replacing(storage: Storage, missing: MissingRows?) -> Column {
    replacing(base: storage, places: nil, missing: missing)
  }

  private func replacing(base: Storage, places: RowPlaces?, missing: MissingRows?) -> Column {
    var result = Column(name: name, base: base, places: places, missing: missing)
    result.isRowIndex = isRowIndex
    result.derivation = derivation
    result.firstCellThatIsNoNumber = firstCellThatIsNoNumber
    return result
  }

  /// The values at the given places, in their order.
  func selecting(rows: [Int]) -> Column {
    let selected =
      places.map { places in base.selecting(rows: rows.map { places.values[$0] }) }
      ?? base.selecting(rows: rows)
    return replacing(storage: selected, missing: missing?.selecting(rows: rows))
  }

  /// The values of neighbouring rows.
  func selecting(rows: Range<Int>) -> Column {
    let selected =
      places.map { base.selecting(rows: $0.values[rows]) } ?? base.selecting(rows: rows)
    return replacing(storage: selected, missing: missing?.selecting(rows: rows))
  }

  /// A view of the values at the given places of `base`, which it shares: they are gathered when they are
  /// asked for.
  ///
  /// - Parameter rows: the same rows as places of this column.
  func viewing(_ places: RowPlaces, rows: RowPlaces) -> Column {
    replacing(base: base, places: places, missing: missing?.selecting(rows: rows.values))
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

  /// The values at the given places, in their order.
  func selecting<Place: BinaryInteger>(rows: some RandomAccessCollection<Place>) -> Column.Storage {
    switch self {
    case .integer(let values): .integer(rows.map { values[Int($0)] })
    case .number(let values): .number(rows.map { values[Int($0)] })
    case .text(let values): .text(rows.map { values[Int($0)] })
    case .boolean(let values): .boolean(rows.map { values[Int($0)] })
    }
  }

  /// The values of neighbouring rows.
  func selecting(rows: Range<Int>) -> Column.Storage {
    switch self {
    case .integer(let values): .integer(Array(values[rows]))
    case .number(let values): .number(Array(values[rows]))
    case .text(let values): .text(Array(values[rows]))
    case .boolean(let values): .boolean(Array(values[rows]))
    }
  }
}
