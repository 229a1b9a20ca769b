import LinearAlgebra
import NeuralNetworks
import Tabular

/// A table made ready for training: split, scaled, and turned into matrices.
public struct PreparedRegression: Sendable {
  public let pipeline: RegressionPipeline
  public let schema: Schema
  /// Scaled figures. Shapes: x (rows, features), y (rows, 1)
  public let train: (x: Matrix<Double>, y: Matrix<Double>)
  public let validation: (x: Matrix<Double>, y: Matrix<Double>)
  /// What whoever trains with this table should know, a sentence each.
  public let notices: [String]
  /// The SHA-256 of the CSV file, for the model to remember. Default: none.
  public var dataSHA256: String?
  let featureScaling: FittedScaling
  let targetScaling: FittedScaling
  /// The validation rows' targets, in their own units.
  let validationTargets: [Double]
  /// For each validation row whether a training row is exactly the same.
  let validationRepeatsTraining: [Bool]

  init(
    _ pipeline: RegressionPipeline, features: [String], train: DataFrame, validation: DataFrame
  ) throws(VintnerError) {
    func matrix(_ frame: DataFrame, _ names: [String]) throws(VintnerError) -> Matrix<Double> {
      try tabular { () throws(TabularError) in try frame.matrix(of: names) }
    }
    func selected(_ names: [String]) throws(VintnerError) -> DataFrame {
      try tabular { () throws(TabularError) in try train.selecting(columns: names) }
    }
    self.pipeline = pipeline
    let trainFeatures = try selected(features)
    let trainTarget = try selected([pipeline.target])
    schema = try Schema(features: trainFeatures, target: trainTarget)
    featureScaling = try tabular { () throws(TabularError) in
      try pipeline.scaling.fitted(to: trainFeatures)
    }
    targetScaling = try tabular { () throws(TabularError) in
      try pipeline.scaling.fitted(to: trainTarget)
    }
    let targets = try matrix(validation, [pipeline.target])
    validationTargets = targets.scalars
    self.train = (
      featureScaling.scaled(try matrix(train, features)),
      targetScaling.scaled(try matrix(train, [pipeline.target]))
    )
    self.validation = (
      featureScaling.scaled(try matrix(validation, features)), targetScaling.scaled(targets)
    )
    validationRepeatsTraining = try tabular { () throws(TabularError) in
      let used = features + [pipeline.target]
      let repeated = Set(
        try validation.selecting(columns: used).rowsOccurring(in: try train.selecting(columns: used)))
      return validation.rowNumbers.map { repeated.contains($0) }
    }
    notices = Self.notices(
      pipeline, rows: train.rowCount, rowIndex: train.columns.first { $0.isRowIndex }?.name,
      features: features, warnings: featureScaling.warnings + targetScaling.warnings)
  }

  /// Trains the network and measures it beside the baselines.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges.
  public func fitted() throws(VintnerError) -> FittedRegressionPipeline {
    do throws(NetworkError) {
      let network = try pipeline.network.fitted(
        to: train.x, train.y, validation: validation, with: pipeline.training, precision: pipeline.precision)
      return joined(with: network)
    } catch {
      throw .network(error)
    }
  }

  /// The model that a network makes with this table's columns and scaling, measured on its validation rows.
  ///
  /// - Precondition: the network takes as many values a row as there are features, and answers with one.
  public func joined(with network: TrainedNetwork) -> FittedRegressionPipeline {
    precondition(
      network.inputs == schema.features.count && network.outputs == 1,
      "The network takes \(schema.features.count) values a row and answers with 1, received"
        + " \(network.inputs) and \(network.outputs).")
    return FittedRegressionPipeline(self, network: network)
  }

  private static func notices(
    _ pipeline: RegressionPipeline, rows: Int, rowIndex: String?, features: [String], warnings: [String]
  ) -> [String] {
    var notices: [String] = []
    if let rowIndex, pipeline.features == nil {
      notices.append(
        "The unnamed first column (\(rowIndex)) numbers the rows: it is left out of the features.")
    }
    notices += warnings
    if pipeline.training.batchSize > rows {
      notices.append(
        "The batch size of \(pipeline.training.batchSize) is larger than the \(rows) training rows:"
          + " each epoch is one batch.")
    }
    return notices
  }
}
