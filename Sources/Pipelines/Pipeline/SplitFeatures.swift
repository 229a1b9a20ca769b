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
  ///   - targets: the columns to predict.
  ///   - preprocessor: how the others become numbers.
  ///   - weight: the column of the rows' weights, which is no feature.
  /// - Throws: ``VintnerError`` where a part has no rows or a feature cannot be used.
  init(
    train: DataFrame, validation: DataFrame, targets: [String], preprocessor: Preprocessor,
    weight: String? = nil
  ) throws(VintnerError) {
    var (train, validation) = (
      try train.computing(preprocessor.features, targets: targets),
      try validation.computing(preprocessor.features, targets: targets)
    )
    var chosen = preprocessor
    if let weight, preprocessor.features?.contains(weight) ?? false { throw .weightAmongFeatures(weight) }
    chosen.features = try Self.featureNames(
      preprocessor.features, of: train, targets: targets + [weight].compactMap { $0 })
    let names = chosen.features! + targets
    var lacking: [String] = []
    for target in targets {
      chosen.missingByColumn[target] = nil
      guard preprocessor.dropsRows(lacking: target) else { continue }
      let count = train.rowCount + validation.rowCount
      (train, validation) = (try train.rows(having: target), try validation.rows(having: target))
      let dropped = count - train.rowCount - validation.rowCount
      if dropped > 0 {
        lacking.append("\(dropped) of \(count) rows lack the target \"\(target)\" and are left out.")
      }
    }
    try Self.requireRows(train, validation)
    try train.requireTargets(targets)
    try validation.requireTargets(targets)
    let fitted = try tabular(chosen.fitted(to: train))
    let (seen, used) = (try tabular(fitted.complete(train)), try tabular(fitted.complete(validation)))
    try Self.requireRows(seen, used)
    self.preprocessor = fitted
    (self.train, self.validation) = (seen, used)
    trainFeatures = try tabular(fitted.rows(of: seen))
    validationFeatures = try tabular(fitted.rows(of: used))
    validationRepeatsTraining = try tabular(
      used.selecting(columns: names).occurrences(in: seen.selecting(columns: names)))
    try fitted.requireRange(trainFeatures)
    try fitted.requireRange(validationFeatures)
    // The fit's own notices would not know that a row index was left out: it sees the features alone.
    let index = preprocessor.features == nil ? train.columns.first(where: \.isRowIndex) : nil
    let leftOut = index.map {
      "The first column has no name (\($0.name)), like a row index written by pandas: it is left out of the features."
    }
    notices = train.readingNotices + [leftOut].compactMap { $0 } + lacking + fitted.notices
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

  static func featureNames(
    _ given: [String]?, of frame: DataFrame, targets: [String]
  ) throws(VintnerError) -> [String] {
    _ = try tabular(frame.selecting(columns: targets))
    let names = given ?? frame.columns.filter { !targets.contains($0.name) && !$0.isRowIndex }.map(\.name)
    if let target = targets.first(where: names.contains) { throw .targetAmongFeatures(target) }
    guard !names.isEmpty else { throw .noFeatures(target: targets[0]) }
    _ = try tabular(frame.selecting(columns: names))
    try tabular(frame.requireReadable(targets: targets, features: names))
    return names
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
  /// The rows that have a value in a column.
  fileprivate func rows(having name: String) throws(VintnerError) -> DataFrame {
    let column = try tabular(self[name])
    guard column.missingCount > 0 else { return self }
    return viewing { !column.isMissing($0) }
  }

  /// The frame with those of the features that are computed from its columns.
  ///
  /// - Parameter features: as a preprocessor names them; `nil` for columns that are there.
  /// - Throws: ``VintnerError/targetAmongFeatures(_:)`` where one would be computed from the target, and where
  ///   there is no such feature.
  func computing(_ features: [String]?, targets: [String]) throws(VintnerError) -> DataFrame {
    guard let features else { return self }
    _ = try tabular(selecting(columns: targets))
    let wider = try tabular(adding(features: features))
    let chosen = Set(features)
    for column in wider.columns where chosen.contains(column.name) {
      if let target = targets.first(where: { column.derivation?.columns.contains($0) ?? false }) {
        throw .targetAmongFeatures(target)
      }
    }
    return wider
  }

  /// The weights of the rows, of a column of numbers of 0 or more.
  ///
  /// - Throws: ``VintnerError/sampleWeight(_:problem:)`` for any other column.
  func sampleWeights(_ name: String) throws(VintnerError) -> [Double] {
    let column = try tabular(self[name])
    guard column.missingCount == 0 else {
      throw .sampleWeight(name, problem: "lacks \(Format.count(column.missingCount, "value"))")
    }
    guard let weights = try? column.values(as: Double.self).map({ $0! }) else {
      let cell = column.firstNonNumericCell.map { ": line \($0.line) has \"\($0.text)\"" }
      throw .sampleWeight(name, problem: "is text" + (cell ?? ""))
    }
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .sampleWeight(name, problem: "is \(weights[row]) in row \(rowNumbers[row]) (counted from 0)")
    }
    guard weights.contains(where: { $0 > 0 }) else { throw .sampleWeight(name, problem: "is 0 in all rows") }
    return weights
  }

  /// Refuses a target of text, unless it is a column of numbers with a faulty cell.
  func requireNumbers(_ name: String) throws(VintnerError) {
    let column = try tabular(self[name])
    if column.type == .text && column.firstNonNumericCell == nil { throw .textTarget(name) }
  }

  /// Makes sure that every row has all targets.
  func requireTargets(_ names: [String]) throws(VintnerError) {
    try tabular(requireReadable(targets: names, features: []))
    for name in names {
      let column = try tabular(self[name])
      guard column.missingCount == 0 else { throw .targetLacksValues(name, count: column.missingCount) }
    }
  }

  /// Splits the rows as pandas's `sample` does, so that both parts have rows, and passes the parts on.
  ///
  /// What is wrong with the whole table is reported before what is wrong with a part, and counted in the whole table.
  func split<Result>(
    targets: [String], _ preprocessor: Preprocessor, fraction: Double, seed: UInt32,
    _ body: (_ train: DataFrame, _ validation: DataFrame) throws(VintnerError) -> Result
  ) throws(VintnerError) -> Result {
    let frame = try computing(preprocessor.features, targets: targets)
    _ = try SplitFeatures.featureNames(preprocessor.features, of: frame, targets: targets)
    try requireTargets(targets.filter { !preprocessor.dropsRows(lacking: $0) })
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
  /// The largest number that a network of single precision can compute with: the square of a larger one is
  /// infinite.
  static let largestNumber = Double(Float.greatestFiniteMagnitude.squareRoot())

  /// Refuses numbers that a network of single precision cannot compute with.
  func requireRange(_ rows: FeatureRows) throws(VintnerError) {
    if let column = rows.firstColumn(beyond: Self.largestNumber) {
      throw .outOfRange(column: outputNames[column])
    }
  }

  /// Refuses numbers that a network of single precision cannot compute with.
  func requireRange(_ x: Matrix<Double>) throws(VintnerError) {
    let limit = Self.largestNumber
    let place = x.withUnsafeBufferPointer { $0.firstIndex { !(abs($0) <= limit) } }
    if let place { throw .outOfRange(column: outputNames[place % x.columns]) }
  }
}
