import LinearAlgebra
import NeuralNetworks
import Tabular

/// Training and validation rows as the network computes with them: in its own precision.
///
/// In memory they are made when training begins and released when it ends; before and after, the table alone is
/// there. Those of a streamed table stay in files.
enum NetworkRows: Sendable {
  case single(Parts<Float>)
  case double(Parts<Double>)

  /// Shapes: x (rows, inputs), y (rows, outputs)
  struct Parts<Scalar: MatrixScalar>: Sendable {
    let train: (x: Matrix<Scalar>, y: Matrix<Scalar>)
    let validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)
  }

  /// - Parameters:
  ///   - split: the features.
  ///   - train: the training rows' targets.
  ///   - validation: the validation rows'.
  ///   - precision: the network's.
  init(_ split: SplitFeatures, train: FeatureRows, validation: FeatureRows, precision: Precision) {
    self =
      switch precision {
      case .single: .single(Self.parts(split, train, validation))
      case .double: .double(Self.parts(split, train, validation))
      }
  }

  /// The rows of a streamed table, written to files.
  init(_ table: StreamedTable, _ target: some FittedTarget, precision: Precision) throws(VintnerError) {
    switch precision {
    case .single: self = .single(try table.rows(as: Float.self, target))
    case .double: self = .double(try table.rows(as: Double.self, target))
    }
  }

  private static func parts<Scalar: MatrixScalar>(
    _ split: SplitFeatures, _ train: FeatureRows, _ validation: FeatureRows
  ) -> Parts<Scalar> {
    Parts(
      train: (split.trainFeatures.matrix(), train.matrix()),
      validation: (split.validationFeatures.matrix(), validation.matrix()))
  }

  /// Trains a pipeline's network.
  ///
  /// - Throws: ``VintnerError/network(_:)``.
  func fitted(by pipeline: Pipeline<some PredictionTarget>) throws(VintnerError) -> TrainedNetwork {
    let (network, training) = (pipeline.network, pipeline.training)
    return try networking { () throws(NetworkError) in
      switch self {
      case .single(let parts):
        try network.fitted(
          to: parts.train.x, parts.train.y, validation: parts.validation, with: training, precision: .single)
      case .double(let parts):
        try network.fitted(
          to: parts.train.x, parts.train.y, validation: parts.validation, with: training, precision: .double)
      }
    }
  }

  /// Trains fresh weights on the training rows once while the learning rate climbs.
  ///
  /// - Throws: ``VintnerError/network(_:)``.
  func sweep(
    _ finder: LearningRateFinder, by pipeline: Pipeline<some PredictionTarget>
  ) throws(VintnerError) -> LearningRateSweep {
    let (network, training) = (pipeline.network, pipeline.training)
    return try networking { () throws(NetworkError) in
      switch self {
      case .single(let parts):
        try finder.sweep(network, on: parts.train.x, parts.train.y, with: training, precision: .single)
      case .double(let parts):
        try finder.sweep(network, on: parts.train.x, parts.train.y, with: training, precision: .double)
      }
    }
  }
}

/// Parts in double precision.
extension NetworkRows {
  var trainCount: Int { trainTargets.rows }
  var trainFeatures: Matrix<Double> { matrix(\.train.x, \.train.x) }
  var trainTargets: Matrix<Double> { matrix(\.train.y, \.train.y) }
  var validationFeatures: Matrix<Double> { matrix(\.validation.x, \.validation.x) }
  var validationTargets: Matrix<Double> { matrix(\.validation.y, \.validation.y) }

  private func matrix(
    _ single: (Parts<Float>) -> Matrix<Float>, _ double: (Parts<Double>) -> Matrix<Double>
  ) -> Matrix<Double> {
    switch self {
    case .single(let parts): Matrix(single(parts))
    case .double(let parts): double(parts)
    }
  }

  /// What a network predicts for the validation rows. Shape: (rows, outputs)
  func validationOutputs(of network: TrainedNetwork, threads: Int?) -> Matrix<Double> {
    switch self {
    case .single(let parts): Matrix(network.predict(parts.validation.x, threads: threads))
    case .double(let parts): network.predict(parts.validation.x, threads: threads)
    }
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
