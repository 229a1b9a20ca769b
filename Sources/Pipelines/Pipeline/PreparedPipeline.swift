import LinearAlgebra
import NeuralNetworks
import Tabular

/// A table made ready for training: split, scaled, and turned into matrices, in memory or in files.
///
///     let prepared = try pipeline.prepared(wine)
///     let table = try pipeline.streamed("sensors.csv")
///     let model = try table.fitted()
///
/// What was learned about the target is also available here: `prepared.classTarget`.
@dynamicMemberLookup
public struct PreparedPipeline<Target: PredictionTarget>: Sendable {
  /// The pipeline that prepared it, completed with what the training rows show.
  public let pipeline: Pipeline<Target>
  /// The columns of the training rows.
  public let schema: Schema
  /// What was learned about the target.
  public package(set) var target: Target.Fitted
  /// What the user should know before training, a sentence each.
  public let notices: [String]
  /// The SHA-256 of the CSV file, for the model to remember. Default: none.
  public var dataSHA256: String?
  /// How the features become numbers.
  package let preprocessor: FittedPreprocessor
  private let rows: Rows

  private enum Rows {
    /// The targets are those that the network learns, the truth what its predictions are measured against.
    case memory(SplitFeatures, train: FeatureRows, validation: FeatureRows, truth: Matrix<Double>)
    case files(any NetworkRows)
  }

  /// Prepares rows in memory.
  init(
    _ pipeline: Pipeline<Target>, train: DataFrame, validation: DataFrame
  ) throws(VintnerError) {
    let kind = pipeline.kind
    try kind.check(train)
    let split = try SplitFeatures(
      train: train, validation: validation, targets: kind.columns, preprocessor: pipeline.preprocessor)
    target = try kind.fitted(to: split.train)
    let truth = try target.truth(of: split.validation)
    let (trainTargets, validationTargets) = (
      try target.rows(of: split.train), try target.rows(of: split.validation)
    )
    schema = try Schema(split.train, features: split.preprocessor.featureNames, targets: kind.columns)
    notices = split.notices + target.notices + split.notices(pipeline.training, of: pipeline.network)
    preprocessor = split.preprocessor
    rows = .memory(split, train: trainTargets, validation: validationTargets, truth: truth)
    var completed = pipeline
    try kind.complete(&completed, target, targets: trainTargets)
    self.pipeline = completed
  }

  /// Prepares a table that stays in its file.
  init(
    _ pipeline: Pipeline<Target>, _ path: String, _ options: CSVReadingOptions, _ streaming: Streaming
  ) throws(VintnerError) {
    let kind = pipeline.kind
    try kind.requireStreaming()
    try pipeline.training.requireStreaming()
    let table = try StreamedTable(
      path, options: options, streaming: streaming, targets: kind.columns,
      preprocessor: pipeline.preprocessor, fraction: pipeline.trainFraction, seed: pipeline.splitSeed)
    try kind.check(table.extremeRows)
    let target = try kind.fitted(to: table.extremeRows)
    schema = try Schema(table.extremeRows, features: table.features, targets: kind.columns)
    notices = target.notices + pipeline.network.warnings(for: pipeline.training.loss)
    preprocessor = table.preprocessor
    rows = .files(
      pipeline.precision == .single
        ? try table.rows(as: Float.self, target) : try table.rows(as: Double.self, target))
    self.target = target
    var completed = pipeline
    try kind.complete(&completed, target, targets: try target.rows(of: table.extremeRows))
    completed.training.shuffleWindow = streaming.window
    self.pipeline = completed
  }

  /// A property of what was learned about the target.
  public subscript<Value>(dynamicMember path: KeyPath<Target.Fitted, Value>) -> Value {
    target[keyPath: path]
  }
}

extension PreparedPipeline {
  /// The number of values per row that the network takes.
  public var inputs: Int { preprocessor.outputNames.count }

  /// The training rows, made from the table at each call. Shapes: x (rows, inputs), y (rows, outputs)
  public var train: (x: Matrix<Double>, y: Matrix<Double>) {
    switch rows {
    case .memory(let split, let targets, _, _): (split.trainFeatures.matrix(), targets.matrix())
    case .files(let rows): (rows.trainFeatures, rows.trainTargets)
    }
  }

