import LinearAlgebra

/// What a `Preprocessor` has learned: it turns any later table into a matrix of numbers.
///
/// Columns are found by name, in any order; further columns are ignored. The matrix has, for each feature in
/// turn, either its number, followed by its indicator `NAME missing` if requested; or its categories
/// `NAME=category`, `NAME missing` and `NAME other`; or the codes of its categories, `NAME`, which are not scaled.
public struct FittedPreprocessor: Sendable, Equatable, Codable {
  /// What to do about missing values, one rule per feature.
  public let imputer: FittedImputer
  /// The categories of the features that have some; `nil` where none has.
  public let encoder: FittedOneHotEncoder?
  /// The scales of all other features; `nil` where they are not scaled.
  public let scaling: FittedScaling?
  /// Notices for the user, one sentence each.
  public let notices: [String]
}

extension FittedPreprocessor {
  /// Reads what was written.
  ///
  /// - Throws: `DecodingError` where the parts are inconsistent.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    imputer = try container.decode(FittedImputer.self, forKey: .imputer)
    encoder = try container.decodeIfPresent(FittedOneHotEncoder.self, forKey: .encoder)?.unlessEmpty
    scaling = try container.decodeIfPresent(FittedScaling.self, forKey: .scaling)
    notices = try container.decode([String].self, forKey: .notices)
    guard isConsistent else {
      throw DecodingError.dataCorruptedError(
        forKey: .imputer, in: container, debugDescription: "consistent features, categories and scales")
    }
  }

  /// The names of the features, in order.
  public var featureNames: [String] { imputer.columns.map(\.name) }

  /// The types that the features had in the training rows, for reading another file.
  ///
  ///     let options = CSVReadingOptions(columnTypes: prepared.featureTypes)
  public var featureTypes: [String: Column.ValueType] {
    Dictionary(uniqueKeysWithValues: imputer.columns.map { ($0.name, $0.type) })
  }

  /// The names of the matrix's columns.
  public var outputNames: [String] { outputs.flatMap(\.names) }

  /// The columns of each feature in the matrix, in the order of the features.
  package var outputRanges: [Range<Int>] {
    var end = 0
    return outputs.map { output in
      end += output.names.count
      return end - output.names.count..<end
    }
  }

  /// The columns of a feature in the matrix; `nil` where there is no such feature.
  package func outputs(of feature: String) -> Range<Int>? {
    zip(outputs, outputRanges).first { $0.0.feature == feature }?.1
  }

  /// Whether the parts are consistent: every feature has categories or else, if any is scaled, a scale, in the
  /// order of the features, and the value that fills it is of its type. A damaged file may be inconsistent.
  var isConsistent: Bool {
    let encoded = encoder?.columns.map(\.name) ?? []
    let isEncoded = Set(encoded)
    let numbers = imputer.columns.filter { !isEncoded.contains($0.name) }
    return Set(featureNames).count == featureNames.count
      && encoded == featureNames.filter(isEncoded.contains)
      && numbers.allSatisfy { $0.type != .text }
      && (scaling == nil || scaling?.columnNames == numbers.map(\.name))
      && scaling?.isFinite ?? true
      && imputer.columns.allSatisfy { rule in
        guard let value = rule.value else { return true }
        if case .number(let number) = value, !number.isFinite { return false }
        return switch (rule.type, value) {
        case (.text, .text), (.boolean, .boolean), (.integer, .number), (.number, .number): true
        case (.boolean, .number): !isEncoded.contains(rule.name)
        default: false
        }
      }
  }

  /// A column of the matrix.
  package struct Output: Sendable {
    package let name: String
    /// What it is of a feature of categories; `nil` of others and of missing values' indicators.
    package let categories: CategoryColumn?
    /// Whether it is a number rather than categories, yes or no.
    package let isNumber: Bool
  }

  /// The matrix's columns.
  package var outputColumns: [Output] {
    features.flatMap { rule, categories in
      let own =
        categories.map { categories in
          categories.outputNames.map { Output(name: $0, categories: categories, isNumber: false) }
        } ?? [Output(name: rule.name, categories: nil, isNumber: rule.type != .boolean)]
      return own
        + (rule.hasIndicator
          ? [Output(name: Column.missingName(rule.name), categories: nil, isNumber: false)] : [])
    }
  }

  /// The features, with the categories of those that have some.
  private var features: [(rule: FittedImputer.ColumnRule, categories: CategoryColumn?)] {
    // The categories are in the order of the features.
    var encoded = (encoder?.columns ?? [])[...]
    return imputer.columns.map { ($0, encoded.first?.name == $0.name ? encoded.removeFirst() : nil) }
  }

  private var outputs: [(feature: String, names: [String])] {
    features.map { rule, categories in
      let names = categories?.outputNames ?? [rule.name]
      return (rule.name, names + (rule.hasIndicator ? [Column.missingName(rule.name)] : []))
    }
  }
}

