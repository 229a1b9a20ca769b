import CLAPACKE

/// Factors A into Q·R, with orthonormal columns in Q and an upper triangle in R.
///
/// Shapes: A (rows, columns) → Q (rows, columns) · R (columns, columns)
/// - Precondition: A has at least as many rows as columns, and one column or more.
/// Source: LAPACK `dgeqrf` and `dorgqr`, Householder reflections.
package func orthogonalFactors(_ a: Matrix<Double>) -> (q: Matrix<Double>, r: Matrix<Double>) {
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

/// The triangle R in A = Q·R of a matrix A whose rows arrive one by one.
///
/// R is all that least squares needs of A: ‖A·w‖ = ‖R·w‖ for every w. A itself is not kept: once there are enough
/// new rows, they and the triangle so far are reduced to one triangle.
///
/// Shape: R (rank, columns), where rank is the smaller of the numbers of rows and columns
/// Source: J. Demmel, L. Grigori, M. Hoemmen, J. Langou, "Communication-optimal parallel and sequential QR and
/// LU factorizations", SIAM J. Sci. Comput. 34(1), 2012, sequential TSQR; LAPACK `dgeqrf`.
struct TriangularFactor: Sendable {
  let columns: Int
  /// The number of A's rows.
  private(set) var rows = 0
  /// The triangle so far and the rows added since, row after row.
  private var gathered: [Double] = []

  init(columns: Int) {
    precondition(columns > 0, "A triangle has 1 column or more, received \(columns).")
    self.columns = columns
  }

  /// Enough rows to make the cost of the triangle small in comparison.
  private var rowsAtATime: Int { columns + max(256, columns) }

  /// Adds rows.
  ///
  /// - Parameter write: writes the row of an index, counted from 0, to memory that has room for it.
  @inline(__always)
  mutating func append(rows count: Int, _ write: (_ row: Int, UnsafeMutablePointer<Double>) -> Void) {
    var first = 0
    while first < count {
      let start = gathered.count
      let next = min(count - first, rowsAtATime - start / columns)
      gathered.append(contentsOf: repeatElement(0, count: next * columns))
      gathered.withUnsafeMutableBufferPointer {
        for row in 0..<next { write(first + row, $0.baseAddress! + start + row * columns) }
      }
      first += next
      if gathered.count == rowsAtATime * columns { reduce() }
    }
    rows += count
  }

  /// Adds the rows of another matrix.
  mutating func append(_ other: TriangularFactor) {
    precondition(
      other.columns == columns, "Triangles of \(columns) columns, received one of \(other.columns).")
    let columns = columns
    other.gathered.withUnsafeBufferPointer { source in
      append(rows: source.count / columns) { row, target in
        target.update(from: source.baseAddress! + row * columns, count: columns)
      }
    }
    rows += other.rows - other.gathered.count / columns
  }

  /// R. Shape: (rank, columns)
  var triangle: Matrix<Double> {
    var reduced = self
    reduced.reduce()
    return Matrix(rows: reduced.gathered.count / columns, columns: columns, scalars: reduced.gathered)
  }

  /// Reduces all gathered rows to one triangle.
  private mutating func reduce() {
    let count = gathered.count / columns
    let rank = min(count, columns)
    guard rank > 0 else { return }
    BLAS.prepare()
    var reflectors = [Double](repeating: 0, count: rank)
    let info = LAPACKE_dgeqrf(
      LAPACK_ROW_MAJOR, BLAS.dimension(count), BLAS.dimension(columns), &gathered, BLAS.dimension(columns),
      &reflectors)
    precondition(info == 0, "LAPACKE_dgeqrf refused its argument \(-info).")
    gathered.removeLast((count - rank) * columns)
    for row in 0..<rank {
      for column in 0..<row { gathered[row * columns + column] = 0 }
    }
  }
}

/// Solves A·x = b for a symmetric positive definite A.
///
/// Shapes: A (size, size), b (size) → x (size)
/// - Throws: ``LinearAlgebraError/noConvergence(routine:info:)`` where A is not positive definite.
/// Source: LAPACK `dposv`, Cholesky's factorization.
func solvePositiveDefinite(_ a: Matrix<Double>, _ b: [Double]) throws(LinearAlgebraError) -> [Double] {
  precondition(
    a.rows == a.columns && a.rows == b.count && !b.isEmpty,
    "A system has as many equations as unknowns, received \(a.rows) × \(a.columns) and \(b.count).")
  BLAS.prepare()
  let size = BLAS.dimension(a.rows)
  var (factor, solution) = (a, b)
  let info = factor.withUnsafeMutableBufferPointer { factor in
    LAPACKE_dposv(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), size, 1, factor.baseAddress!, size, &solution, size)
  }
  precondition(info >= 0, "LAPACKE_dposv refused its argument \(-info).")
  guard info == 0 else { throw .noConvergence(routine: "dposv", info: Int(info)) }
  return solution
}
