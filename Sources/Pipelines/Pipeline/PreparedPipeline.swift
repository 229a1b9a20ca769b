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
  public private(set) var pipeline: Pipeline<Target>
  /// The columns of the training rows.
  public let schema: Schema
  /// What was learned about the target.
  public package(set) var target: Target.Fitted
  /// What the user should know before training, a sentence each.
  public internal(set) var notices: [String]
  /// The rows that nothing has seen, to measure the model on at the end: ``FittedPipeline/evaluate(_:threads:)``;
  /// `nil` where the split has none.
  public internal(set) var test: DataFrame?
  /// The SHA-256 of the CSV file, for the model to remember. Default: none.
  public var dataSHA256: String?
  /// Where its trainings, and others of the same run, save their states; `nil` where they do not.
  package var checkpoints: RunCheckpoints?
  /// How the rows of one table were divided; `nil` where they were not, or are in a file.
  var split: RowSplit?
  /// How the features become numbers.
  package let preprocessor: FittedPreprocessor
  private(set) var rows: PreparedRows

  /// Prepares rows in memory, and keeps the test rows as they are.
  ///
  /// - Parameter table: the table that all are rows of, if there is one.
  init(
    _ pipeline: Pipeline<Target>, train: DataFrame, validation: DataFrame, test: DataFrame? = nil,
    of table: DataFrame? = nil
  ) throws(VintnerError) {
    let kind = pipeline.kind
    try kind.check(train)
    let split = try SplitFeatures(
      train: train, validation: validation, table: table, targets: kind.columns,
      preprocessor: pipeline.preprocessor, weight: pipeline.sampleWeight
    ) { rows throws(VintnerError) in try kind.strata(of: rows) }
    target = try kind.fitted(to: split.train)
    let truth = try target.truth(of: split.validation)
    let (targets, held) = (try target.rows(of: split.train), try target.rows(of: split.validation))
    try targets.requireRange(named: kind.columns, of: split.train)
    try held.requireRange(named: kind.columns, of: split.validation)
    rows = PreparedRows(
      train: (split.trainFeatures, targets), validation: (split.validationFeatures, held), truth: truth,
      repeatsTraining: split.validationRepeatsTraining,
      weights: try pipeline.sampleWeight.map { column throws(VintnerError) in
        (train: try split.train.sampleWeights(column), validation: try split.validation.sampleWeights(column))
      })
    schema = try Schema(split.train, features: split.preprocessor.featureNames, targets: kind.columns)
    preprocessor = split.preprocessor
    var completed = pipeline
    let found = try completed.complete(for: target, targets, preprocessor)
    self.pipeline = completed
    notices =
      split.notices + target.notices + kind.notices(of: split.train) + found
      + split.notices(completed.training, of: completed.network)
    self.test = test
  }

  /// Prepares a table that stays in its file.
  init(
    _ pipeline: Pipeline<Target>, _ path: String, _ options: CSVReadingOptions, _ streaming: Streaming
  ) throws(VintnerError) {
    let kind = pipeline.kind
    try kind.requireStreaming()
    guard pipeline.sampleWeight == nil else { throw .notStreamed(what: "sample weights", instead: "none") }
    try pipeline.training.requireStreaming()
    let table = try StreamedTable(path, options: options, streaming: streaming, for: pipeline)
    try kind.check(table.extremeRows)
    let target = try kind.fitted(to: table.extremeRows)
    schema = try Schema(table.extremeRows, features: table.features, targets: kind.columns)
    preprocessor = table.preprocessor
    rows =
      switch pipeline.precision {
      case .single: try table.rows(as: Float.self, target)
      case .double: try table.rows(as: Double.self, target)
      }
    self.target = target
    var completed = pipeline
    let found = try completed.complete(for: target, try target.rows(of: table.extremeRows), preprocessor)
    completed.training.shuffleWindow = streaming.window
    self.pipeline = completed
    notices =
      table.notices + target.notices + found + completed.network.warnings(for: completed.training.loss)
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
  public var train: (x: Matrix<Double>, y: Matrix<Double>) { (rows.train.x.matrix(), rows.train.y.matrix()) }

  /// The validation rows, made from the table at each call. Shapes: x (rows, inputs), y (rows, outputs)
  public var validation: (x: Matrix<Double>, y: Matrix<Double>) {
    (rows.validation.x.matrix(), rows.validation.y.matrix())
  }

  /// How much the rows count in the losses, where the pipeline names a column for it.
  package var sampleWeights: (train: [Double], validation: [Double])? { rows.weights }

  /// Makes training end after a number of epochs, and not before.
  package mutating func trainsFor(epochs: Int) {
    pipeline.training.epochs = epochs
    pipeline.training.callbacks.removeAll { $0 is EarlyStopping }
  }

  /// Trains the network and measures it beside the baselines.
  ///
  /// A callback's request to save (`ModelCheckpoint`) writes the model's file, unless the training says otherwise.
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges; ``VintnerError/outputs(found:needed:)``.
  public func fitted() throws(VintnerError) -> FittedPipeline<Target> { joined(with: try trained()) }

  /// Trains the network.
  func trained() throws(VintnerError) -> TrainedNetwork {
    try requireOutputs()
    return switch pipeline.precision {
    case .single: try trained(Float.self)
    case .double: try trained(Double.self)
    }
  }

  /// Makes training report its epochs and end when it is cancelled.
  mutating func watch(_ watch: TrainingWatch) { pipeline.training = watch.watching(pipeline.training) }

  /// Refuses a network whose training there is no memory for, before the network is created.
  ///
  /// - Throws: ``VintnerError/network(_:)``.
  package func requireMemory() throws(VintnerError) {
    try networking(
      pipeline.network.requireMemory(
        inputs: inputs, rows: rows.train.x.rowCount + rows.validation.x.rowCount, training: pipeline.training,
        precision: pipeline.precision, members: pipeline.training.ensemble?.members ?? 1))
  }

  private func trained<Scalar: MatrixScalar>(_: Scalar.Type) throws(VintnerError) -> TrainedNetwork {
    let train: (x: Matrix<Scalar>, y: Matrix<Scalar>) = (rows.train.x.matrix(), rows.train.y.matrix())
    let validation: (x: Matrix<Scalar>, y: Matrix<Scalar>) = (
      rows.validation.x.matrix(), rows.validation.y.matrix()
    )
    var training = pipeline.training
    if training.save == nil {
      training.save = { network, path in
        try FittedPipeline(self, network: network, isMeasured: false).save(to: path)
      }
    }
    func fitted(with training: Training, _ state: TrainingState?) throws(NetworkError) -> TrainedNetwork {
      try pipeline.network.fitted(
        to: train.x, train.y, sampleWeights: sampleWeights?.train, validation: validation,
        validationWeights: sampleWeights?.validation, with: training, precision: pipeline.precision,
        resuming: state)
    }
    guard let checkpoints else { return try networking(fitted(with: training, nil)) }
    let digest = FileDigest.sha256(
      of: [train.x, train.y, validation.x, validation.y],
      sampleWeights.map { [$0.train, $0.validation] } ?? [])
    return try checkpoints.trained(pipeline.network, rows: digest, epochs: training.epochs) {
      (states, state) throws(NetworkError) in
      training.checkpoints = states
      return try fitted(with: training, state)
    }
  }

  /// The model that a network makes with this table's columns and target, measured on its validation rows.
  ///
  /// - Precondition: the network takes as many values per row as there are inputs, and has the target's outputs.
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
    return switch pipeline.precision {
    case .single: try sweep(finder, Float.self)
    case .double: try sweep(finder, Double.self)
    }
  }

  private func sweep<Scalar: MatrixScalar>(
    _ finder: LearningRateFinder, _: Scalar.Type
  ) throws(VintnerError) -> LearningRateSweep {
    try networking(
      finder.sweep(
        pipeline.network, on: rows.train.x.matrix() as Matrix<Scalar>, rows.train.y.matrix(),
        with: pipeline.training, sampleWeights: sampleWeights?.train, precision: pipeline.precision))
  }

  /// Refuses a network that does not have the target's outputs, as a run file can describe it.
  package func requireOutputs() throws(VintnerError) {
    let found = pipeline.network.layers.reduce(inputs) { $1.outputs(inputs: $0) }
    guard found == target.outputs else { throw .outputs(found: found, needed: target.outputs) }
  }
}

