import COpenBLAS
import CVectorKernels

extension Double: MatrixScalar {
  public static func multiply(
    rows: Int, columns: Int, inner: Int, alpha: Self,
    _ a: UnsafePointer<Self>, leadingA: Int, transposeA: Bool,
    _ b: UnsafePointer<Self>, leadingB: Int, transposeB: Bool,
    beta: Self, into c: UnsafeMutablePointer<Self>, leadingC: Int
  ) {
    if alpha == 1 && beta == 0 && !transposeA && !transposeB
      && RowProduct.pays(rows: rows, columns: columns, inner: inner)
    {
      return vk_row_product_d(a, b, leadingB, c, columns, inner)
    }
    if alpha == 1 && beta == 0 && (!transposeB || inner == 1 && leadingB == 1)
      && SmallProduct.pays(rows: rows, columns: columns, inner: inner)
    {
      return vk_small_product_d(
        a, leadingA, transposeA, b, leadingB, c, leadingC, rows, columns, inner)
    }
    BLAS.prepare()
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      BLAS.dimension(rows), BLAS.dimension(columns), BLAS.dimension(inner),
      alpha, a, BLAS.dimension(leadingA), b, BLAS.dimension(leadingB),
      beta, c, BLAS.dimension(leadingC))
  }

  public static func columnSums(
    _ matrix: UnsafePointer<Self>, into sums: UnsafeMutablePointer<Self>, rows: Int, columns: Int
  ) {
    vk_column_sums_d(matrix, sums, rows, columns)
  }

  public static func gatherRows(
    _ source: UnsafePointer<Self>, _ order: UnsafePointer<Int>, into target: UnsafeMutablePointer<Self>,
    rows: Int, columns: Int
  ) {
    vk_gather_rows_d(source, order, target, rows, columns)
  }

  public static func power(_ base: Self, _ exponent: Self) -> Self { vk_power_d(base, exponent) }

  public static func cosine(_ angle: Self) -> Self { vk_cosine_d(angle) }

  public static func logarithm(_ value: Self) -> Self { vk_logarithm_d(value) }

  public static func convert(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Self>, count: Int
  ) {
    for index in 0..<count { target[index] = Self(source[index]) }
  }

  public static func convert(
    _ source: UnsafePointer<Double>, to target: UnsafeMutablePointer<Self>, count: Int
  ) {
    for index in 0..<count { target[index] = Self(source[index]) }
  }

  public static func widen(
    _ source: UnsafePointer<Self>, to target: UnsafeMutablePointer<Double>, count: Int
  ) {
    Double.convert(source, to: target, count: count)
  }
}
