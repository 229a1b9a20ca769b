import LinearAlgebra
import NeuralNetworks
import Tabular

/// Training and validation rows, their features made numbers by what the training rows say.
///
/// It is what every pipeline begins with, whatever it predicts.
struct SplitFeatures: Sendable {
  let preprocessor: FittedPreprocessor
  /// The training rows that are used, in the sample's order, and their features.
  let train: DataFrame
  let trainFeatures: FeatureRows
  /// The validation rows that are used, in the table's order, and their features.
  let validation: DataFrame
  let validationFeatures: FeatureRows
  /// For each validation row whether a training row has the same features and the same target.
  let validationRepeatsTraining: [Bool]
  /// What whoever trains with this table should know, a sentence each.
  let notices: [String]

  /// - Parameters:
  ///   - train: the rows to learn from.
  ///   - validation: rows of the same table to measure on.
  /// - Throws: ``VintnerError`` where a part has no rows or a feature cannot be used.
  init(
    train: DataFrame, validation: DataFrame, target: String, preprocessor: Preprocessor
  ) throws(VintnerError) {
    let all = (
      try train.computing(preprocessor.features, target: target),
      try validation.computing(preprocessor.features, target: target)
    )
    var chosen = preprocessor
    chosen.features = try Self.featureNames(preprocessor.features, of: all.0, target: target)
    let features = chosen.features!
    let isDropped = preprocessor.dropsRows(lacking: target)
    chosen.missingByColumn[target] = nil
    let train = isDropped ? try all.0.rows(having: target) : all.0
    let validation = isDropped ? try all.1.rows(having: target) : all.1
    try Self.requireRows(train, validation)
    try train.requireTargets(target)
    try validation.requireTargets(target)
    let fitted = try tabular { () throws(TabularError) in
      // The fit's own notices would not know that a row index was left out: it sees the features alone.
      try chosen.fitted(to: train)
    }
    self.preprocessor = fitted
    (self.train, self.validation) = try tabular { () throws(TabularError) in
      (try fitted.complete(train), try fitted.complete(validation))
    }
    try Self.requireRows(self.train, self.validation)
    let (used, seen) = (self.validation, self.train)
    (trainFeatures, validationFeatures, validationRepeatsTraining) = try tabular { () throws(TabularError) in
      let names = features + [target]
      return (
        try fitted.rows(of: seen), try fitted.rows(of: used),
        try used.selecting(columns: names).occurrences(in: try seen.selecting(columns: names))
      )
    }
    try fitted.requireRange(trainFeatures)
    try fitted.requireRange(validationFeatures)
    let index = preprocessor.features == nil ? train.columns.first(where: \.isRowIndex)?.name : nil
    notices =
      train.headerNotices + (index.map(Self.notices(ofRowIndex:)) ?? [])
      + Self.notices(
        target, rows: all.0.rowCount + all.1.rowCount, kept: train.rowCount + validation.rowCount)
      + fitted.notices
  }

  private static func notices(ofRowIndex name: String) -> [String] {
    [
      "The first column has no name (\(name)), like a row index written by pandas: it is left out of the features."
    ]
  }

  /// A sentence where a batch is larger than the training rows, or the loss does not fit the network.
  func notices(_ training: Training, of network: Sequential) -> [String] {
    let size = training.batchSize
    let isLarge = size > train.rowCount
    return
      (isLarge
      ? [
        "The batch size of \(size) is larger than the \(train.rowCount) training rows: "
          + (training.carriesPartialBatches ? "no epoch changes a weight." : "each epoch is one batch.")
      ]
      : []) + network.warnings(for: training.loss)
  }

  static func featureNames(
    _ given: [String]?, of frame: DataFrame, target: String
  ) throws(VintnerError) -> [String] {
    try tabular { () throws(TabularError) in _ = try frame.selecting(columns: [target]) }
    let names = given ?? frame.columns.filter { $0.name != target && !$0.isRowIndex }.map(\.name)
    if names.contains(target) { throw .targetAmongFeatures(target) }
    guard !names.isEmpty else { throw .noFeatures(target: target) }
    try tabular { () throws(TabularError) in _ = try frame.selecting(columns: names) }
    return names
  }

  private static func notices(_ target: String, rows: Int, kept: Int) -> [String] {
    kept == rows ? [] : ["\(rows - kept) of \(rows) rows lack the target \"\(target)\" and are left out."]
  }

  private static func requireRows(_ train: DataFrame, _ validation: DataFrame) throws(VintnerError) {
    guard train.rowCount > 0, validation.rowCount > 0 else { throw .table(.noRows) }
  }
}

