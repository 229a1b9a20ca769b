import LinearAlgebra
import NeuralNetworks
import Tabular

/// Training and validation rows, with features converted to numbers as learned from the training rows.
///
/// Every pipeline begins with this step, whatever it predicts.
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
  /// What the user should know before training, a sentence each.
  let notices: [String]

  /// - Parameters:
  ///   - train: the rows to learn from.
  ///   - validation: rows of the same table to measure on.
  ///   - table: all rows of the table, those among them that are tested on or lack a target. Default: none others.
  ///   - targets: the columns to predict.
  ///   - preprocessor: how the others become numbers.
  ///   - weight: the column of the rows' weights, which is no feature.
  ///   - strata: the classes of rows, where the target has some.
  /// - Throws: ``VintnerError`` where a part has no rows or a feature cannot be used.
  init(
    train: DataFrame, validation: DataFrame, table: DataFrame? = nil, targets: [String],
    preprocessor: Preprocessor, weight: String? = nil,
    strata: (DataFrame) throws(VintnerError) -> Column? = { (_) throws(VintnerError) in nil }
  ) throws(VintnerError) {
    var (train, validation) = (
      try train.computing(preprocessor.features, targets: targets),
      try validation.computing(preprocessor.features, targets: targets)
    )
    var chosen = preprocessor
    if let weight, preprocessor.features?.contains(weight) ?? false { throw .weightAmongFeatures(weight) }
    let candidates = try Self.featureNames(
      preprocessor, of: train, targets: targets + [weight].compactMap { $0 })
    for target in targets { chosen.missingByColumn[target] = nil }
    try Self.requireRows(train, validation)
    // Rows that were divided have their targets; those of two files may lack some.
    let (seenRows, lackingTraining) = try train.rows(having: targets, preprocessor)
    let (usedRows, lackingValidation) = try validation.rows(having: targets, preprocessor)
    (train, validation) = (seenRows, usedRows)
    let lacking = lackingTraining + lackingValidation
    try train.requireTargets(targets)
    try validation.requireTargets(targets)
    let resolved = preprocessor.resolvedFeatures(of: train, among: candidates)
    let weights = resolved.byTarget.isEmpty ? nil : try weight.map(train.sampleWeights)
    var (means, training): ([DerivedFeature], [Column]) = ([], [])
    let numbers = resolved.byTarget.isEmpty ? [] : try train.numbers(of: targets, classes: strata(train))
    for name in resolved.byTarget {
      let column = try tabular(train[name])
      for (label, y) in numbers {
        let encoding = try tabular(TargetEncoder.encoding(column, by: y, weights: weights, label: label))
        means.append(encoding.feature)
        training.append(encoding.training)
      }
    }
    let encoded = means.map(\.name)
    let features = resolved.names + encoded
    let byTarget =
      encoded.isEmpty
      ? []
      : [
        "Texts of more than \(chosen.encoding!.maximumCategories) different values become mean targets of the training"
          + " rows, learned by folds: \(encoded.map { "\"\($0)\"" }.joined(separator: ", "))."
      ]
    guard !features.isEmpty else {
      let selection = preprocessor.encoding?.selection
      throw .noFeatures(
        target: targets[0], leftOut: resolved.notices.first,
        textsRecur: candidates.contains { name in
          train.column(named: name).map { preprocessor.suitsTargetEncoding($0, selection) } ?? false
        })
    }
    chosen.features = features
    for part in resolved.parts {
      chosen.missingByColumn[part.name] =
        chosen.missingByColumn.removeValue(forKey: part.columns[0])
        ?? chosen.missingByColumn[part.name]
    }
    (train, validation) = try (
      tabular(train.appending(columns: training).appending(resolved.parts)),
      tabular(validation.appending(means + resolved.parts))
    )
    let names = features + targets
    let sources = candidates.filter(Set(features + resolved.parts.flatMap(\.columns)).contains)
    let laterLacksValues = [validation, table].contains { rows in
      sources.contains { (rows?.column(named: $0)?.missingCount ?? 0) > 0 }
    }
    let fitted = try tabular(chosen.fitted(to: train, laterLacksValues: laterLacksValues))
    let (seen, used) = (try tabular(fitted.complete(train)), try tabular(fitted.complete(validation)))
    try Self.requireRows(seen, used)
    self.preprocessor = fitted
    (self.train, self.validation) = (seen, used)
    trainFeatures = try tabular(fitted.rows(of: seen))
    validationFeatures = try tabular(fitted.rows(of: used))
    validationRepeatsTraining = try tabular(
      used.selecting(columns: names).occurrences(in: seen.selecting(columns: names)))
    try fitted.requireRange(trainFeatures, of: seen)
    try fitted.requireRange(validationFeatures, of: used)
    // The fit's own notices would not know that a row index was left out: it sees the features alone.
    let index = preprocessor.features == nil ? train.rowIndexNotices : []
    notices = train.readingNotices + index + lacking + resolved.notices + byTarget + fitted.notices
  }

  /// Notices where a batch is larger than the training rows, or the loss does not fit the network.
  func notices(_ training: Training, of network: Sequential) -> [String] {
    let (size, rows) = (training.batchSize, train.rowCount)
    let isCarried = training.carriesPartialBatches
    let ofBatch =
      "The batch size of \(size) is larger than the \(rows) training rows: "
      + (isCarried ? "no epoch changes a weight." : "each epoch is one batch.")
    return (size > rows ? [ofBatch] : []) + network.warnings(for: training.loss)
  }

  /// The columns that may be features: those that are named, or all others than the targets, without dropped ones.
  static func featureNames(
    _ preprocessor: Preprocessor, of frame: DataFrame, targets: [String]
  ) throws(VintnerError) -> [String] {
    _ = try tabular(frame.selecting(columns: targets))
    for name in preprocessor.dropped { _ = try tabular(frame[name]) }
    let isTarget = Set(targets)
    var names =
      preprocessor.features
      ?? frame.columns.filter { !isTarget.contains($0.name) && !$0.isRowIndex }.map(\.name)
    if let target = names.first(where: isTarget.contains) { throw .targetAmongFeatures(target) }
    names.removeAll(where: Set(preprocessor.dropped).contains)
    guard !names.isEmpty else { throw .noFeatures(target: targets[0]) }
    _ = try tabular(frame.selecting(columns: names))
    try tabular(frame.requireReadable(targets: targets, features: names))
    return names
  }

  private static func requireRows(_ train: DataFrame, _ validation: DataFrame) throws(VintnerError) {
    guard train.rowCount > 0, validation.rowCount > 0 else { throw .table(.noRows) }
  }
}

