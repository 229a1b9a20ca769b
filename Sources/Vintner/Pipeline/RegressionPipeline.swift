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
public struct RegressionPipeline: Sendable {
  /// The column to predict.
  public var target: String
  /// The columns to predict it from. Default: all others, but for one that only numbers the rows.
  public var features: [String]?
  public var scaling: Scaling
  /// Its last layer has one unit.
  public var network: Sequential
  public var training: Training
  public var precision: Precision
  /// The share of the rows to train on, above 0 and below 1.
  public var trainFraction: Double
  public var splitSeed: UInt32

  public init(
    target: String, features: [String]? = nil, scaling: Scaling = .minMax,
    network: Sequential = .dense(hidden: [512, 512, 512], activation: .relu),
    training: Training = .redWine, precision: Precision = .single,
    trainFraction: Double = 0.7, splitSeed: UInt32 = 0
  ) {
    precondition(
      trainFraction > 0 && trainFraction < 1, "A training fraction lies in (0, 1), received \(trainFraction)."
    )
    self.target = target
    self.features = features
    self.scaling = scaling
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
    let names = try featureNames(in: frame)
    let (train, validation) = frame.randomSplit(by: trainFraction, seed: splitSeed)
    guard train.rowCount > 0, validation.rowCount > 0 else {
      throw .tooFewRows(rows: frame.rowCount, trainFraction: trainFraction)
    }
    return try PreparedRegression(self, features: names, train: train, validation: validation)
  }

  private func featureNames(in frame: DataFrame) throws(VintnerError) -> [String] {
    try tabular { () throws(TabularError) in _ = try frame.selecting(columns: [target]) }
    guard let features else {
      let names = frame.columns.filter { $0.name != target && !$0.isRowIndex }.map(\.name)
      guard !names.isEmpty else { throw .noFeatures(target: target) }
      return names
    }
    if features.contains(target) { throw .targetAmongFeatures(target) }
    guard !features.isEmpty else { throw .noFeatures(target: target) }
    try tabular { () throws(TabularError) in _ = try frame.selecting(columns: features) }
    return features
  }
}

extension Sequential {
  /// Hidden dense layers of the given sizes, and one linear unit behind them.
  public static func dense(hidden: [Int], activation: Activation) -> Sequential {
    Sequential(hidden.map { Dense($0, activation: activation) } + [Dense(1)])
  }
}

extension Training {
  /// How Keras's red-wine lesson trains.
  public static var redWine: Training {
    Training(
      optimizer: Adam(), loss: .meanAbsoluteError, batchSize: 256, epochs: 500,
      callbacks: [EarlyStopping(minDelta: 0.001, patience: 20, restoreBestWeights: true)])
  }
}