extension FittedPreprocessor {
  /// What the user should know of rows to use the model on, a sentence each: categories that training did not see.
  public func notices(for frame: DataFrame) -> [String] {
    (encoder?.columns ?? []).compactMap { categories in
      guard let column = frame.column(named: categories.name), let unseen = categories.unseen(in: column)
      else {
        return nil
      }
      let rows = unseen.rows == 1 ? "1 row" : "\(unseen.rows) rows"
      let beginning =
        "The column \"\(categories.name)\" holds a category that training did not see in \(rows), the first"
        + " \"\(displayed(unseen.text))\""
      guard let similar = unseen.similar else { return beginning + "." }
      let those = unseen.similarRows == 1 ? "1 of them differs" : "\(unseen.similarRows) of them differ"
      return beginning
        + "; \(those) in spelling alone, such as \"\(displayed(similar.text))\" where training had"
        + " \"\(displayed(similar.category))\": correct the spelling."
    }.boundedSentences
  }

  /// The features of every row as numbers. Shape: (rows, `outputNames.count`)
  ///
  /// Where training dropped rows that lack a value, such a row is refused here, because each row of the frame
  /// has one in the matrix; `prepared(_:)` leaves it out.
  /// - Throws: `TabularError`: `.preparation` where columns are absent (all are named), a row is not complete,
  ///   or a category is unknown and that is refused; `.missingValues` where they are refused; `.typesDiffer`,
  ///   `.nonNumericCell`, `.notFinite`.
  public func matrix(of frame: DataFrame) throws(TabularError) -> Matrix<Double> {
    let inputs = try inputs(of: frame)
    for (rule, column) in zip(imputer.columns, inputs) where rule.rule == .dropRows {
      guard let row = column.missing?.first else { continue }
      throw .preparation(
        .incompleteRow(column: rule.name, row: frame.storedRowNumbers?[row] ?? row))
    }
    return try rows(of: inputs, frame).matrix()
  }

  /// The features of the complete rows as numbers, and the indices of those rows in the frame.
  ///
  ///     let (x, places) = try fitted.prepared(train)
  ///     let y = try train[rows: places].matrix(of: ["quality"])
  ///
  /// A row is left out where it lacks a value in a column whose rule is to drop rows. Such rows have no
  /// prediction.
  /// Shape: (places, `outputNames.count`)
  /// - Throws: as `matrix(of:)`, except for rows that are not complete.
  public func prepared(_ frame: DataFrame) throws(TabularError) -> (matrix: Matrix<Double>, places: [Int]) {
    let places = try completeRows(of: frame)
    let complete = places.count == frame.rowCount ? frame : frame[rows: places]
    return (try rows(of: complete).matrix(), places)
  }

  /// The indices of the rows that lack no value in a column whose rule is to drop rows.
  ///
  /// - Throws: `TabularError.preparation` where columns are absent, `.typesDiffer`, `.nonNumericCell`.
  public func completeRows(of frame: DataFrame) throws(TabularError) -> [Int] {
    imputer.completeRows(of: try inputs(of: frame))?.values.map { Int($0) } ?? Array(0..<frame.rowCount)
  }

  /// The frame itself, or a view of the rows that lack no value in a column whose rule is to drop rows.
  ///
  /// - Throws: as ``completeRows(of:)``.
  package func complete(_ frame: DataFrame) throws(TabularError) -> DataFrame {
    imputer.completeRows(of: try inputs(of: frame)).map { frame.viewing(rows: $0) } ?? frame
  }

  /// The features of complete rows as numbers, computed when they are requested.
  ///
  /// - Throws: as `matrix(of:)`, except for rows that are not complete.
  package func rows(of frame: DataFrame) throws(TabularError) -> FeatureRows {
    try rows(of: try inputs(of: frame), frame)
  }

  /// The frame's columns for the features, in order, of types compatible with the fitted ones.
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

  /// The writers of the features, and the width of the matrix.
  private func writers(
    for inputs: [Column], rowNumbers: RowNumbers?
  ) throws(TabularError) -> (writers: [FeatureWriter], width: Int) {
    var writers: [FeatureWriter] = []
    writers.reserveCapacity(inputs.count)
    var width = 0
    // The scales are in the order of the features.
    var scales = (scaling?.columnScales ?? [])[...]
    for ((rule, categories), input) in zip(features, inputs) {
      if let categories {
        let places = try categories.places(of: input.filled(with: rule.value), rowNumbers: rowNumbers)
        let content: FeatureWriter.Content =
          switch categories.form {
          case .indicators: .indicators(places)
          case .signs: .signs(places)
          case .codes: .codes(places, count: categories.codeCount)
          }
        writers.append(.init(place: width, content: content))
        width += categories.width
      } else {
        try input.requireFiniteNumbers(rowNumbers: rowNumbers)
        let scale = scales.popFirst()
        writers.append(
          .init(
            place: width,
            content: .numbers(
              try input.curved(scale), shift: scale?.shift ?? 0, divisor: scale?.divisor ?? 1,
              fill: rule.value?.number.map { scale?.curve?.value(of: $0) ?? $0 })))
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
