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
  ///   - strata: the classes of rows, where the target has some.
  /// - Throws: ``VintnerError`` where a part has no rows or a feature cannot be used.
  init(
    train: DataFrame, validation: DataFrame, targets: [String], preprocessor: Preprocessor,
    weight: String? = nil,
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
    let resolved = preprocessor.resolvedFeatures(of: train, among: candidates)
    var (features, encoded): ([String], [String]) = (resolved.names, [])
    for name in resolved.byTarget {
      let column = try tabular(train[name])
      for (label, y) in try train.numbers(of: targets, classes: strata(train)) {
        let (feature, training) = try tabular(TargetEncoder.encoding(column, by: y, label: label))
        (train, validation) = try (
          tabular(train.appending(column: training)),
          tabular(validation.appending(column: validation.column(of: feature)))
        )
        features.append(feature.name)
        encoded.append(feature.name)
      }
    }
    let byTarget =
      encoded.isEmpty
      ? []
      : [
        "Texts of more than \(chosen.encoding!.maximumCategories) different values become mean targets of the training"
          + " rows, learned by folds: \(encoded.map { "\"\($0)\"" }.joined(separator: ", "))."
      ]
    guard !features.isEmpty else { throw .noFeatures(target: targets[0]) }
    chosen.features = features
    for part in resolved.parts {
      chosen.missingByColumn[part.name] =
        chosen.missingByColumn.removeValue(forKey: part.columns[0])
        ?? chosen.missingByColumn[part.name]
      (train, validation) = try (
        tabular(train.appending(column: train.column(of: part))),
        tabular(validation.appending(column: validation.column(of: part)))
      )
    }
    let names = features + targets
    let fitted = try tabular(chosen.fitted(to: train))
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
    let index = preprocessor.features == nil ? train.columns.first(where: \.isRowIndex) : nil
    let leftOut = index.map {
      "The first column has no name (\($0.name)), like a row index written by pandas: it is left out of the features."
    }
    notices =
      train.readingNotices + [leftOut].compactMap { $0 } + lacking + resolved.notices + byTarget
      + fitted.notices
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
    var names =
      preprocessor.features
      ?? frame.columns.filter { !targets.contains($0.name) && !$0.isRowIndex }.map(\.name)
    if let target = targets.first(where: names.contains) { throw .targetAmongFeatures(target) }
    names.removeAll(where: preprocessor.dropped.contains)
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
  func dropsRows(lacking target: String) -> Bool {
    (missingByColumn[target] ?? missingValues) != .refuse
  }
}

extension DataFrame {
  /// The rows that have a value in all of some columns.
  package func rows(havingAll names: [String]) -> DataFrame {
    let incomplete = names.compactMap { columns[$0] }.filter { $0.missingCount > 0 }
    return incomplete.isEmpty ? self : viewing { row in incomplete.allSatisfy { !$0.isMissing(row) } }
  }

  /// The rows to measure a model on, which have all targets.
  ///
  /// - Throws: ``VintnerError/table(_:)`` where a target has a number that 64 bits do not hold, and where no row is left.
  func measured(_ targets: [String]) throws(VintnerError) -> DataFrame {
    try tabular(requireReadable(targets: targets, features: []))
    let rows = rows(havingAll: targets)
    guard rows.rowCount > 0 else { throw .table(.noRows) }
    return rows
  }

  /// The rows that have a value in a column.
  func rows(having name: String) throws(VintnerError) -> DataFrame {
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

  /// The targets as numbers: of classes a 0 or 1 for each, of two for the second alone.
  fileprivate func numbers(
    of targets: [String], classes: Column?
  ) throws(VintnerError) -> [(label: String?, values: [Double])] {
    guard let classes else {
      return try targets.map { name throws(VintnerError) in
        let values = try tabular(self[name].values(as: Double.self))
        return (targets.count > 1 ? name : nil, values.map { $0 ?? .nan })
      }
    }
    let values = (0..<rowCount).map { classes[$0] }
    let labels = Set(values.compactMap { $0 }).sorted()
    return labels.dropFirst(labels.count == 2 ? 1 : 0).map { label in
      (labels.count == 2 ? nil : "\(label)", values.map { $0 == label ? 1 : 0 })
    }
  }

  /// Refuses a target of text, unless it is a column of numbers with a faulty cell.
  func requireNumbers(_ name: String) throws(VintnerError) {
    let column = try tabular(self[name])
    guard column.type == .text else { return }
    guard let cell = column.firstNonNumericCell else { throw .textTarget(name) }
    throw .faultyTarget(name, line: cell.line, text: cell.text)
  }

  /// Makes sure that every row has all targets.
  func requireTargets(_ names: [String]) throws(VintnerError) {
    try tabular(requireReadable(targets: names, features: []))
    for name in names {
      let column = try tabular(self[name])
      guard column.missingCount == 0 else { throw .targetLacksValues(name, count: column.missingCount) }
    }
  }
}

extension Pipeline {
  /// Divides the rows so that each part has rows, and passes the parts on.
  ///
  /// What is wrong with the whole table is reported before what is wrong with a part, and counted in the whole table.
  func divided<Result>(
    _ frame: DataFrame, _ body: (DataFrame.Parts) throws(VintnerError) -> Result
  ) throws(VintnerError) -> Result {
    let table = try requireUsable(frame)
    let (rows, classes) = try strata(of: table)
    let parts = try tabular(
      rows.parts(split, trainFraction: trainFraction, seed: splitSeed, classes: classes))
    guard parts.train.rowCount > 0, parts.validation.rowCount > 0, parts.test?.rowCount != 0 else {
      throw .tooFewRows(rows: rows.rowCount, trainFraction: trainFraction)
    }
    let noted = DataFrame.Parts(parts, notices: groupNotices + parts.notices)
    return try countingInTable(table) { () throws(VintnerError) in try body(noted) }
  }

