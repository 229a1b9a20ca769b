import LinearAlgebra

extension FittedPreprocessor {
  /// The features of every row as numbers. Shape: (rows, `outputNames.count`)
  ///
  /// Where training dropped rows that lack a value, such a row is refused here, because each row of the
  /// frame is to have one of the matrix; `prepared(_:)` leaves it out.
  /// - Throws: `TabularError`: `.preparation` where columns lack (all are named), a row is not complete, or a
  ///   category is unknown and that is refused; `.missingValues` where they are refused; `.typesDiffer`,
  ///   `.cellIsNoNumber`, `.notFinite`.
  public func matrix(of frame: DataFrame) throws(TabularError) -> Matrix<Double> {
    let inputs = try inputs(of: frame)
    for (rule, column) in zip(imputer.columns, inputs) where rule.rule == .dropRows {
      guard let row = column.missing?.first else { continue }
      throw .preparation(
        .incompleteRow(column: rule.name, row: frame.storedRowNumbers?[row] ?? row))
    }
    return try matrix(of: inputs, frame)
  }

  /// The features of the rows that are complete as numbers, and the places of those rows in the frame.
  ///
  ///     let (x, places) = try fitted.prepared(train)
  ///     let y = try train[rows: places].matrix(of: ["quality"])
  ///
  /// A row is left out where it lacks a value in a column whose rule is to drop rows. To predict, give such
  /// rows no prediction.
  /// Shape: (places, `outputNames.count`)
  /// - Throws: as `matrix(of:)`, but for rows that are not complete.
  public func prepared(_ frame: DataFrame) throws(TabularError) -> (matrix: Matrix<Double>, places: [Int]) {
    let inputs = try inputs(of: frame)
    guard let places = imputer.completeRows(of: inputs) else {
      return (try matrix(of: inputs, frame), Array(0..<frame.rowCount))
    }
    let complete = frame[rows: places]
    return (try matrix(of: try self.inputs(of: complete), complete), places)
  }

  /// The places of the rows that lack no value in a column whose rule is to drop rows.
  ///
  /// - Throws: `TabularError.preparation` where columns lack, `.typesDiffer`, `.cellIsNoNumber`.
  public func completeRows(of frame: DataFrame) throws(TabularError) -> [Int] {
    imputer.completeRows(of: try inputs(of: frame)) ?? Array(0..<frame.rowCount)
  }

  /// The frame's columns for the features, in order, of types that go with what was fitted.
  private func inputs(of frame: DataFrame) throws(TabularError) -> [Column] {
    let places = try frame.places(ofNeededColumns: featureNames)
    var inputs: [Column] = []
    inputs.reserveCapacity(places.count)
    for (rule, place) in zip(imputer.columns, places) {
      let column = frame.columns[place]
      if !rule.accepts(column) {
        if rule.type != .text { try column.requireTexts() }
        throw .typesDiffer(column: rule.name, type: rule.type, other: column.type)
      }
      inputs.append(column.as(rule.type))
    }
    return inputs
  }

  private func matrix(of inputs: [Column], _ frame: DataFrame) throws(TabularError) -> Matrix<Double> {
    try imputer.requireNoneRefused(inputs)
    let (writers, width) = try writers(for: inputs, rowNumbers: frame.storedRowNumbers)
    var matrix = Matrix<Double>(rows: frame.rowCount, columns: width)
    guard width > 0 else { return matrix }
    matrix.withUnsafeMutableBufferPointer { target in
      // Some rows at a time, so that the part of the matrix that all columns write to stays in the cache.
      for start in stride(from: 0, to: frame.rowCount, by: DataFrame.rowsAtATime) {
        let rows = start..<min(start + DataFrame.rowsAtATime, frame.rowCount)
        for writer in writers { writer.write(rows, into: target, width: width) }
      }
    }
    return matrix
  }

  /// What writes each feature, and the width of the matrix.
  private func writers(
    for inputs: [Column], rowNumbers: [Int]?
  ) throws(TabularError) -> (writers: [FeatureWriter], width: Int) {
    var writers: [FeatureWriter] = []
    writers.reserveCapacity(inputs.count)
    var width = 0
    let scales = scaling?.columnScales ?? []
    // The categories and the scales are in the order of the features.
    var nextCategories = 0
    var nextScale = 0
    for (rule, input) in zip(imputer.columns, inputs) {
      let column = rule.value.map { input.filled(with: $0) } ?? input
      if let encoder, nextCategories < encoder.columns.count,
        encoder.columns[nextCategories].name == rule.name
      {
        let categories = encoder.columns[nextCategories]
        nextCategories += 1
        let codes = try categories.codes(of: column, rowNumbers: rowNumbers)
        writers.append(.init(place: width, content: .codes(codes)))
        width += categories.width
      } else {
        try column.requireFiniteNumbers(rowNumbers: rowNumbers)
        let scale = nextScale < scales.count ? scales[nextScale] : nil
        nextScale += 1
        writers.append(
          .init(
            place: width, content: .numbers(column, shift: scale?.shift ?? 0, divisor: scale?.divisor ?? 1)))
        width += 1
      }
      if rule.hasIndicator {
        if let missing = input.missing { writers.append(.init(place: width, content: .indicator(missing))) }
        width += 1
      }
    }
    return (writers, width)
  }
}

/// Writes what one feature becomes into a matrix of zeros.
private struct FeatureWriter {
  enum Content {
    case numbers(Column, shift: Double, divisor: Double)
    /// For every row the column that is 1, counted from the first; negative where none is.
    case codes([Int32])
    case indicator(MissingRows)
  }

  /// The first of the matrix's columns that are the feature's.
  let place: Int
  let content: Content

  func write(_ rows: Range<Int>, into target: UnsafeMutableBufferPointer<Double>, width: Int) {
    switch content {
    case .numbers(let column, let shift, let divisor):
      // A constant column stays 0.
      guard divisor != 0 else { return }
      column.copyNumbers(
        of: rows, into: target, from: rows.lowerBound * width + place, stride: width, shift: shift,
        divisor: divisor)
    case .codes(let codes):
      for row in rows where codes[row] >= 0 { target[row * width + place + Int(codes[row])] = 1 }
    case .indicator(let missing):
      for row in rows where missing.contains(row) { target[row * width + place] = 1 }
    }
  }
}
