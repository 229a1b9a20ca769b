import LinearAlgebra
import NeuralNetworks
import Tabular

extension NetworkRows {
  /// The rows of a table that is streamed, written to files.
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
      case .single(let parts): parts.train.y.withUnsafeBufferPointer { $0.reduce(0) { $0 + Double($1) } }
      case .double(let parts): parts.train.y.withUnsafeBufferPointer { $0.reduce(0, +) }
      }
    return sum / Double(trainCount)
  }

  /// What a network answers to the validation rows, and what it should. Shapes: (rows, 1)
  func validation(
    of network: TrainedNetwork, threads: Int?
  ) -> (outputs: Matrix<Double>, targets: Matrix<Double>) {
    switch self {
    case .single(let parts):
      (Matrix(network.predict(parts.validation.x, threads: threads)), Matrix(parts.validation.y))
    case .double(let parts): (network.predict(parts.validation.x, threads: threads), parts.validation.y)
    }
  }
}