  /// The validation rows, made from the table at each call. Shapes: x (rows, inputs), y (rows, outputs)
  public var validation: (x: Matrix<Double>, y: Matrix<Double>) {
    switch rows {
    case .memory(let split, _, let targets, _): (split.validationFeatures.matrix(), targets.matrix())
    case .files(let rows): (rows.validationFeatures, rows.validationTargets)
    }
  }

  /// Trains the network and measures it beside the baselines.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges; ``VintnerError/outputs(found:needed:)``.
  public func fitted() throws(VintnerError) -> FittedPipeline<Target> {
    try requireOutputs()
    let network = try networkRows.fitted(by: pipeline)
    return joined(with: network)
  }

  /// The model that a network makes with this table's columns and target, measured on its validation rows.
  ///
  /// - Precondition: the network takes as many values a row as there are inputs, and has the target's outputs.
  public func joined(with network: TrainedNetwork) -> FittedPipeline<Target> {
    precondition(
      network.inputs == inputs && network.outputs == target.outputs,
      "The network takes \(inputs) values a row and has \(target.outputs) outputs, received"
        + " \(network.inputs) and \(network.outputs).")
    return FittedPipeline(self, network: network)
  }

  /// Trains fresh weights on the training rows once while the learning rate climbs.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the network cannot learn; ``VintnerError/outputs(found:needed:)``.
  public func sweep(_ finder: LearningRateFinder) throws(VintnerError) -> LearningRateSweep {
    try requireOutputs()
    return try networkRows.sweep(finder, by: pipeline)
  }

  /// Refuses a network that does not have the target's outputs, as a run file can describe it.
  private func requireOutputs() throws(VintnerError) {
    let found = pipeline.network.layers.reduce(inputs) { $1.outputs(inputs: $0) }
    guard found == target.outputs else { throw .outputs(found: found, needed: target.outputs) }
  }

  private var networkRows: any NetworkRows {
    func made<Scalar: MatrixScalar>(
      _: Scalar.Type, _ split: SplitFeatures, _ train: FeatureRows, _ validation: FeatureRows
    ) -> RowsInPrecision<Scalar> {
      RowsInPrecision(
        train: (split.trainFeatures.matrix(), train.matrix()),
        validation: (split.validationFeatures.matrix(), validation.matrix()))
    }
    switch (rows, pipeline.precision) {
    case (.memory(let split, let train, let validation, _), .single):
      return made(Float.self, split, train, validation)
    case (.memory(let split, let train, let validation, _), .double):
      return made(Double.self, split, train, validation)
    case (.files(let rows), _): return rows
    }
  }
}

/// What reports and baselines need.
extension PreparedPipeline {
  /// The features and targets of rows in memory; `nil` of a streamed table.
  var rowsInMemory: (train: (x: FeatureRows, y: FeatureRows), validation: (x: FeatureRows, y: FeatureRows))? {
    guard case .memory(let split, let train, let validation, _) = rows else { return nil }
    return ((split.trainFeatures, train), (split.validationFeatures, validation))
  }

  var trainCount: Int {
    switch rows {
    case .memory(_, let targets, _, _): targets.rowCount
    case .files(let rows): rows.trainCount
    }
  }

  /// The mean of the training rows' targets, one an output.
  package var meanTargets: [Double] {
    let targets: Matrix<Double> =
      switch rows {
      case .memory(_, let targets, _, _): targets.matrix()
      case .files(let rows): rows.trainTargets
      }
    return (0..<targets.columns).map { targets.column($0).reduce(0, +) / Double(targets.rows) }
  }

  /// What a network predicts for the validation rows and what it should, in the target's units, and for each row
  /// whether a training row is exactly the same; `nil` where that is unknown, as in a streamed table.
  func measured(
    _ network: TrainedNetwork
  ) -> (values: Matrix<Double>, truth: Matrix<Double>, repeatsTraining: [Bool]?) {
    let threads = pipeline.training.threads
    switch rows {
    case .memory(let split, _, _, let truth):
      let outputs = network.predict(split.validationFeatures, threads: threads)
      return (target.values(outputs), truth, split.validationRepeatsTraining)
    case .files(let rows):
      let outputs = rows.validationOutputs(of: network, threads: threads)
      return (target.values(outputs), target.values(rows.validationTargets), nil)
    }
  }
}
