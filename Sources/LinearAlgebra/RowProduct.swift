/// When a product is that of one row, which takes as long as reading the other matrix.
///
/// OpenBLAS is as fast where it has kernels for small products (AVX-512, up to 10⁶ multiplications), and
/// takes five times as long elsewhere.
enum RowProduct {
  /// With fewer columns there is no vector to fill, and a small product is as fast.
  private static let fewestColumns = 16

  @inline(__always)
  static func pays(rows: Int, columns: Int, inner: Int) -> Bool {
    rows == 1 && (columns >= fewestColumns || !SmallProduct.pays(rows: 1, columns: columns, inner: inner))
  }
}
