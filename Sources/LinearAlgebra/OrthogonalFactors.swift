import CLAPACKE

/// Splits A into Q·R, with orthonormal columns in Q and an upper triangle in R.
///
/// Shapes: A (rows, columns) → Q (rows, columns) · R (columns, columns)
/// - Precondition: A has at least as many rows as columns, and one column or more.
/// Source: LAPACK `dgeqrf` and `dorgqr`, Householder reflections.
public func orthogonalFactors(_ a: Matrix<Double>) -> (q: Matrix<Double>, r: Matrix<Double>) {
  precondition(
    a.rows >= a.columns && a.columns > 0,
    "Orthogonal factors take as many rows as columns or more, received \(a.rows) × \(a.columns).")
  BLAS.prepare()
  let rows = BLAS.dimension(a.rows)
  let columns = BLAS.dimension(a.columns)
  var q = a
  var r = Matrix<Double>(rows: a.columns, columns: a.columns)
  var reflections = [Double](repeating: 0, count: a.columns)
  q.withUnsafeMutableBufferPointer { q in
    let factored = LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, rows, columns, q.baseAddress!, columns, &reflections)
    precondition(factored == 0, "LAPACKE_dgeqrf refused its argument \(-factored).")
    r.withUnsafeMutableBufferPointer { r in
      for row in 0..<a.columns {
        for column in row..<a.columns { r[row * a.columns + column] = q[row * a.columns + column] }
      }
    }
    let unfolded = LAPACKE_dorgqr(
      LAPACK_ROW_MAJOR, rows, columns, columns, q.baseAddress!, columns, reflections)
    precondition(unfolded == 0, "LAPACKE_dorgqr refused its argument \(-unfolded).")
  }
  return (q, r)
}
