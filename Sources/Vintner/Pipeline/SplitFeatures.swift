import LinearAlgebra
import Tabular

/// Training and validation rows, their features made numbers by what the training rows say.
///
/// It is what every pipeline begins with, whatever it predicts.
struct SplitFeatures: Sendable {
  let preprocessor: FittedPreprocessor
  /// The training rows that are used, in the sample's order, and their features (rows, inputs).
  let train: DataFrame
  let trainX: Matrix<Double>
  /// The validation rows that are used, in the table's order, and their features (rows, inputs).
  let validation: DataFrame
  let validationX: Matrix<Double>
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
    var chosen = preprocessor
    chosen.features = try Self.featureNames(preprocessor.features, of: train, target: target)
    let features = chosen.features!
    try Self.requireRows(train, validation)
    let fitted = try tabular { () throws(TabularError) in
      // The fit's own notices would not know that a row index was left out: it sees the features alone.
      try chosen.fitted(to: train)
    }
    let prepared = try tabular { () throws(TabularError) in
      (try fitted.prepared(train), try fitted.prepared(validation))
    }
    self.preprocessor = fitted
    self.train = train[rows: prepared.0.places]
    self.validation = validation[rows: prepared.1.places]
    trainX = prepared.0.matrix
    validationX = prepared.1.matrix
    try Self.requireRows(self.train, self.validation)
    let (used, seen) = (self.validation, self.train)
    validationRepeatsTraining = try tabular { () throws(TabularError) in
      let names = features + [target]
      let repeated = Set(
        try used.selecting(columns: names).rowsOccurring(in: try seen.selecting(columns: names)))
      return used.rowNumbers.map { repeated.contains($0) }
    }
    let index = preprocessor.features == nil ? train.columns.first(where: \.isRowIndex)?.name : nil
    notices =
      (index.map { ["The unnamed first column (\($0)) numbers the rows: it is left out of the features."] }
        ?? [])
      + fitted.notices
  }

  /// A sentence where a batch is larger than the training rows.
  func notices(batchSize: Int) -> [String] {
    guard batchSize > train.rowCount else { return [] }
    return [
      "The batch size of \(batchSize) is larger than the \(train.rowCount) training rows: each epoch is one batch."
    ]
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

  private static func requireRows(_ train: DataFrame, _ validation: DataFrame) throws(VintnerError) {
    guard train.rowCount > 0, validation.rowCount > 0 else { throw .table(.noRows) }
  }
}

extension DataFrame {
  /// Makes sure that the named columns are there and differ.
  func requireKnown(target: String, features: [String]?) throws(VintnerError) {
    _ = try SplitFeatures.featureNames(features, of: self, target: target)
  }

  /// Splits the rows as pandas's `sample` does, so that both parts have rows.
  func parts(fraction: Double, seed: UInt32) throws(VintnerError) -> (train: DataFrame, validation: DataFrame)
  {
    let (train, validation) = randomSplit(by: fraction, seed: seed)
    guard train.rowCount > 0, validation.rowCount > 0 else {
      throw .tooFewRows(rows: rowCount, trainFraction: fraction)
    }
    return (train, validation)
  }
}
