import LinearAlgebra
import NeuralNetworks
import Tabular

/// From a table to a network that tells two classes apart: split, scaling, training.
///
///     let model = try ClassificationPipeline(target: "quality", positiveFrom: 6).fitted(to: wine)
///     try model.probabilities(wine)            // of a wine of quality 6 or more
///     try model.predict(wine)                  // false or true
///
/// The target is a column of two texts, booleans or whole numbers, or any column of numbers with a threshold.
/// The split is that of ``RegressionPipeline``; the loss is the binary cross-entropy.
///
/// Shapes: x (rows, inputs), y (rows, 1) of 0 and 1
public struct ClassificationPipeline: Sendable {
  /// The column to predict.
  public var target: String
  /// Where set, a row is positive if the target is at least so much.
  public var positiveFrom: Double?
  /// How the other columns become numbers.
  public var preprocessor: Preprocessor
  /// Its last layer is one sigmoid unit.
  public var network: Sequential
  /// How the network is trained.
  public var training: Training
  /// The width of the network's numbers.
  public var precision: Precision
  /// The share of the rows to train on, above 0 and below 1.
  public var trainFraction: Double
  /// The seed of the split, pandas's `random_state`.
  public var splitSeed: UInt32
  /// The probability above which a row is called positive, in (0, 1).
  public var threshold: Double
  /// Where set, the weights of the classes take the place of those of `training`.
  public var classWeighting: ClassWeighting?

  /// Creates the pipeline.
  ///
  /// - Parameters:
  ///   - preprocessor: as in ``RegressionPipeline``.
  ///   - target: the column to predict.
  ///   - positiveFrom: the value from which a row is positive; `nil`, the default, where the column holds two
  ///     classes.
  ///   - network: the layers. Default: three hidden ones of 512 units each, with relu, and a sigmoid unit.
  ///   - training: how to train. Default: `Training.binary`.
  ///   - precision: the width of the network's numbers. Default: single.
  ///   - trainFraction: the share of the rows to train on, in (0, 1). Default 0.7.
  ///   - splitSeed: of the split. Default 0.
  ///   - threshold: the probability above which a row is called positive, in (0, 1). Default 0.5.
  ///   - classWeighting: how much the training rows of each class count. Default: as `training` says.
  /// - Precondition: fraction and threshold lie in their ranges.
  public init(
    target: String, positiveFrom: Double? = nil, preprocessor: Preprocessor = Preprocessor(encoding: nil),
    network: Sequential = .dense(hidden: [512, 512, 512], activation: .relu, output: .sigmoid),
    training: Training = .binary, precision: Precision = .single,
    trainFraction: Double = 0.7, splitSeed: UInt32 = 0, threshold: Double = 0.5,
    classWeighting: ClassWeighting? = nil
  ) {
    precondition(
      trainFraction > 0 && trainFraction < 1, "A training fraction lies in (0, 1), received \(trainFraction)."
    )
    precondition(threshold > 0 && threshold < 1, "A threshold lies in (0, 1), received \(threshold).")
    self.target = target
    self.positiveFrom = positiveFrom
    self.preprocessor = preprocessor
    self.network = network
    self.training = training
    self.precision = precision
    self.trainFraction = trainFraction
    self.splitSeed = splitSeed
    self.threshold = threshold
    self.classWeighting = classWeighting
  }

  /// Splits the rows as pandas's `sample` does, learns from the first part, and measures on the second.
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used, or the loss diverges.
  public func fitted(to frame: DataFrame) throws(VintnerError) -> FittedClassificationPipeline {
    try prepared(frame).fitted()
  }

  /// Does all that comes before training: finds the columns and classes, splits, scales.
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used.
  public func prepared(_ frame: DataFrame) throws(VintnerError) -> PreparedClassification {
    try frame.split(target: target, preprocessor, fraction: trainFraction, seed: splitSeed) {
      train, validation throws(VintnerError) in
      try prepared(train: train, validation: validation)
    }
  }

  /// The same for rows that have been split already, the validation rows having the columns of the others.
  ///
  /// - Throws: ``VintnerError`` where a part has no rows or the table cannot be used.
  public func prepared(
    train: DataFrame, validation: DataFrame
  ) throws(VintnerError) -> PreparedClassification {
    try PreparedClassification(self, train: train, validation: validation)
  }

  /// Fits once a fold and measures on the fold's validation rows: everything, scaling and categories among
  /// it, is learned anew from the other rows each time.
  ///
  ///     let folds = try wine.folds(5, seed: 0)
  ///     let scores = try pipeline.crossValidated(on: wine, folds: folds).map(\.metrics.accuracy)
  ///     FoldScores(scores).mean
  ///
  /// - Returns: a report a fold, in their order.
  /// - Throws: ``VintnerError`` where the table cannot be used, or the loss diverges.
  /// - Precondition: the folds are those of this table.
  public func crossValidated(
    on frame: DataFrame, folds: [Fold]
  ) throws(VintnerError) -> [ClassificationReport] {
    var reports: [ClassificationReport] = []
    for fold in folds {
      let prepared = try prepared(
        train: frame[rows: fold.training], validation: frame[rows: fold.validation])
      reports.append(try prepared.fitted().report!)
    }
    return reports
  }
}

extension Training {
  /// How a network of two classes is trained where nobody says otherwise: as ``redWine``, but on the binary
  /// cross-entropy, with the binary accuracy and the AUC reported.
  public static var binary: Training {
    Training(
      optimizer: Adam(), loss: .binaryCrossEntropy, metrics: [.binaryAccuracy, .auc], batchSize: 256,
      epochs: 500,
      callbacks: [EarlyStopping(minDelta: 0.001, patience: 20, restoreBestWeights: true)])
  }
}
