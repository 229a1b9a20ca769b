import LinearAlgebra
import NeuralNetworks

/// Numbers in [−1, 1), the same for the same seed.
func randomMatrix<Scalar: MatrixScalar>(rows: Int, columns: Int, seed: UInt64) -> Matrix<Scalar> {
  var stream = RandomStream(seed: seed)
  return Matrix(
    rows: rows, columns: columns,
    scalars: (0..<rows * columns).map { _ in Scalar(2 * stream.uniform() - 1) })
}

/// Rows with a target that a small network can learn: y = tanh(2a − b) + c² / 2.
///
/// Shapes: x (rows, 3), y (rows, 1)
func learnableRows<Scalar: MatrixScalar>(_ rows: Int, seed: UInt64 = 5) -> (
  x: Matrix<Scalar>, y: Matrix<Scalar>
) {
  let x: Matrix<Double> = randomMatrix(rows: rows, columns: 3, seed: seed)
  let y = (0..<rows).map { row in
    let difference = 2 * x[row, 0] - x[row, 1]
    return difference / (1 + abs(difference)) + x[row, 2] * x[row, 2] / 2
  }
  return (Matrix(x), Matrix(Matrix(column: y)))
}

/// A network of every layer that has memory or loops of its own, for rows as ``learnableRows(_:seed:)`` gives them.
let everyLayer = Sequential([
  Embedding(columns: [2], categories: [4], dimension: 3), PiecewiseLinearEncoding(bins: 6, columns: [0]),
  PiecewiseLinearEncoding(bins: 6, outputs: 4, columns: [1]), PeriodicEmbedding(columns: [0, 2]),
  PeriodicEmbedding(form: .plr, frequencies: 6, outputs: 4, columns: [1]), FeatureScale(),
  Dense.ntp(9), ParametricActivation(.mish),
  Residual([LayerNormalization(), Dense(9, activation: .tanh), BatchNormalization(), Dropout(rate: 0.2)]),
  Dense.ntp(1),
])

extension Matrix {
  static func identity(_ size: Int) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for index in 0..<size { result[index, index] = 1 }
    return result
  }
}

extension Parameter {
  /// The values in double precision, whatever they are stored in.
  var doubles: [Double] {
    switch values {
    case .single(let values): values.map(Double.init)
    case .double(let values): values
    }
  }
}
