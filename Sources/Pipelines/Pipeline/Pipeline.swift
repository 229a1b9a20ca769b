import LinearAlgebra
import NeuralNetworks
import Tabular

/// From a table to a trained network: split, scaling, training.
///
///     let model = try RegressionPipeline(target: "quality").fitted(to: wine)
///     let grapes = try ClassificationPipeline(target: "grape").fitted(to: wine)
///
/// What is predicted is the pipeline's only parameter: see ``RegressionPipeline``, ``ClassificationPipeline``,
/// ``MulticlassPipeline`` and ``MultioutputPipeline``.
/// The properties of the target are those of the pipeline: `pipeline.target`.
///
/// Shapes: x (rows, inputs), y (rows, outputs)
@dynamicMemberLookup
public struct Pipeline<Target: PredictionTarget>: Sendable {
  /// What is predicted.
  public var kind: Target
  /// How the other columns become numbers.
  public var preprocessor: Preprocessor
  /// The layers. The last has a unit for each output of the target, or is a `Dense` that leaves its units out.
  public var network: Sequential
  /// How the network is trained.
  public var training: Training
  /// The width of the network's numbers.
  public var precision: Precision
  /// The share of the rows to train on, above 0 and below 1.
  public var trainFraction: Double
  /// The seed of the split, pandas's `random_state`.
  public var splitSeed: UInt32
  /// How the rows are divided. Default: as pandas's `sample` does.
  public var split: RowSplit
  /// The column that says how much each row counts in the losses of training and validation, 0 or more; it is not
  /// among the features. Metrics count every row alike, but for the training's weighted ones. Default: none.
  public var sampleWeight: String?
  /// The settings that say how the table's CSV file is written, for the model to remember. Default: none; of a run
  /// those that it gives.
  public var fileSettings = RunConfiguration()

  package init(
    _ kind: Target, preprocessor: Preprocessor, network: Sequential, training: Training,
    precision: Precision = .single, trainFraction: Double, splitSeed: UInt32,
    split: RowSplit = RowSplit()
  ) {
    precondition(
      trainFraction > 0 && trainFraction < 1, "A training fraction lies in (0, 1), received \(trainFraction)."
    )
    self.kind = kind
    self.preprocessor = preprocessor
    self.network = network
    self.training = training
    self.precision = precision
    self.trainFraction = trainFraction
    self.splitSeed = splitSeed
    self.split = split
  }

  /// A property of the target.
  public subscript<Value>(dynamicMember path: WritableKeyPath<Target, Value>) -> Value {
    get { kind[keyPath: path] }
    set { kind[keyPath: path] = newValue }
  }
}

extension Pipeline {
  /// Divides the rows (``split``), learns from the first part, and measures on the second.
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used, or the loss diverges.
  public func fitted(to frame: DataFrame) throws(VintnerError) -> FittedPipeline<Target> {
    try prepared(frame).fitted()
  }

  /// Does everything that comes before training: finds the columns, splits, scales.
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used.
  public func prepared(_ frame: DataFrame) throws(VintnerError) -> PreparedPipeline<Target> {
    try divided(frame) { parts throws(VintnerError) in
      var prepared = try PreparedPipeline(
        self, train: parts.train, validation: parts.validation, test: parts.test, of: parts.table)
      prepared.notices = parts.notices + prepared.notices
      prepared.split = split
      return prepared
    }
  }

  /// Prepares rows that are already split; the validation rows have the columns of the training rows.
  ///
  /// - Throws: ``VintnerError`` where a part has no rows or the table cannot be used.
  public func prepared(
    train: DataFrame, validation: DataFrame
  ) throws(VintnerError) -> PreparedPipeline<Target> {
    try PreparedPipeline(self, train: train, validation: validation)
  }

  /// Does everything that comes before training, with a table that stays in its file.
  ///
  /// - Parameters:
  ///   - path: the CSV file. It must not change meanwhile.
  ///   - options: what is known about the file. Default: nothing.
  ///   - streaming: how much of it is in memory. Default: windows of 262,144 rows.
  /// - Throws: ``VintnerError`` where the table cannot be used; ``VintnerError/notStreamed(what:instead:)`` for
  ///   scalings and fillings that take all rows at once; ``VintnerError/output(_:)`` where the disk is full.
  public func streamed(
    _ path: String, options: CSVReadingOptions = .init(), _ streaming: Streaming = Streaming()
  ) throws(VintnerError) -> PreparedPipeline<Target> {
    try PreparedPipeline(self, path, options, streaming)
  }

  /// Fits once per fold and measures on the fold's validation rows: everything, including scaling and categories,
  /// is learned again from the other rows each time.
  ///
  ///     let folds = try wine.folds(5, seed: 0)
  ///     let scores = try pipeline.crossValidated(on: wine, folds: folds).map(\.metrics.meanAbsoluteError)
  ///     FoldScores(scores).mean
  ///
  /// - Returns: a report for each fold, in their order.
  /// - Throws: ``VintnerError`` where the table cannot be used, or the loss diverges.
  /// - Precondition: the folds are those of this table.
  public func crossValidated(
    on frame: DataFrame, folds: [Fold]
  ) throws(VintnerError) -> [Report<Target>] {
    var reports: [Report<Target>] = []
    for fold in folds {
      let prepared = try prepared(
        train: frame[rows: fold.training], validation: frame[rows: fold.validation])
      reports.append(try prepared.fitted().report!)
    }
    return reports
  }
}

extension Sequential {
  /// Hidden dense layers of the given sizes, and an output layer.
  ///
  /// Shapes: X (batch, inputs) → Y (batch, outputs)
  /// - Parameters:
  ///   - hidden: the units of each hidden layer, 1 or more.
  ///   - activation: of the hidden layers.
  ///   - outputs: the units of the output layer, 1 or more; `nil` for as many as a pipeline's target needs. Default 1.
  ///   - output: the activation of the output layer: linear for numbers, the default; sigmoid for probabilities.
  ///   - batchNormalization: whether to normalize each hidden layer's sums before its activation. Default
  ///     `false`.
  ///   - dropout: the share of each hidden layer's outputs that is left out, in [0, 1). Default 0.
  ///   - kernelRegularizer: the penalty on the weights of every layer, the last among them. Default: none.
  public static func dense(
    hidden: [Int], activation: Activation, outputs: Int? = 1, output: Activation = .linear,
    batchNormalization: Bool = false, dropout: Double = 0, kernelRegularizer: Regularizer? = nil
  ) -> Sequential {
    let layers = hidden.flatMap { units -> [any Layer] in
      let dense = Dense(
        units, activation: batchNormalization ? .linear : activation, kernelRegularizer: kernelRegularizer)
      let block: [any Layer] = batchNormalization ? [dense, BatchNormalization(), activation] : [dense]
      return dropout > 0 ? block + [Dropout(rate: dropout)] : block
    }
    return Sequential(layers + [Dense(outputs, activation: output, kernelRegularizer: kernelRegularizer)])
  }
}
