import LinearAlgebra
import NeuralNetworks
import Tabular

/// Training and validation rows in files, in the network's precision.
enum StreamedRows: Sendable {
  case single(Parts<Float>)
  case double(Parts<Double>)

  /// Shapes: x (rows, inputs), y (rows, 1)
  struct Parts<Scalar: MatrixScalar>: Sendable {
    let train: (x: Matrix<Scalar>, y: Matrix<Scalar>)
    let validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)
  }

  /// Writes a table's rows.
  ///
  /// - Parameter targets: a chunk's targets as the network learns them.
  init(
    _ table: StreamedTable, precision: Precision, targets: (Column) throws(VintnerError) -> [Double]
  ) throws(VintnerError) {
    switch precision {
    case .single: self = .single(try table.rows(as: Float.self, targets: targets))
    case .double: self = .double(try table.rows(as: Double.self, targets: targets))
    }
  }

  var trainCount: Int {
    switch self {
    case .single(let parts): parts.train.x.rows
    case .double(let parts): parts.train.x.rows
    }
  }

  /// The mean of the training rows' targets.
  var meanTarget: Double {
    let sum =
      switch self {
      case .single(let parts): parts.train.y.scalars.reduce(0) { $0 + Double($1) }
      case .double(let parts): parts.train.y.scalars.reduce(0, +)
      }
    return sum / Double(trainCount)
  }

  /// Trains a network of their precision, window after window.
  func fitted(
    _ network: Sequential, with training: Training, window: Int
  ) throws(VintnerError) -> TrainedNetwork {
    var training = training
    training.shuffleWindow = window
    do throws(NetworkError) {
      switch self {
      case .single(let parts):
        return try network.fitted(
          to: parts.train.x, parts.train.y, validation: parts.validation, with: training, precision: .single)
      case .double(let parts):
        return try network.fitted(
          to: parts.train.x, parts.train.y, validation: parts.validation, with: training, precision: .double)
      }
    } catch {
      throw .network(error)
    }
  }

  /// What a network answers to the validation rows, and what it should. Shapes: (rows, 1)
  func validation(of network: TrainedNetwork) -> (outputs: Matrix<Double>, targets: Matrix<Double>) {
    switch self {
    case .single(let parts):
      (Matrix(network.predict(parts.validation.x)), Matrix(parts.validation.y))
    case .double(let parts): (network.predict(parts.validation.x), parts.validation.y)
    }
  }
}
