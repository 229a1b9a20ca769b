/// A summary of rows of features and targets for least squares and ridge regression, whose size does not depend on
/// the number of rows.
///
///     [1  X−c  Y−d] = Q·R
///
/// The shifts c and d are close to the columns' means, so that no digits are lost where a column's values differ
/// little from each other; a constant column minus its value is 0.
/// Shapes: X (rows, features), Y (rows, targets), R (1 + features + targets at most, 1 + features + targets)
package struct RegressionRows: Sendable {
  let features: Int
  let targets: Int
  /// c and d.
  let shifts: [Double]
  private var factor: TriangularFactor

  /// - Parameters:
  ///   - features: the shifts of X's columns, such as one of its rows.
  ///   - targets: those of Y's.
  /// - Precondition: one feature and one target at least.
  package init(shiftedBy features: [Double], _ targets: [Double]) {
    precondition(
      !features.isEmpty && !targets.isEmpty,
      "A regression takes a feature and a target at least, received \(features.count) and \(targets.count).")
    (self.features, self.targets) = (features.count, targets.count)
    shifts = features + targets
    factor = TriangularFactor(columns: 1 + shifts.count)
  }

  /// All rows of matrices, shifted by the columns' means.
  ///
  /// - Precondition: X and Y have as many rows, one at least, one column each at least, and finite scalars.
  package init(_ x: Matrix<Double>, _ y: Matrix<Double>) {
    precondition(
      x.rows > 0 && x.scalarsAreFinite && y.scalarsAreFinite,
      "A regression takes rows of finite numbers, received none, an infinity or NaN.")
    self.init(shiftedBy: x.columnMeans, y.columnMeans)
    append(x, y, Array(0..<x.rows))
  }

  /// The number of rows.
  package var count: Int { factor.rows }

  /// Adds some rows of contiguous memory.
  ///
  /// Shapes: x (any, features), y (any, targets)
  /// - Parameter places: the indices of the rows to add, counted from 0.
  /// - Precondition: finite numbers.
  package mutating func append(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ places: UnsafeBufferPointer<Int>
  ) {
    let (features, targets) = (features, targets)
    shifts.withUnsafeBufferPointer { shifts in
      factor.append(rows: places.count) { row, target in
        let (x, y) = (x + places[row] * features, y + places[row] * targets)
        target[0] = 1
        for index in 0..<features { target[1 + index] = x[index] - shifts[index] }
        for index in 0..<targets { target[1 + features + index] = y[index] - shifts[features + index] }
      }
    }
  }

  /// Adds some rows of matrices.
  ///
  /// Shapes: x (any, features), y (any, targets)
  /// - Precondition: as many rows in both, finite numbers.
  package mutating func append(_ x: Matrix<Double>, _ y: Matrix<Double>, _ places: [Int]) {
    precondition(
      x.rows == y.rows && x.columns == features && y.columns == targets,
      "Rows are of \(features) features and \(targets) targets, received \(x.rows) × \(x.columns)"
        + " and \(y.rows) × \(y.columns).")
    precondition(
      places.allSatisfy { $0 >= 0 && $0 < x.rows },
      "Rows are indices from 0 to \(x.rows - 1), received others.")
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        places.withUnsafeBufferPointer { append(x.baseAddress!, y.baseAddress!, $0) }
      }
    }
  }

  /// Adds the rows of another summary with the same shifts.
  package mutating func append(_ other: RegressionRows) {
    precondition(other.shifts == shifts, "Only rows with the same shifts can be joined.")
    factor.append(other.factor)
  }

  /// R.
  var triangle: Matrix<Double> { factor.triangle }

  /// The mean of (X·B + b − Y)² over all rows and targets.
  ///
  ///     X·B + b − Y = [1  X−c  Y−d]·w      w = (b + c·B − d, B, −1)
  package func meanSquaredError(of model: LinearModel) -> Double {
    var weights = Matrix<Double>(rows: 1 + features + targets, columns: targets)
    for target in 0..<targets {
      weights[0, target] = model.intercepts[target] - shifts[features + target]
      for feature in 0..<features {
        weights[0, target] += shifts[feature] * model.coefficients[feature, target]
        weights[1 + feature, target] = model.coefficients[feature, target]
      }
      weights[1 + features + target, target] = -1
    }
    return (triangle * weights).scalars.reduce(0) { $0 + $1 * $1 } / Double(count * targets)
  }

  /// Solves min ‖X·B + b − Y‖₂: the solution (B, b) of least norm if columns are linearly dependent.
  ///
  /// - Throws: ``LinearAlgebraError/noConvergence(routine:info:)``.
  /// - Precondition: one row at least.
  package func leastSquares() throws(LinearAlgebraError) -> LinearModel {
    let triangle = triangle
    var left = Matrix<Double>(rows: triangle.rows, columns: features + 1)
    var right = Matrix<Double>(rows: triangle.rows, columns: targets)
    // [X  1  Y], turned as [1  X−c  Y−d] is turned into R.
    for row in 0..<triangle.rows {
      let one = triangle[row, 0]
      left[row, features] = one
      for feature in 0..<features { left[row, feature] = triangle[row, 1 + feature] + shifts[feature] * one }
      for target in 0..<targets {
        right[row, target] = triangle[row, 1 + features + target] + shifts[features + target] * one
      }
    }
    let solution = try LinearAlgebra.leastSquares(left, right, rows: count)
    return LinearModel(coefficients: solution[rows: 0..<features], intercepts: solution.row(features))
  }
}

extension Matrix<Double> {
  /// The mean of every column, summed in blocks of 1024 rows so that long columns round little, and never
  /// outside the column's range: a constant column minus its mean is 0.
  package var columnMeans: [Double] {
    var totals = [Double](repeating: 0, count: columns)
    var (minima, maxima) = (row(0), row(0))
    withUnsafeBufferPointer { scalars in
      for start in stride(from: 0, to: rows, by: 1024) {
        var sums = [Double](repeating: 0, count: columns)
        for row in start..<Swift.min(start + 1024, rows) {
          for column in 0..<columns {
            let value = scalars[row * columns + column]
            sums[column] += value
            minima[column] = Swift.min(minima[column], value)
            maxima[column] = Swift.max(maxima[column], value)
          }
        }
        for column in 0..<columns { totals[column] += sums[column] }
      }
    }
    return totals.indices.map {
      Swift.min(Swift.max(totals[$0] / Double(rows), minima[$0]), maxima[$0])
    }
  }
}
