import LinearAlgebra
import NeuralNetworks
import Tabular

/// A table made ready for telling two classes apart.
public struct PreparedClassification: Sendable {
  /// What made it.
  public let pipeline: ClassificationPipeline
  /// The columns of the training rows.
  public let schema: Schema
  /// The classes, and how a table names them.
  public let classTarget: ClassTarget
  /// The training rows as numbers. Shapes: x (rows, inputs), y (rows, 1) of 0 and 1
  public let train: (x: Matrix<Double>, y: Matrix<Double>)
  /// Rows to measure on, of the same shapes.
  public let validation: (x: Matrix<Double>, y: Matrix<Double>)
  /// What whoever trains with this table should know, a sentence each.
  public let notices: [String]
  /// The SHA-256 of the CSV file, for the model to remember. Default: none.
  public var dataSHA256: String?
  let preprocessor: FittedPreprocessor
  /// For each validation row whether a training row is exactly the same.
  let validationRepeatsTraining: [Bool]

  init(
    _ pipeline: ClassificationPipeline, train: DataFrame, validation: DataFrame
  ) throws(VintnerError) {
    let split = try SplitFeatures(
      train: train, validation: validation, target: pipeline.target, preprocessor: pipeline.preprocessor)
    schema = try Schema(split.train, features: split.preprocessor.featureNames, target: pipeline.target)
    let (target, trainY, validationY) = try tabular { () throws(TabularError) in
      let target = try ClassTarget(try split.train[pipeline.target], positiveFrom: pipeline.positiveFrom)
      return (
        target, try target.encoded(try split.train[pipeline.target]),
        try target.encoded(try split.validation[pipeline.target])
      )
    }
    classTarget = target
    self.train = (split.trainX, Matrix(column: trainY))
    var weighted = pipeline
    if let weights = try pipeline.classWeighting?.weights(of: target, for: Matrix(column: trainY)) {
      weighted.training.classWeights = weights
    }
    self.pipeline = weighted
    self.validation = (split.validationX, Matrix(column: validationY))
    preprocessor = split.preprocessor
    validationRepeatsTraining = split.validationRepeatsTraining
    notices = split.notices + split.notices(pipeline.training, of: pipeline.network)
  }

  /// Trains the network and measures it beside the baseline.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges.
  public func fitted() throws(VintnerError) -> FittedClassificationPipeline {
    do throws(NetworkError) {
      return joined(
        with: try pipeline.network.fitted(
          to: train.x, train.y, validation: validation, with: pipeline.training, precision: pipeline.precision
        ))
    } catch {
      throw .network(error)
    }
  }

  /// The model that a network makes with this table's columns, measured on its validation rows.
  ///
  /// - Precondition: the network takes as many values a row as there are inputs, and answers with one.
  public func joined(with network: TrainedNetwork) -> FittedClassificationPipeline {
    precondition(
      network.inputs == train.x.columns && network.outputs == 1,
      "The network takes \(train.x.columns) values a row and answers with 1, received"
        + " \(network.inputs) and \(network.outputs).")
    return FittedClassificationPipeline(self, network: network)
  }
}
