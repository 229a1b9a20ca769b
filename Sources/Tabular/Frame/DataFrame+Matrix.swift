extension DataFrame {
  /// All columns as a matrix. Shape: (rows, columns). Integers are converted, `true` is 1 and `false` 0.
  ///
  /// - Throws: `TabularError.nonNumericCell` or `.textColumns` for text, `.missingValues`, and `.notFinite`
  ///   for a NaN or an infinity.
  public func matrix() throws(TabularError) -> Matrix<Double> {
    try requireFiniteNumbers()
    return FeatureRows(columns, rowCount: rowCount).matrix()
  }

  /// The named columns as a matrix, in the order of the names. Shape: (rows, names)
  ///
  /// - Throws: `TabularError.unknownColumn`, and what `matrix()` throws.
  public func matrix(of names: [String]) throws(TabularError) -> Matrix<Double> {
    try selecting(columns: names).matrix()
  }

  /// The features and the target as matrices: all columns but the target, and the target alone.
  ///
  /// Shapes: features (rows, columns − 1), target (rows, 1). A column that only numbers the rows
  /// (`Column.isRowIndex`) is left out of the features.
  ///
  ///     let (x, y) = try train.separated(target: "quality")
  ///
  /// - Throws: `TabularError.unknownColumn`, and what `matrix()` throws.
  public func separated(
    target name: String
  ) throws(TabularError) -> (features: Matrix<Double>, target: Matrix<Double>) {
    let target = try matrix(of: [name])
    let features = replacing(columns: columns.filter { $0.name != name && !$0.isRowIndex })
    return (try features.matrix(), target)
  }

  /// Makes sure that every cell is a finite number.
  func requireFiniteNumbers() throws(TabularError) {
    for column in columns { try column.requireTexts() }
    let texts = columns.filter { $0.type == .text }
    guard texts.isEmpty else { throw .textColumns(texts.map(\.name)) }
    try columns.requireNoneMissing()
    for column in columns { try column.requireFiniteNumbers(rowNumbers: storedRowNumbers) }
  }
}

extension Column {
  /// Makes sure that a text column is not one of numbers with faults in it.
  func requireTexts() throws(TabularError) {
    if let cell = firstNonNumericCell, type == .text {
      throw .nonNumericCell(column: name, line: cell.line, text: cell.text)
    }
  }

  /// Makes sure that no value is a NaN or an infinity, except where it is missing.
  func requireFiniteNumbers(rowNumbers: RowNumbers?) throws(TabularError) {
    // A view's base is examined first: the values need not be gathered where all of them are finite.
    guard case .number(let all) = base, !all.allAreFinite, case .number(let values) = storage else { return }
    guard let row = values.indices.first(where: { !values[$0].isFinite && !isMissing($0) }) else { return }
    throw .notFinite(
      column: name, row: rowNumbers?[row] ?? row, value: values[row].isNaN ? "nan" : "\(values[row])")
  }
}

extension [Double] {
  /// Whether none is a NaN or an infinity. Without a branch per value, so that it runs at memory speed.
  var allAreFinite: Bool {
    let exponent: UInt64 = 0x7ff0_0000_0000_0000
    return withUnsafeBufferPointer { values in
      var found: UInt64 = 0
      for value in values { found |= value.bitPattern & exponent == exponent ? 1 : 0 }
      return found == 0
    }
  }
}

extension [Column] {
  /// Makes sure that no value is missing.
  func requireNoneMissing() throws(TabularError) {
    let incomplete = filter { $0.missingCount > 0 }
    guard incomplete.isEmpty else {
      throw .missingValues(incomplete.map { .init(column: $0.name, count: $0.missingCount) })
    }
  }
}
