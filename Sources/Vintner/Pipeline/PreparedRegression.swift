import LinearAlgebra
import NeuralNetworks
import Tabular

/// A table made ready for training: split, scaled, and turned into matrices.
public struct PreparedRegression: Sendable {
  /// What made it.
  public let pipeline: RegressionPipeline
  /// The columns of the training rows.
  public let schema: Schema
  /// The training rows as scaled figures. Shapes: x (rows, inputs), y (rows, 1)
  public let train: (x: Matrix<Double>, y: Matrix<Double>)
  /// Rows to measure on, scaled alike and of the same shapes.
  public let validation: (x: Matrix<Double>, y: Matrix<Double>)
  /// What whoever trains with this table should know, a sentence each.
  public let notices: [String]
  /// The SHA-256 of the CSV file, for the model to remember. Default: none.
  public var dataSHA256: String?
  let preprocessor: FittedPreprocessor
  let targetScaling: FittedScaling
  /// The validation rows' targets, in their own units.
  let validationTargets: [Double]
  /// For each validation row whether a training row is exactly the same.
  let validationRepeatsTraining: [Bool]

  init(
    _ pipeline: RegressionPipeline, train: DataFrame, validation: DataFrame
  ) throws(VintnerError) {
    try train.requireNumbers(pipeline.target)
    let split = try SplitFeatures(
      train: train, validation: validation, target: pipeline.target, preprocessor: pipeline.preprocessor)
    self.pipeline = pipeline
    let targets = try tabular { () throws(TabularError) in
      (
        train: try split.train.selecting(columns: [pipeline.target]),
        validation: try split.validation.matrix(of: [pipeline.target])
      )
    }
    schema = try Schema(split.train, features: split.preprocessor.featureNames, target: pipeline.target)
    let scaling = try tabular { () throws(TabularError) in
      try pipeline.targetScaling.fitted(to: targets.train)
    }
    let trainY = try tabular { () throws(TabularError) in try targets.train.matrix() }
    self.train = (split.trainX, scaling.scaled(trainY))
    self.validation = (split.validationX, scaling.scaled(targets.validation))
    targetScaling = scaling
    preprocessor = split.preprocessor
    validationTargets = targets.validation.scalars
    validationRepeatsTraining = split.validationRepeatsTraining
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
    do throws(NetworkError) {
      return joined(
        with: try pipeline.network.fitted(
          to: train.x, train.y, validation: validation, with: pipeline.training, precision: pipeline.precision
        ))
    } catch {
      throw .network(error)
    }
  }

  /// The model that a network makes with this table's columns and scaling, measured on its validation rows.
  ///
  /// - Precondition: the network takes as many values a row as there are inputs, and answers with one.
  public func joined(with network: TrainedNetwork) -> FittedRegressionPipeline {
    precondition(
      network.inputs == train.x.columns && network.outputs == 1,
      "The network takes \(train.x.columns) values a row and answers with 1, received"
        + " \(network.inputs) and \(network.outputs).")
    return FittedRegressionPipeline(self, network: network)
  }
}
