extension DataFrame {
  /// All columns as a matrix. Shape: (rows, columns). Integers are converted, `true` is 1 and `false` 0.
  ///
  /// - Throws: `TabularError.cellIsNoNumber` or `.textColumns` for text, `.missingValues`, and `.notFinite`
  ///   for a NaN or an infinity.
  public func matrix() throws(TabularError) -> Matrix<Double> {
    try requireFiniteNumbers()
    var matrix = Matrix<Double>(rows: rowCount, columns: columns.count)
    let width = columns.count
    guard width > 0 else { return matrix }
    matrix.withUnsafeMutableBufferPointer { target in
      // Some rows at a time, so that the part of the matrix that all columns write to stays in the cache.
      for start in stride(from: 0, to: rowCount, by: Self.rowsAtATime) {
        let rows = start..<min(start + Self.rowsAtATime, rowCount)
        for (place, column) in columns.enumerated() {
          column.copyNumbers(of: rows, into: target, from: start * width + place, stride: width)
        }
      }
    }
    return matrix
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

  /// How many rows of a matrix are written at a time.
  static var rowsAtATime: Int { 128 }

  /// Makes sure that every cell is a finite number.
  func requireFiniteNumbers() throws(TabularError) {
    for column in columns {
      if let cell = column.firstCellThatIsNoNumber, column.type == .text {
        throw .cellIsNoNumber(column: column.name, line: cell.line, text: cell.text)
      }
    }
    let texts = columns.filter { $0.type == .text }
    guard texts.isEmpty else { throw .textColumns(texts.map(\.name)) }
    let incomplete = columns.filter { $0.missingCount > 0 }
    guard incomplete.isEmpty else {
      throw .missingValues(incomplete.map { .init(column: $0.name, count: $0.missingCount) })
    }
    for column in columns { try column.requireFiniteNumbers(rowNumbers: storedRowNumbers) }
  }
}

extension Column {
  /// Makes sure that no value which is there is a NaN or an infinity.
  func requireFiniteNumbers(rowNumbers: [Int]?) throws(TabularError) {
    guard case .number(let values) = storage, !values.allAreFinite else { return }
    guard let row = values.indices.first(where: { !values[$0].isFinite && !isMissing($0) }) else { return }
    throw .notFinite(
      column: name, row: rowNumbers?[row] ?? row, value: values[row].isNaN ? "nan" : "\(values[row])")
  }

  /// Writes the numbers of some rows to every `stride`-th place of the target.
  fileprivate func copyNumbers(
    of rows: Range<Int>, into target: UnsafeMutableBufferPointer<Double>, from first: Int, stride: Int
  ) {
    let place = target.baseAddress! + first
    switch storage {
    case .number(let values): Self.scatter(values, rows, place, stride) { $0 }
    case .integer(let values): Self.scatter(values, rows, place, stride) { Double($0) }
    case .boolean(let values): Self.scatter(values, rows, place, stride) { $0 ? 1 : 0 }
    case .text: preconditionFailure("A matrix takes numbers, received the text column \(name).")
    }
  }

  /// Writes (x − shift) / divisor of some rows to every `stride`-th place of the target.
  func copyNumbers(
    of rows: Range<Int>, into target: UnsafeMutableBufferPointer<Double>, from first: Int, stride: Int,
    shift: Double, divisor: Double
  ) {
    let place = target.baseAddress! + first
    switch storage {
    case .number(let values): Self.scatter(values, rows, place, stride) { ($0 - shift) / divisor }
    case .integer(let values): Self.scatter(values, rows, place, stride) { (Double($0) - shift) / divisor }
    case .boolean(let values): Self.scatter(values, rows, place, stride) { (($0 ? 1 : 0) - shift) / divisor }
    case .text: preconditionFailure("A matrix takes numbers, received the text column \(name).")
    }
  }

  @inline(__always)
  private static func scatter<Value>(
    _ values: [Value], _ rows: Range<Int>, _ first: UnsafeMutablePointer<Double>, _ stride: Int,
    _ number: (Value) -> Double
  ) {
    values.withUnsafeBufferPointer { values in
      var place = first
      for row in rows {
        place.pointee = number(values[row])
        place += stride
      }
    }
  }
}

extension [Double] {
  /// Whether none is a NaN or an infinity. Without a branch a value, so that it runs at memory speed.
  var allAreFinite: Bool {
    let exponent: UInt64 = 0x7ff0_0000_0000_0000
    return withUnsafeBufferPointer { values in
      var found: UInt64 = 0
      for value in values { found |= value.bitPattern & exponent == exponent ? 1 : 0 }
      return found == 0
    }
  }
}
