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
  /// What whoever trains with this table should know, a sentence each.
  public let notices: [String]
  /// The SHA-256 of the CSV file, for the model to remember. Default: none.
  public var dataSHA256: String?
  private let split: SplitFeatures
  /// 1 for each row of the positive class, else 0.
  let trainTargets: [Double]
  let validationTargets: [Double]

  init(
    _ pipeline: ClassificationPipeline, train: DataFrame, validation: DataFrame
  ) throws(VintnerError) {
    let split = try SplitFeatures(
      train: train, validation: validation, target: pipeline.target, preprocessor: pipeline.preprocessor)
    self.split = split
    schema = try Schema(split.train, features: split.preprocessor.featureNames, target: pipeline.target)
    (classTarget, trainTargets, validationTargets) = try tabular { () throws(TabularError) in
      let target = try ClassTarget(try split.train[pipeline.target], positiveFrom: pipeline.positiveFrom)
      return (
        target, try target.encoded(try split.train[pipeline.target]),
        try target.encoded(try split.validation[pipeline.target])
      )
    }
    var weighted = pipeline
    if let weights = try pipeline.classWeighting?.weights(of: classTarget, for: Matrix(column: trainTargets))
    {
      weighted.training.classWeights = weights
    }
    self.pipeline = weighted
    notices = split.notices + split.notices(pipeline.training, of: pipeline.network)
  }

  /// Trains the network and measures it beside the baseline.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges.
  public func fitted() throws(VintnerError) -> FittedClassificationPipeline {
    let network = try networkRows().fitted(by: pipeline)
    return joined(with: network)
  }

  /// The model that a network makes with this table's columns, measured on its validation rows.
  ///
  /// - Precondition: the network takes as many values a row as there are inputs, and answers with one.
  public func joined(with network: TrainedNetwork) -> FittedClassificationPipeline {
    precondition(
      network.inputs == inputs && network.outputs == 1,
      "The network takes \(inputs) values a row and answers with 1, received"
        + " \(network.inputs) and \(network.outputs).")
    return FittedClassificationPipeline(self, network: network)
  }
}

extension PreparedClassification {
  /// The number of values a row that the network takes.
  public var inputs: Int { split.trainFeatures.width }

  /// The training rows, made from the table at each call. Shapes: x (rows, inputs), y (rows, 1) of 0 and 1
  public var train: (x: Matrix<Double>, y: Matrix<Double>) {
    (split.trainFeatures.matrix(), Matrix(column: trainTargets))
  }

  /// The validation rows, made from the table at each call. Shapes: x (rows, inputs), y (rows, 1) of 0 and 1
  public var validation: (x: Matrix<Double>, y: Matrix<Double>) {
    (split.validationFeatures.matrix(), Matrix(column: validationTargets))
  }

  /// Trains fresh weights on the training rows once while the learning rate climbs.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the network cannot learn.
  public func sweep(_ finder: LearningRateFinder) throws(VintnerError) -> LearningRateSweep {
    try networkRows().sweep(finder, by: pipeline)
  }

  private func networkRows() -> NetworkRows {
    NetworkRows(
      split, train: FeatureRows(Column(name: pipeline.target, trainTargets)),
      validation: FeatureRows(Column(name: pipeline.target, validationTargets)),
      precision: pipeline.precision)
  }

  /// How the features become numbers.
  package var preprocessor: FittedPreprocessor { split.preprocessor }

  /// For each validation row whether a training row is exactly the same.
  var validationRepeatsTraining: [Bool] { split.validationRepeatsTraining }

  /// What a network answers to the validation rows.
  func validationPredictions(of network: TrainedNetwork) -> [Double] {
    network.predict(split.validationFeatures, threads: pipeline.training.threads).scalars
  }
}
