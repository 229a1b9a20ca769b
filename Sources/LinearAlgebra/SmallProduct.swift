/// When a product is too small for BLAS.
enum SmallProduct {
  /// The most multiplications of a small product. With 16 columns or more OpenBLAS's AVX-512 kernels are
  /// some 30 % faster from a third of this on; its others are slower up to twice as many.
  private static let limit = 4096

  @inline(__always)
  static func pays(rows: Int, columns: Int, inner: Int) -> Bool { rows * columns * inner <= limit }
}