extension Preprocessor {
  /// Whether rows without a target are left out: a target is never filled in.
  fileprivate func dropsRows(lacking target: String) -> Bool {
    (missingByColumn[target] ?? missingValues) == .dropRows
  }
}

extension DataFrame {
  /// A sentence where the columns have the names of a file without a header.
  public var headerNotices: [String] {
    let hasNone = columns.enumerated().allSatisfy { $1.name == "Unnamed: \($0)" && !$1.isRowIndex }
    guard hasNone, let last = columns.last else { return [] }
    return [
      "The file has no header, for its first row holds a number: "
        + (columns.count == 1 ? "its column is called" : "its columns are called \"Unnamed: 0\" to")
        + " \"\(last.name)\"."
    ]
  }

  /// The rows that have a value in a column.
  fileprivate func rows(having name: String) throws(VintnerError) -> DataFrame {
    let column = try tabular { () throws(TabularError) in try self[name] }
    guard column.missingCount > 0 else { return self }
    return viewing { !column.isMissing($0) }
  }

  /// The frame with those of the features that are computed from its columns.
  ///
  /// - Parameter features: as a preprocessor names them; `nil` for columns that are there.
  /// - Throws: ``VintnerError/targetAmongFeatures(_:)`` where one would be computed from the target, and where
  ///   there is no such feature.
  func computing(_ features: [String]?, target: String) throws(VintnerError) -> DataFrame {
    guard let features else { return self }
    let wider = try tabular { () throws(TabularError) in
      _ = try selecting(columns: [target])
      return try adding(features: features)
    }
    let chosen = Set(features)
    let isTold = wider.columns.contains { column in
      chosen.contains(column.name) && column.derivation?.columns.contains(target) == true
    }
    guard !isTold else { throw .targetAmongFeatures(target) }
    return wider
  }

  /// Makes sure that a target is no text, unless it is one of numbers with a fault in it.
  func requireNumbers(_ name: String) throws(VintnerError) {
    let column = try tabular { () throws(TabularError) in try self[name] }
    if column.type == .text && column.firstNonNumericCell == nil { throw .textTarget(name) }
  }

  /// Makes sure that every row has a target.
  func requireTargets(_ name: String) throws(VintnerError) {
    let column = try tabular { () throws(TabularError) in try self[name] }
    guard column.missingCount == 0 else { throw .targetLacksValues(name, count: column.missingCount) }
  }

  /// Splits the rows as pandas's `sample` does, so that both parts have rows, and makes something of the parts.
  ///
  /// What is wrong with the whole table is told before what is wrong with a part, and in the table's figures.
  func split<Result>(
    target: String, _ preprocessor: Preprocessor, fraction: Double, seed: UInt32,
    _ body: (_ train: DataFrame, _ validation: DataFrame) throws(VintnerError) -> Result
  ) throws(VintnerError) -> Result {
    let frame = try computing(preprocessor.features, target: target)
    _ = try SplitFeatures.featureNames(preprocessor.features, of: frame, target: target)
    if !preprocessor.dropsRows(lacking: target) { try requireTargets(target) }
    let (train, validation) = frame.randomSplitViews(by: fraction, seed: seed)
    guard train.rowCount > 0, validation.rowCount > 0 else {
      throw .tooFewRows(rows: rowCount, trainFraction: fraction)
    }
    do {
      return try body(train, validation)
    } catch {
      guard case .table(.missingValues(let counts)) = error else { throw error }
      throw .table(
        .missingValues(counts.map { .init(column: $0.column, count: frame.columns[$0.column]!.missingCount) })
      )
    }
  }
}

extension FittedPreprocessor {
  /// The largest figure that a network of single precision can compute with: the square of a larger one is
  /// infinite.
  static let largestFigure = Double(Float.greatestFiniteMagnitude.squareRoot())

  /// Refuses figures that a network of single precision cannot compute with.
  func requireRange(_ rows: FeatureRows) throws(VintnerError) {
    if let column = rows.firstColumn(beyond: Self.largestFigure) {
      throw .outOfRange(column: outputNames[column])
    }
  }

  /// Refuses figures that a network of single precision cannot compute with.
  func requireRange(_ x: Matrix<Double>) throws(VintnerError) {
    let limit = Self.largestFigure
    let place = x.withUnsafeBufferPointer { $0.firstIndex { !(abs($0) <= limit) } }
    if let place { throw .outOfRange(column: outputNames[place % x.columns]) }
  }
}
