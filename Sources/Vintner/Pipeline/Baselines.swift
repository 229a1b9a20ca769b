import LinearAlgebra
import NeuralNetworks

/// What simple models reach on the same rows, so that a network's figure has something to stand beside.
public struct Baselines: Sendable, Equatable, Codable {
  /// The loss of the training rows' median as the prediction of every validation row, scaled.
  public let medianLoss: Double
  /// The loss of the least-squares line through the training rows, scaled; `nil` where LAPACK found
  /// none.
  public let linearLoss: Double?

  init(_ prepared: PreparedRegression) {
    let (train, validation) = (prepared.train, prepared.validation)
    let median = Self.median(of: train.y.scalars)
    let loss = prepared.pipeline.training.loss
    medianLoss = loss(
      Matrix(column: [Double](repeating: median, count: validation.y.rows)), validation.y)
    let coefficients = try? leastSquares(Self.withConstant(train.x), train.y)
    linearLoss = coefficients.map { loss(Self.withConstant(validation.x) * $0, validation.y) }
  }

  /// The matrix with a column of ones behind it. Shapes: (rows, columns) → (rows, columns + 1)
  private static func withConstant(_ x: Matrix<Double>) -> Matrix<Double> {
    var result = Matrix<Double>(rows: x.rows, columns: x.columns + 1)
    result.withUnsafeMutableBufferPointer { target in
      x.withUnsafeBufferPointer { source in
        for row in 0..<x.rows {
          let first = row * (x.columns + 1)
          for column in 0..<x.columns { target[first + column] = source[row * x.columns + column] }
          target[first + x.columns] = 1
        }
      }
    }
    return result
  }

  private static func median(of values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
