import LinearAlgebra
import NeuralNetworks
import Tabular

/// What simple models reach on the same rows, so that a network's figure has something to stand beside.
///
/// All losses are those of the scaled validation rows under the loss that the network is trained with.
/// Source: scikit-learn, `DummyRegressor` and `LinearRegression`; for ridge see `RidgeCrossValidation`.
public struct Baselines: Sendable, Equatable, Codable {
  /// Ridge regression, its penalty chosen on the training rows alone.
  public struct Ridge: Sendable, Equatable, Codable {
    /// λ, of `RidgeCrossValidation.defaultPenalties`: that of the lowest mean squared error in five folds.
    public let penalty: Double
    /// The loss of the model under that penalty.
    public let loss: Double
  }

  /// The loss of the training rows' median as the prediction of every validation row.
  public let medianLoss: Double
  /// The same of their mean.
  public let meanLoss: Double
  /// The loss of the least-squares line through the training rows; `nil` where LAPACK found none.
  public let linearLoss: Double?
  /// Ridge regression; `nil` where there are fewer than two training rows, or LAPACK found none.
  public let ridge: Ridge?

  init(_ prepared: PreparedRegression) {
    let (train, validation) = (prepared.train, prepared.validation)
    let loss = prepared.pipeline.training.loss
    func lossOfConstant(_ value: Double) -> Double {
      loss(Matrix(column: [Double](repeating: value, count: validation.y.rows)), validation.y)
    }
    let targets = train.y.scalars
    medianLoss = lossOfConstant(Self.median(of: targets))
    meanLoss = lossOfConstant(targets.reduce(0, +) / Double(targets.count))
    let coefficients = try? leastSquares(Self.withConstant(train.x), train.y)
    linearLoss = coefficients.map { loss(Self.withConstant(validation.x) * $0, validation.y) }
    let folds = try? Fold.all(min(Self.folds, max(targets.count, 2)), rows: targets.count, seed: 0)
    let chosen = folds.flatMap { try? RidgeCrossValidation(train.x, train.y, folds: $0) }
    ridge = chosen.map {
      Ridge(penalty: $0.penalty, loss: loss($0.model.predict(validation.x), validation.y))
    }
  }

  private static let folds = 5

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
