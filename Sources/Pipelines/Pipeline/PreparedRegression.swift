import LinearAlgebra
import NeuralNetworks
import Tabular

/// A table made ready for training: split, scaled, and turned into matrices.
public struct PreparedRegression: Sendable {
  /// What made it.
  public let pipeline: RegressionPipeline
  /// The columns of the training rows.
  public let schema: Schema
  /// What whoever trains with this table should know, a sentence each.
  public let notices: [String]
  /// The SHA-256 of the CSV file, for the model to remember. Default: none.
  public var dataSHA256: String?
  /// How the target is scaled for the network.
  package internal(set) var targetScaling: FittedScaling
  private let split: SplitFeatures
  /// The targets, scaled.
  let trainTargets: FeatureRows
  let scaledValidationTargets: FeatureRows
  /// The validation rows' targets, in their own units.
  let validationTargets: [Double]

  init(
    _ pipeline: RegressionPipeline, train: DataFrame, validation: DataFrame
  ) throws(VintnerError) {
    try train.requireNumbers(pipeline.target)
    let split = try SplitFeatures(
      train: train, validation: validation, target: pipeline.target, preprocessor: pipeline.preprocessor)
    self.pipeline = pipeline
    self.split = split
    let (scaling, targets) = try tabular { () throws(TabularError) in
      let targets = try split.validation.matrix(of: [pipeline.target])
      let train = try split.train.selecting(columns: [pipeline.target])
      return (try pipeline.targetScaling.fitted(to: train), targets.scalars)
    }
    schema = try Schema(split.train, features: split.preprocessor.featureNames, target: pipeline.target)
    targetScaling = scaling
    validationTargets = targets
    (trainTargets, scaledValidationTargets) = try tabular { () throws(TabularError) in
      (try scaling.rows(of: split.train), try scaling.rows(of: split.validation))
    }
    let isConstant = !scaling.constantColumns.isEmpty
    notices =
      split.notices
      + (isConstant
        ? ["The target \"\(pipeline.target)\" has one value in all training rows: there is nothing to learn."]
        : scaling.warnings)
      + split.notices(pipeline.training, of: pipeline.network)
  }

  /// Trains the network and measures it beside the baselines.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges.
  public func fitted() throws(VintnerError) -> FittedRegressionPipeline {
    let network = try networkRows().fitted(by: pipeline)
    return joined(with: network)
  }

  /// The model that a network makes with this table's columns and scaling, measured on its validation rows.
  ///
  /// - Precondition: the network takes as many values a row as there are inputs, and answers with one.
  public func joined(with network: TrainedNetwork) -> FittedRegressionPipeline {
    precondition(
      network.inputs == inputs && network.outputs == 1,
      "The network takes \(inputs) values a row and answers with 1, received"
        + " \(network.inputs) and \(network.outputs).")
    return FittedRegressionPipeline(self, network: network)
  }
}

extension PreparedRegression {
  /// The number of values a row that the network takes.
  public var inputs: Int { split.trainFeatures.width }

  /// The training rows, scaled, made from the table at each call. Shapes: x (rows, inputs), y (rows, 1)
  public var train: (x: Matrix<Double>, y: Matrix<Double>) {
    (trainFeatures.matrix(), trainTargets.matrix())
  }

  /// The validation rows, scaled, made from the table at each call. Shapes: x (rows, inputs), y (rows, 1)
  public var validation: (x: Matrix<Double>, y: Matrix<Double>) {
    (validationFeatures.matrix(), scaledValidationTargets.matrix())
  }

  /// Trains fresh weights on the training rows once while the learning rate climbs.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the network cannot learn.
  public func sweep(_ finder: LearningRateFinder) throws(VintnerError) -> LearningRateSweep {
    try networkRows().sweep(finder, by: pipeline)
  }

  private func networkRows() -> NetworkRows {
    NetworkRows(
      split, train: trainTargets, validation: scaledValidationTargets, precision: pipeline.precision)
  }

  /// How the features become numbers.
  package var preprocessor: FittedPreprocessor { split.preprocessor }
  var trainFeatures: FeatureRows { split.trainFeatures }
  var validationFeatures: FeatureRows { split.validationFeatures }

  /// For each validation row whether a training row is exactly the same.
  var validationRepeatsTraining: [Bool] { split.validationRepeatsTraining }

  /// What a network answers to the validation rows, in the target's units.
  func validationPredictions(of network: TrainedNetwork) -> [Double] {
    let outputs = network.predict(split.validationFeatures, threads: pipeline.training.threads)
    return targetScaling.unscaled(outputs).scalars
  }
}
