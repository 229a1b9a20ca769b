import LinearAlgebra
import NeuralNetworks
import Tabular

/// Training and validation rows as a network computes with them: in its own precision.
///
/// In memory they are made when training begins and released when it ends; before and after, the table alone is
/// there. Those of a streamed table stay in files.
protocol NetworkRows: Sendable {
  var trainCount: Int { get }
  /// The parts in double precision, each made at the call. Shapes: (rows, inputs) and (rows, outputs)
  var trainFeatures: Matrix<Double> { get }
  var trainTargets: Matrix<Double> { get }
  var validationFeatures: Matrix<Double> { get }
  var validationTargets: Matrix<Double> { get }

  /// Trains a pipeline's network.
  ///
  /// - Throws: ``VintnerError/network(_:)``.
  func fitted(by pipeline: Pipeline<some PredictionTarget>) throws(VintnerError) -> TrainedNetwork
  /// Trains fresh weights on the training rows once while the learning rate climbs.
  ///
  /// - Throws: ``VintnerError/network(_:)``.
  func sweep(
    _ finder: LearningRateFinder, by pipeline: Pipeline<some PredictionTarget>
  ) throws(VintnerError) -> LearningRateSweep
  /// What a network predicts for the validation rows. Shape: (rows, outputs)
  func validationOutputs(of network: TrainedNetwork, threads: Int?) -> Matrix<Double>
}

/// Rows of numbers of one type.
struct RowsInPrecision<Scalar: MatrixScalar>: NetworkRows {
  /// Shapes: x (rows, inputs), y (rows, outputs)
  typealias Part = (x: Matrix<Scalar>, y: Matrix<Scalar>)

  let train: Part
  let validation: Part

  var trainCount: Int { train.y.rows }
  var trainFeatures: Matrix<Double> { Matrix(train.x) }
  var trainTargets: Matrix<Double> { Matrix(train.y) }
  var validationFeatures: Matrix<Double> { Matrix(validation.x) }
  var validationTargets: Matrix<Double> { Matrix(validation.y) }

  func fitted(by pipeline: Pipeline<some PredictionTarget>) throws(VintnerError) -> TrainedNetwork {
    try networking(
      pipeline.network.fitted(
        to: train.x, train.y, validation: validation, with: pipeline.training,
        precision: pipeline.precision))
  }

  func sweep(
    _ finder: LearningRateFinder, by pipeline: Pipeline<some PredictionTarget>
  ) throws(VintnerError) -> LearningRateSweep {
    try networking(
      finder.sweep(
        pipeline.network, on: train.x, train.y, with: pipeline.training,
        precision: pipeline.precision))
  }

  func validationOutputs(of network: TrainedNetwork, threads: Int?) -> Matrix<Double> {
    Matrix(network.predict(validation.x, threads: threads))
  }
}

extension TrainedNetwork {
  /// What the network predicts for rows. Shape: (rows, outputs)
  func predict(_ rows: FeatureRows, threads: Int?) -> Matrix<Double> {
    switch precision {
    case .single: Matrix(predict(rows.matrix() as Matrix<Float>, threads: threads))
    case .double: predict(rows.matrix() as Matrix<Double>, threads: threads)
    }
  }
}