extension FittedPreprocessor {
  /// The largest number that a network of single precision can compute with: the square of a larger one is
  /// infinite.
  static let largestNumber = Double(Float.greatestFiniteMagnitude.squareRoot())

  /// Refuses numbers that a network of single precision cannot compute with.
  ///
  /// - Parameter frame: the rows that the features are of.
  func requireRange(_ rows: FeatureRows, of frame: DataFrame) throws(VintnerError) {
    try rows.requireRange(named: outputNames, of: frame)
  }

  /// Refuses numbers that a network of single precision cannot compute with.
  func requireRange(_ x: Matrix<Double>, of frame: DataFrame) throws(VintnerError) {
    let limit = Self.largestNumber
    let place = x.withUnsafeBufferPointer { $0.firstIndex { !(abs($0) <= limit) } }
    guard let place else { return }
    throw .outOfRange(
      column: outputNames[place % x.columns], row: frame.rowNumber(at: place / x.columns))
  }
}

extension FeatureRows {
  /// Refuses numbers that a network of single precision cannot compute with.
  ///
  /// - Parameters:
  ///   - names: those of the columns.
  ///   - frame: the rows that they are of.
  func requireRange(named names: @autoclosure () -> [String], of frame: DataFrame) throws(VintnerError) {
    guard let place = firstPlace(beyond: FittedPreprocessor.largestNumber) else { return }
    throw .outOfRange(column: names()[place.column], row: frame.rowNumber(at: place.row))
  }
}
