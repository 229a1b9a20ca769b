import CLAPACKE

/// Solves min ‖X·B + b − Y‖² + λ‖B‖² for any number of penalties λ with one decomposition of X.
///
///     let ridge = try RidgeRegression(RegressionRows(x, y))
///     let models = [0.1, 1, 10].map { ridge.fitted(penalty: $0) }
///
/// The intercept b is not penalised: the columns of X and Y are centred at their means x̄ and ȳ. Then
///
///     [X−x̄  Y−ȳ] = Q·[R  C]      R = U·S·Vᵀ
///     B = V·diag(s / (s² + λ))·Uᵀ·C      b = ȳ − x̄·B
///
/// Shapes: X (rows, features), Y (rows, targets), B (features, targets), b (targets)
/// X and Y are read some rows at a time and not copied.
/// Source: LAPACK `dgeqrf` and `dgesdd`; the formula is that of scikit-learn's `Ridge(solver="svd")`.
package struct RidgeRegression: Sendable {
  private let features: Int
  private let targets: Int
  private let xMeans: [Double]
  private let yMeans: [Double]
  /// s. A value below ε · max(rows, features) of the largest counts as 0, as in `leastSquares`.
  private let singularValues: [Double]
  /// Vᵀ, stored column after column. Shape: (rank, features)
  private let right: [Double]
  /// Uᵀ·C. Shape: (rank, targets), stored column after column.
  private let projections: [Double]

  /// Decomposes the features and projects the targets.
  ///
  /// - Precondition: one row at least.
  /// - Throws: ``LinearAlgebraError/noConvergence(routine:info:)``.
  package init(_ rows: RegressionRows) throws(LinearAlgebraError) {
    let (features, targets) = (rows.features, rows.targets)
    (self.features, self.targets) = (features, targets)
    let whole = rows.triangle
    // The first row of R holds the columns' means minus the shifts; the triangle of the centred columns is
    // below it and to its right.
    let means = rows.shifts.indices.map { rows.shifts[$0] + whole[0, 1 + $0] / whole[0, 0] }
    xMeans = Array(means[..<features])
    yMeans = Array(means[features...])
    let height = whole.rows - 1
    let rank = min(height, features)
    let factors = try Self.decomposed(whole, rank: rank, columns: features)
    let smallest = Double.ulpOfOne * Double(max(rows.count, features)) * (factors.values.first ?? 0)
    singularValues = factors.values.map { $0 > smallest ? $0 : 0 }
    right = factors.right
    projections = (0..<targets).flatMap { target in
      (0..<rank).map { place in
        (0..<rank).reduce(0) {
          $0 + factors.left[place * rank + $1] * whole[1 + $1, 1 + features + target]
        }
      }
    }
  }

  /// The model for one penalty.
  ///
  /// - Parameter penalty: λ, 0 or more. 0 gives least squares, with the solution of least norm if columns are
  ///   linearly dependent.
  /// - Precondition: the penalty is finite and 0 or more.
  package func fitted(penalty: Double) -> LinearModel {
    precondition(penalty >= 0 && penalty.isFinite, "A penalty is finite and 0 or more, received \(penalty).")
    let rank = singularValues.count
    let shrinkage = singularValues.map { $0 == 0 ? 0 : $0 / ($0 * $0 + penalty) }
    var coefficients = Matrix<Double>(rows: features, columns: targets)
    var intercepts = yMeans
    for target in 0..<targets {
      for feature in 0..<features {
        var sum = 0.0
        for place in 0..<rank {
          sum += right[feature * rank + place] * shrinkage[place] * projections[target * rank + place]
        }
        coefficients[feature, target] = sum
        intercepts[target] -= xMeans[feature] * sum
      }
    }
    return LinearModel(coefficients: coefficients, intercepts: intercepts)
  }
}

extension RidgeRegression {
  /// U (rank, rank), s and Vᵀ (rank, columns) of the triangle of the centred features, which is in R below the
  /// first row and right of the first column. Column after column, as LAPACK expects them.
  private static func decomposed(
    _ whole: Matrix<Double>, rank: Int, columns: Int
  ) throws(LinearAlgebraError) -> (left: [Double], values: [Double], right: [Double]) {
    guard rank > 0 else { return ([], [], []) }
    BLAS.prepare()
    var triangle = (0..<columns).flatMap { column in (0..<rank).map { whole[1 + $0, 1 + column] } }
    var left = [Double](repeating: 0, count: rank * rank)
    var values = [Double](repeating: 0, count: rank)
    var right = [Double](repeating: 0, count: rank * columns)
    let info = LAPACKE_dgesdd(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "S")), BLAS.dimension(rank), BLAS.dimension(columns), &triangle,
      BLAS.dimension(rank), &values, &left, BLAS.dimension(rank), &right, BLAS.dimension(rank))
    precondition(info >= 0, "LAPACKE_dgesdd refused its argument \(-info).")
    guard info == 0 else { throw .noConvergence(routine: "dgesdd", info: Int(info)) }
    return (left, values, right)
  }
}
