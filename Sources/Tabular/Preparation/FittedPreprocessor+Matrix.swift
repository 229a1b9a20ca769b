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
    return try rows(of: inputs, frame).matrix()
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
    let places = try completeRows(of: frame)
    let complete = places.count == frame.rowCount ? frame : frame[rows: places]
    return (try rows(of: complete).matrix(), places)
  }

  /// The places of the rows that lack no value in a column whose rule is to drop rows.
  ///
  /// - Throws: `TabularError.preparation` where columns lack, `.typesDiffer`, `.cellIsNoNumber`.
  public func completeRows(of frame: DataFrame) throws(TabularError) -> [Int] {
    imputer.completeRows(of: try inputs(of: frame))?.values.map { Int($0) } ?? Array(0..<frame.rowCount)
  }

  /// The frame itself, or a view of the rows that lack no value in a column whose rule is to drop rows.
  ///
  /// - Throws: as ``completeRows(of:)``.
  package func complete(_ frame: DataFrame) throws(TabularError) -> DataFrame {
    imputer.completeRows(of: try inputs(of: frame)).map { frame.viewing(rows: $0) } ?? frame
  }

  /// The features of complete rows as numbers, to be made when they are asked for.
  ///
  /// - Throws: as `matrix(of:)`, but for rows that are not complete.
  package func rows(of frame: DataFrame) throws(TabularError) -> FeatureRows {
    try rows(of: try inputs(of: frame), frame)
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

  private func rows(of inputs: [Column], _ frame: DataFrame) throws(TabularError) -> FeatureRows {
    try imputer.requireNoneRefused(inputs)
    let (writers, width) = try writers(for: inputs, rowNumbers: frame.storedRowNumbers)
    return FeatureRows(writers, width: width, inputs: inputs, rowCount: frame.rowCount)
  }

  /// What writes each feature, and the width of the matrix.
  private func writers(
    for inputs: [Column], rowNumbers: RowNumbers?
  ) throws(TabularError) -> (writers: [FeatureWriter], width: Int) {
    var writers: [FeatureWriter] = []
    writers.reserveCapacity(inputs.count)
    var width = 0
    let scales = scaling?.columnScales ?? []
    // The categories and the scales are in the order of the features.
    var nextCategories = 0
    var nextScale = 0
    for (rule, input) in zip(imputer.columns, inputs) {
      if let encoder, nextCategories < encoder.columns.count,
        encoder.columns[nextCategories].name == rule.name
      {
        let categories = encoder.columns[nextCategories]
        nextCategories += 1
        let column = rule.value.map { input.filled(with: $0) } ?? input
        let codes = try categories.codes(of: column, rowNumbers: rowNumbers)
        writers.append(.init(place: width, content: .codes(codes)))
        width += categories.width
      } else {
        try input.requireFiniteNumbers(rowNumbers: rowNumbers)
        let scale = nextScale < scales.count ? scales[nextScale] : nil
        nextScale += 1
        writers.append(
          .init(
            place: width,
            content: .numbers(
              input, shift: scale?.shift ?? 0, divisor: scale?.divisor ?? 1, fill: rule.value?.number)))
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
