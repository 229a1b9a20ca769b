import LinearAlgebra
import NeuralNetworks
import Tabular

/// Training and validation rows as a network computes with them: in its own precision.
///
/// In memory they are made when training begins and released when it ends; before and after, the table alone is
/// there. Those of a streamed table stay in files.
protocol NetworkRows: Sendable {
  /// The rows in double precision. Shapes: x (rows, inputs), y (rows, outputs)
  var train: (x: Matrix<Double>, y: Matrix<Double>) { get }
  var validation: (x: Matrix<Double>, y: Matrix<Double>) { get }
  var trainCount: Int { get }

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

  let trainPart: Part
  let validationPart: Part

  var train: (x: Matrix<Double>, y: Matrix<Double>) { (Matrix(trainPart.x), Matrix(trainPart.y)) }
  var validation: (x: Matrix<Double>, y: Matrix<Double>) {
    (Matrix(validationPart.x), Matrix(validationPart.y))
  }
  var trainCount: Int { trainPart.y.rows }

  func fitted(by pipeline: Pipeline<some PredictionTarget>) throws(VintnerError) -> TrainedNetwork {
    try networking(
      pipeline.network.fitted(
        to: trainPart.x, trainPart.y, validation: validationPart, with: pipeline.training,
        precision: pipeline.precision))
  }

  func sweep(
    _ finder: LearningRateFinder, by pipeline: Pipeline<some PredictionTarget>
  ) throws(VintnerError) -> LearningRateSweep {
    try networking(
      finder.sweep(
        pipeline.network, on: trainPart.x, trainPart.y, with: pipeline.training,
        precision: pipeline.precision))
  }

  func validationOutputs(of network: TrainedNetwork, threads: Int?) -> Matrix<Double> {
    Matrix(network.predict(validationPart.x, threads: threads))
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
