/// A scalar that matrices are made of: `Float` or `Double`.
///
/// Its requirements are the loops that a network is made of: on bare memory, with nothing checked but the
/// sizes that BLAS takes. They are for the modules of this package; users of a `Matrix` need none of them.
/// A call costs one dispatch, however long its loop is.
public protocol MatrixScalar: BinaryFloatingPoint, LayerScalar, LossKernels, OptimizerKernels, Sendable,
  BitwiseCopyable
{
  /// C = alpha · op(A)·op(B) + beta · C, all stored row after row.
  ///
  /// Shapes: op(A) (rows, inner) · op(B) (inner, columns) → C (rows, columns). A `leading` size is the
  /// distance from one stored row to the next.
  static func multiply(
    rows: Int, columns: Int, inner: Int, alpha: Self,
    _ a: UnsafePointer<Self>, leadingA: Int, transposeA: Bool,
    _ b: UnsafePointer<Self>, leadingB: Int, transposeB: Bool,
    beta: Self, into c: UnsafeMutablePointer<Self>, leadingC: Int)

  /// sums[c] = Σ_r matrix[r, c], rows in ascending order. Shapes: matrix (rows, columns) → sums (columns)
  static func columnSums(
    _ matrix: UnsafePointer<Self>, into sums: UnsafeMutablePointer<Self>, rows: Int, columns: Int)

  /// target[r] = source[order[r]]. Shapes: source (any, columns), order (rows) → target (rows, columns)
  static func gatherRows(
    _ source: UnsafePointer<Self>, _ order: UnsafePointer<Int>, into target: UnsafeMutablePointer<Self>,
    rows: Int, columns: Int)

  /// base raised to exponent, as the C library rounds it in this precision.
  static func power(_ base: Self, _ exponent: Self) -> Self

  /// The cosine of an angle in radians, as the C library rounds it in this precision.
  static func cosine(_ angle: Self) -> Self

  /// The natural logarithm, as the C library rounds it in this precision.
  static func logarithm(_ value: Self) -> Self

  /// Copies scalars of single precision, rounding to nearest.
  static func convert(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Self>, count: Int)
  /// Copies scalars of double precision, rounding to nearest.
  static func convert(_ source: UnsafePointer<Double>, to target: UnsafeMutablePointer<Self>, count: Int)

  /// Copies scalars of this precision into double precision.
  static func widen(_ source: UnsafePointer<Self>, to target: UnsafeMutablePointer<Double>, count: Int)
}
