import CLAPACKE

/// Solves min ‖X·B − Y‖₂ for B, the solution of least norm where columns of X depend on each other.
///
/// Shapes: X (rows, features) · B (features, targets) → Y (rows, targets)
/// - Throws: ``LinearAlgebraError/noConvergence(routine:info:)`` where the singular values do not converge.
/// Source: LAPACK `dgelsd`, singular value decomposition by divide and conquer.
public func leastSquares(
  _ x: Matrix<Double>, _ y: Matrix<Double>
) throws(LinearAlgebraError) -> Matrix<Double> {
  precondition(
    x.rows == y.rows && x.rows > 0 && x.columns > 0 && y.columns > 0,
    "Least squares takes as many rows in Y as in X, received \(x.rows) × \(x.columns)"
      + " and \(y.rows) × \(y.columns).")
  BLAS.prepare()
  var left = x
  // dgelsd writes its solution over Y, which therefore has room for as many rows as B needs.
  var right = Matrix<Double>(rows: max(x.rows, x.columns), columns: y.columns)
  right.withUnsafeMutableBufferPointer { target in
    y.withUnsafeBufferPointer { _ = target.update(fromContentsOf: $0) }
  }
  var singularValues = [Double](repeating: 0, count: min(x.rows, x.columns))
  var rank: Int32 = 0
  let info = left.withUnsafeMutableBufferPointer { a in
    right.withUnsafeMutableBufferPointer { b in
      LAPACKE_dgelsd(
        LAPACK_ROW_MAJOR, BLAS.dimension(x.rows), BLAS.dimension(x.columns), BLAS.dimension(y.columns),
        a.baseAddress!, BLAS.dimension(x.columns), b.baseAddress!, BLAS.dimension(y.columns),
        &singularValues, -1, &rank)
    }
  }
  precondition(info >= 0, "LAPACKE_dgelsd refused its argument \(-info).")
  guard info == 0 else { throw .noConvergence(routine: "dgelsd", info: Int(info)) }
  return right[rows: 0..<x.columns]
}