  /// Divides the rows as ``split`` says into folds, in each of which other rows are validated on, and prepares them.
  ///
  ///     for fold in try pipeline.prepared(wine, folds: 5) { print(try fold.fitted().report!.metrics) }
  ///
  /// Everything, including scaling and categories, is learned from the other rows of each fold. Test rows are in none.
  /// - Parameters:
  ///   - frame: all rows.
  ///   - count: the number of folds, 2 or more.
  /// - Throws: ``VintnerError`` where the table cannot be used or divided.
  /// - Precondition: two folds or more.
  public func prepared(
    _ frame: DataFrame, folds count: Int
  ) throws(VintnerError) -> [PreparedPipeline<Target>] {
    let table = try requireUsable(frame)
    var (rows, classes) = try strata(of: table)
    var (notices, test): ([String], DataFrame?) = ([], nil)
    if split.testFraction > 0 {
      let parts = try tabular(
        rows.parts(split, trainFraction: trainFraction, seed: splitSeed, classes: classes))
      test = parts.test
      let isTest = Set(parts.test!.rowNumbers)
      let numbers = rows.rowNumbers
      rows = rows.viewing { !isTest.contains(numbers[$0]) }
      (rows, classes) = try strata(of: rows)
      notices = parts.notices
    }
    let (folds, more) = try tabular(rows.folds(count, split, seed: splitSeed, classes: classes))
    var result: [PreparedPipeline<Target>] = []
    for fold in folds {
      let (train, validation) = (rows[rows: fold.training], rows[rows: fold.validation])
      var prepared = try countingInTable(table) { () throws(VintnerError) -> PreparedPipeline<Target> in
        try self.prepared(train: train, validation: validation)
      }
      prepared.notices = groupNotices + notices + more + prepared.notices
      prepared.test = test
      result.append(prepared)
    }
    return result
  }

  /// Prepares all rows for training, none for validation but to measure on what was trained: for a model of all rows.
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used.
  package func preparedWhole(_ frame: DataFrame) throws(VintnerError) -> PreparedPipeline<Target> {
    let table = try requireUsable(frame)
    let (rows, classes) = try strata(of: table)
    guard split.testFraction > 0 else { return try prepared(train: rows, validation: rows) }
    let parts = try tabular(
      rows.parts(split, trainFraction: trainFraction, seed: splitSeed, classes: classes))
    let isTest = Set(parts.test!.rowNumbers)
    let numbers = rows.rowNumbers
    let others = rows.viewing { !isTest.contains(numbers[$0]) }
    return try prepared(train: others, validation: others)
  }

  /// That the column of the groups is no feature.
  private var groupNotices: [String] {
    guard let group = split.group, preprocessor.dropped.contains(group) else { return [] }
    return ["The column \"\(group)\" divides the rows into groups: it is left out of the features."]
  }

  /// The frame with computed features, after checks of all its rows.
  private func requireUsable(_ frame: DataFrame) throws(VintnerError) -> DataFrame {
    let table = try frame.computing(preprocessor.features, targets: kind.columns)
    _ = try SplitFeatures.featureNames(preprocessor, of: table, targets: kind.columns)
    try table.requireTargets(kind.columns.filter { !preprocessor.dropsRows(lacking: $0) })
    return table
  }

  /// The rows to divide, and the column to stratify them by; `nil` where they are not stratified.
  private func strata(of table: DataFrame) throws(VintnerError) -> (rows: DataFrame, classes: Column?) {
    guard split.stratify != false, split.order == nil, split.group == nil else { return (table, nil) }
    var rows = table
    for target in kind.columns { rows = try rows.rows(having: target) }
    guard rows.rowCount > 0 else { throw .table(.noRows) }
    if let classes = try kind.strata(of: rows) { return (rows, classes) }
    return split.stratify == true ? (rows, try tabular(rows[kind.columns[0]])) : (table, nil)
  }

  /// Errors about a part of a table are counted in all of it.
  private func countingInTable<Result>(
    _ table: DataFrame, _ body: () throws(VintnerError) -> Result
  ) throws(VintnerError) -> Result {
    do {
      return try body()
    } catch {
      switch error {
      case .table(.missingValues(let counts)):
        throw .table(
          .missingValues(
            counts.map { .init(column: $0.column, count: table.columns[$0.column]?.missingCount ?? $0.count) }
          ))
      case .table(.preparation(.classCount(let column, let classes, _))) where classes.count == 1:
        let others = (try? kind.strata(of: table.rows(having: column)))?.flatMap { $0.distinctCount } ?? 1
        guard others > 1 else { throw error }
        throw .oneClassInTraining(column: column, label: "\(classes[0])")
      default: throw error
      }
    }
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
    guard let place = rows.firstPlace(beyond: Self.largestNumber) else { return }
    throw .outOfRange(column: outputNames[place.column], row: frame.rowNumber(at: place.row))
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
