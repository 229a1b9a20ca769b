import CLAPACKE

/// Solves min ‖X·B − Y‖₂ for B: the solution of least norm if columns of X are linearly dependent.
///
/// Shapes: X (rows, features) · B (features, targets) → Y (rows, targets)
///
/// A singular value below ε · max(rows, features) of the largest counts as 0, as in NumPy's `lstsq`; with LAPACK's
/// default bound, ε alone, rounding makes dependent columns independent and B enormous.
/// - Parameter rows: how many rows X had before it became a triangle: rounding errors grow with them. Default: X's.
/// - Precondition: X and Y have as many rows, one at least, one column each at least, and finite scalars.
/// - Throws: ``LinearAlgebraError/noConvergence(routine:info:)`` if the singular values do not converge.
/// Source: LAPACK `dgelsd`, singular value decomposition by divide and conquer.
func leastSquares(
  _ x: Matrix<Double>, _ y: Matrix<Double>, rows: Int? = nil
) throws(LinearAlgebraError) -> Matrix<Double> {
  precondition(
    x.rows == y.rows && x.rows > 0 && x.columns > 0 && y.columns > 0,
    "Least squares takes as many rows in Y as in X, received \(x.rows) × \(x.columns)"
      + " and \(y.rows) × \(y.columns).")
  precondition(
    x.scalarsAreFinite && y.scalarsAreFinite,
    "Least squares takes finite numbers, received an infinity or NaN.")
  BLAS.prepare()
  var left = x
  // dgelsd writes its solution over Y, which therefore has room for as many rows as B needs.
  var right = Matrix<Double>(rows: max(x.rows, x.columns), columns: y.columns)
  right.withUnsafeMutableBufferPointer { target in
    y.withUnsafeBufferPointer { _ = target.update(fromContentsOf: $0) }
  }
  var singularValues = [Double](repeating: 0, count: min(x.rows, x.columns))
  let smallestRatio = Double.ulpOfOne * Double(max(rows ?? x.rows, x.columns))
  var rank: Int32 = 0
  let info = left.withUnsafeMutableBufferPointer { a in
    right.withUnsafeMutableBufferPointer { b in
      LAPACKE_dgelsd(
        LAPACK_ROW_MAJOR, BLAS.dimension(x.rows), BLAS.dimension(x.columns), BLAS.dimension(y.columns),
        a.baseAddress!, BLAS.dimension(x.columns), b.baseAddress!, BLAS.dimension(y.columns),
        &singularValues, smallestRatio, &rank)
    }
  }
  precondition(info >= 0, "LAPACKE_dgelsd refused its argument \(-info).")
  guard info == 0 else { throw .noConvergence(routine: "dgelsd", info: Int(info)) }
  return right[rows: 0..<x.columns]
}

extension Matrix<Double> {
  /// Whether no scalar is NaN or infinite.
  package var scalarsAreFinite: Bool { withUnsafeBufferPointer { $0.allSatisfy(\.isFinite) } }
}

/// A linear function of features: the result of least squares and of ridge regression.
///
///     Y = X·B + b
///
/// Shapes: X (rows, features) · B (features, targets) + b (targets) → Y (rows, targets)
public struct LinearModel: Sendable, Equatable {
  /// B. Shape: (features, targets)
  public let coefficients: Matrix<Double>
  /// b. Shape: (targets)
  public let intercepts: [Double]

  /// Creates the function from its coefficients.
  ///
  /// - Precondition: as many intercepts as columns of coefficients.
  public init(coefficients: Matrix<Double>, intercepts: [Double]) {
    precondition(
      coefficients.columns == intercepts.count,
      "\(coefficients.columns) targets take as many intercepts, received \(intercepts.count).")
    self.coefficients = coefficients
    self.intercepts = intercepts
  }

  /// The function's value for every row. Shapes: (rows, features) → (rows, targets)
  ///
  /// - Precondition: the matrix has as many columns as the coefficients have rows.
  public func predict(_ x: Matrix<Double>) -> Matrix<Double> {
    var result = x * coefficients
    let targets = intercepts.count
    result.withUnsafeMutableBufferPointer { scalars in
      for row in stride(from: 0, to: scalars.count, by: max(targets, 1)) {
        for target in 0..<targets { scalars[row + target] += intercepts[target] }
      }
    }
    return result
  }
}

/// A failure of linear algebra that is due to the data rather than to the caller.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// A LAPACK routine did not converge, with the routine's name and its `info`.
  case noConvergence(routine: String, info: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noConvergence(let routine, let info):
      "LAPACK's \(routine) did not converge (info \(info)): check the data for columns with extreme values."
    }
  }
}

extension LinearModel: CustomStringConvertible {
  public var description: String {
    "LinearModel of \(Brief.count(coefficients.rows, "feature")): coefficients \(Brief.list(coefficients.scalars)),"
      + " intercepts \(Brief.list(intercepts))"
  }
}
