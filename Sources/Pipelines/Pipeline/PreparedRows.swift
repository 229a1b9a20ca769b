import LinearAlgebra
import NeuralNetworks
import Tabular

/// Training and validation rows, which become matrices where they are needed.
///
/// Those of a table in memory are computed from its columns, so that their matrices are there only while a network
/// trains. Those of a streamed table stay in files, in the network's precision.
struct PreparedRows: Sendable {
  /// Shapes: x (rows, inputs), y (rows, outputs)
  typealias Part = (x: any RowSource, y: any RowSource)

  let train: Part
  let validation: Part
  /// What predictions of the validation rows are measured against; `nil` for their targets in the target's units.
  var truth: Matrix<Double>?
  /// For each validation row whether a training row is exactly the same; `nil` where that is unknown.
  var repeatsTraining: [Bool]?
  /// How much each row counts in the losses; `nil` where all count alike.
  var weights: (train: [Double], validation: [Double])?
}

extension PreparedPipeline {
  /// The training and the validation rows, their features in single precision, made from the table at each call.
  ///
  /// Shapes: x (rows, inputs), y (rows, outputs)
  package var singles:
    (
      train: (x: Matrix<Float>, y: Matrix<Double>), validation: (x: Matrix<Float>, y: Matrix<Double>)
    )
  {
    (
      (rows.train.x.matrix(), rows.train.y.matrix()),
      (rows.validation.x.matrix(), rows.validation.y.matrix())
    )
  }
}

/// Rows of numbers that are computed, or that are in memory or a file.
protocol RowSource: Sendable {
  var rowCount: Int { get }
  /// The rows in a precision. Shape: (rows, columns)
  func matrix<Scalar: MatrixScalar>() -> Matrix<Scalar>
}

extension FeatureRows: RowSource {}

extension Matrix: RowSource {
  var rowCount: Int { rows }
  func matrix<Other: MatrixScalar>() -> Matrix<Other> { Matrix<Other>(self) }
}

extension TrainedNetwork {
  /// What the network predicts for rows. Shape: (rows, outputs)
  func outputs(for rows: any RowSource, threads: Int?) -> Matrix<Double> {
    switch precision {
    case .single: Matrix(predict(rows.matrix() as Matrix<Float>, threads: threads))
    case .double: predict(rows.matrix() as Matrix<Double>, threads: threads)
    }
  }
}