extension Pipeline {
  /// Completes what is left to a table: the target's settings, how many outputs the network has, which columns are
  /// embedded, and of how many categories.
  ///
  /// - Returns: What the user should know, a sentence each.
  fileprivate mutating func complete(
    for target: Target.Fitted, _ targets: FeatureRows, _ preprocessor: FittedPreprocessor
  ) throws(VintnerError) -> [String] {
    network = network.completed(outputs: target.outputs)
    let kind = kind
    try kind.complete(&self, target, targets: targets)
    let inputs = preprocessor.outputColumns.map { output in
      let codes = output.categories.flatMap { $0.form == .codes ? $0.codeCount : nil }
      return NetworkInput(
        name: output.name,
        kind: codes.map { .code(categories: $0) } ?? (output.isNumber ? .number : .other))
    }
    let described = network
    network = try networking(described.completed(for: inputs))
    let isIdle =
      self.preprocessor.encoding?.encodesManyAsCodes != true
      && described.layers.contains { ($0 as? Embedding)?.takesCodes == true }
    return isIdle
      ? [
        "No column becomes codes of categories, so the network's embedding is left out: it takes embedding among the"
          + " encodings."
      ] : []
  }
}

extension PreparedPipeline {
  /// The same table with other rows of it to train and to validate on, prepared as before.
  func dividing(_ rows: PreparedRows) -> PreparedPipeline {
    var result = self
    result.rows = rows
    return result
  }
}

/// What reports and baselines need.
extension PreparedPipeline {
  /// The loss on the validation rows of what a network predicts, without penalties on the weights.
  func validationLoss(of network: TrainedNetwork) -> Double {
    let outputs = network.outputs(for: rows.validation.x, threads: pipeline.training.threads)
    return pipeline.training.loss(
      outputs, rows.validation.y.matrix(), sampleWeights: sampleWeights?.validation)
  }

  /// The mean of the training rows' targets, one for each output.
  package var meanTargets: [Double] {
    let targets: Matrix<Double> = rows.train.y.matrix()
    return (0..<targets.columns).map { targets.column($0).reduce(0, +) / Double(targets.rows) }
  }

  /// The metrics of a model's outputs for the validation rows. Shape: (rows, outputs)
  package func metrics(ofOutputs outputs: Matrix<Double>) -> Target.Fitted.Metrics {
    target.metrics(target.values(outputs), truth: rows.truth ?? target.values(rows.validation.y.matrix()))
  }

  /// The model that a network makes, without a report on its validation rows.
  package func unmeasured(_ network: TrainedNetwork) -> FittedPipeline<Target> {
    FittedPipeline(self, network: network, isMeasured: false)
  }

  /// What a network predicts for the validation rows, and what it should, in the target's units.
  func measured(_ network: TrainedNetwork) -> (values: Matrix<Double>, truth: Matrix<Double>) {
    let outputs = network.outputs(for: rows.validation.x, threads: pipeline.training.threads)
    return (target.values(outputs), rows.truth ?? target.values(rows.validation.y.matrix()))
  }
}
