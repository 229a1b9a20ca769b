import LinearAlgebra
import NeuralNetworks
import Tabular

/// From a table to a network that predicts one of its columns: split, scaling, training.
///
///     let model = try RegressionPipeline(target: "quality").fitted(to: wine)
///     try model.predict(wine)                 // in the target's own units
///
/// The defaults are those of Keras's red-wine lesson: 70 % of the rows for training, min-max scaling of
/// features and target by the training rows, three dense layers of 512 rectified units, Adam on the mean
/// absolute error in batches of 256, at most 500 epochs, stopped after 20 without an improvement of 0.001.
///
/// Shapes: x (rows, inputs), y (rows, 1)
public struct RegressionPipeline: Sendable {
  /// The column to predict.
  public var target: String
  /// How the other columns become numbers.
  public var preprocessor: Preprocessor
  /// How the target is scaled for the network.
  public var targetScaling: Scaling
  /// Its last layer has one unit.
  public var network: Sequential
  /// How the network is trained.
  public var training: Training
  /// The width of the network's numbers.
  public var precision: Precision
  /// The share of the rows to train on, above 0 and below 1.
  public var trainFraction: Double
  /// The seed of the split, pandas's `random_state`.
  public var splitSeed: UInt32

  /// Creates the pipeline.
  ///
  /// - Parameters:
  ///   - target: the column to predict.
  ///   - preprocessor: how the other columns become numbers. Default: all of them, but for one that only
  ///     numbers the rows, scaled to the range from 0 to 1; texts and missing values are refused.
  ///   - targetScaling: how the target is scaled for the network; predictions are in its own units again.
  ///     Default: to the range from 0 to 1.
  ///   - network: the layers. Default: three hidden ones of 512 units each, with relu, and a linear unit.
  ///   - training: how to train. Default: `Training.redWine`.
  ///   - precision: the width of the network's numbers. Default: single.
  ///   - trainFraction: the share of the rows to train on, in (0, 1). Default 0.7.
  ///   - splitSeed: of the split. Default 0.
  /// - Precondition: the fraction lies in its range.
  public init(
    target: String, preprocessor: Preprocessor = Preprocessor(encoding: nil),
    targetScaling: Scaling = .minMax,
    network: Sequential = .dense(hidden: [512, 512, 512], activation: .relu),
    training: Training = .redWine, precision: Precision = .single,
    trainFraction: Double = 0.7, splitSeed: UInt32 = 0
  ) {
    precondition(
      trainFraction > 0 && trainFraction < 1, "A training fraction lies in (0, 1), received \(trainFraction)."
    )
    self.target = target
    self.preprocessor = preprocessor
    self.targetScaling = targetScaling
    self.network = network
    self.training = training
    self.precision = precision
    self.trainFraction = trainFraction
    self.splitSeed = splitSeed
  }

  /// Splits the rows as pandas's `sample` does, learns from the first part, and measures on the second.
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used, or the loss diverges.
  public func fitted(to frame: DataFrame) throws(VintnerError) -> FittedRegressionPipeline {
    try prepared(frame).fitted()
  }

  /// Does all that comes before training: finds the columns, splits, scales.
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used.
  public func prepared(_ frame: DataFrame) throws(VintnerError) -> PreparedRegression {
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
  ) throws(VintnerError) -> PreparedRegression {
    try PreparedRegression(self, train: train, validation: validation)
  }

  /// Fits once a fold and measures on the fold's validation rows: everything, scaling and categories among
  /// it, is learned anew from the other rows each time.
  ///
  ///     let folds = try wine.folds(5, seed: 0)
  ///     let scores = try pipeline.crossValidated(on: wine, folds: folds).map(\.metrics.meanAbsoluteError)
  ///     FoldScores(scores).mean
  ///
  /// - Returns: a report a fold, in their order.
  /// - Throws: ``VintnerError`` where the table cannot be used, or the loss diverges.
  /// - Precondition: the folds are those of this table.
  public func crossValidated(
    on frame: DataFrame, folds: [Fold]
  ) throws(VintnerError) -> [RegressionReport] {
    var reports: [RegressionReport] = []
    for fold in folds {
      let prepared = try prepared(
        train: frame[rows: fold.training], validation: frame[rows: fold.validation])
      reports.append(try prepared.fitted().report!)
    }
    return reports
  }
}

extension Sequential {
  /// Hidden dense layers of the given sizes, and one unit behind them.
  ///
  /// Shapes: X (batch, inputs) → Y (batch, 1)
  /// - Parameters:
  ///   - hidden: the units of each hidden layer, 1 or more.
  ///   - activation: of the hidden layers.
  ///   - output: the last unit's activation: linear for figures, the default; sigmoid for probabilities.
  ///   - batchNormalization: whether one stands between each hidden layer's sums and its function. Default
  ///     `false`.
  ///   - dropout: the share of each hidden layer's answers that is left out, in [0, 1). Default 0.
  ///   - kernelRegularizer: the penalty on the weights of every layer, the last among them. Default: none.
  public static func dense(
    hidden: [Int], activation: Activation, output: Activation = .linear, batchNormalization: Bool = false,
    dropout: Double = 0, kernelRegularizer: Regularizer? = nil
  ) -> Sequential {
    let layers = hidden.flatMap { units -> [any Layer] in
      let dense = Dense(
        units, activation: batchNormalization ? .linear : activation, kernelRegularizer: kernelRegularizer)
      let answers: [any Layer] = batchNormalization ? [dense, BatchNormalization(), activation] : [dense]
      return dropout > 0 ? answers + [Dropout(rate: dropout)] : answers
    }
    return Sequential(layers + [Dense(1, activation: output, kernelRegularizer: kernelRegularizer)])
  }
}

extension Training {
  /// How Keras's red-wine lesson trains: Adam on the mean absolute error, batches of 256, at most 500 epochs,
  /// stopped after 20 without an improvement of 0.001, the best epoch's weights restored.
  public static var redWine: Training {
    Training(
      optimizer: Adam(), loss: .meanAbsoluteError, batchSize: 256, epochs: 500,
      callbacks: [EarlyStopping(minDelta: 0.001, patience: 20, restoreBestWeights: true)])
  }
}
