import LinearAlgebra
import NeuralNetworks
import Tabular

/// Training and validation rows as the network computes with them: in its own precision.
///
/// In memory they are made when training begins and let go when it ends; before and after, the table alone is
/// there. Of a table that is streamed they stay in files.
enum NetworkRows: Sendable {
  case single(Parts<Float>)
  case double(Parts<Double>)

  /// Shapes: x (rows, inputs), y (rows, 1)
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
  func fitted(by pipeline: some Pipeline) throws(VintnerError) -> TrainedNetwork {
    let (network, training) = (pipeline.network, pipeline.training)
    do throws(NetworkError) {
      return switch self {
      case .single(let parts):
        try network.fitted(
          to: parts.train.x, parts.train.y, validation: parts.validation, with: training, precision: .single)
      case .double(let parts):
        try network.fitted(
          to: parts.train.x, parts.train.y, validation: parts.validation, with: training, precision: .double)
      }
    } catch {
      throw .network(error)
    }
  }

  /// Trains fresh weights on the training rows once while the learning rate climbs.
  ///
  /// - Throws: ``VintnerError/network(_:)``.
  func sweep(
    _ finder: LearningRateFinder, by pipeline: some Pipeline
  ) throws(VintnerError) -> LearningRateSweep {
    let (network, training) = (pipeline.network, pipeline.training)
    do throws(NetworkError) {
      return switch self {
      case .single(let parts):
        try finder.sweep(network, on: parts.train.x, parts.train.y, with: training, precision: .single)
      case .double(let parts):
        try finder.sweep(network, on: parts.train.x, parts.train.y, with: training, precision: .double)
      }
    } catch {
      throw .network(error)
    }
  }
}

extension TrainedNetwork {
  /// What the network answers to rows. Shape: (rows, outputs)
  func predict(_ rows: FeatureRows, threads: Int?) -> Matrix<Double> {
    switch precision {
    case .single: Matrix(predict(rows.matrix() as Matrix<Float>, threads: threads))
    case .double: predict(rows.matrix() as Matrix<Double>, threads: threads)
    }
  }
}
