import COpenBLAS
import CVectorKernels

extension MatrixScalar {
  /// C = alpha · op(A)·op(B) + beta · C on bare memory, all stored row after row.
  ///
  /// Shapes: op(A) (rows, inner) · op(B) (inner, columns) → C (rows, columns). A `leading` size is the
  /// distance from one stored row to the next.
  /// - Precondition: sizes that reach BLAS are below 2³¹.
  public static func multiply(
    rows: Int, columns: Int, inner: Int, alpha: Double,
    _ a: UnsafePointer<Self>, leadingA: Int, transposeA: Bool,
    _ b: UnsafePointer<Self>, leadingB: Int, transposeB: Bool,
    beta: Double, into c: UnsafeMutablePointer<Self>, leadingC: Int
  ) {
    if rows == 1 && alpha != 1 && beta == 0 && !transposeA && !transposeB {
      return vk_row_product(kernels, alpha, a, b, leadingB, c, columns, inner)
    }
    if alpha == 1 && beta == 0 {
      if precision == .single
        && multiplyInOrder(
          rows: rows, columns: columns, inner: inner, a, leadingA: leadingA, transposeA: transposeA, b,
          leadingB: leadingB, transposeB: transposeB, into: c, leadingC: leadingC)
      {
        return
      }
      let isSmall = rows * columns * inner <= BLAS.smallestProduct
      if rows == 1 && !transposeA && !transposeB && (columns >= BLAS.fewestColumns || !isSmall) {
        return vk_row_product(kernels, 1, a, b, leadingB, c, columns, inner)
      }
      if isSmall && (!transposeB || inner == 1 && leadingB == 1) {
        return vk_small_product(
          kernels, a, leadingA, transposeA, b, leadingB, c, leadingC, rows, columns, inner)
      }
    }
    BLAS.prepare()
    let (m, n, k) = (BLAS.dimension(rows), BLAS.dimension(columns), BLAS.dimension(inner))
    let (lda, ldb, ldc) = (BLAS.dimension(leadingA), BLAS.dimension(leadingB), BLAS.dimension(leadingC))
    let (opA, opB) = (transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans)
    let (rawA, rawB, rawC) = (UnsafeRawPointer(a), UnsafeRawPointer(b), UnsafeMutableRawPointer(c))
    switch precision {
    case .single:
      cblas_sgemm(
        CblasRowMajor, opA, opB, m, n, k, Float(alpha), rawA.assumingMemoryBound(to: Float.self), lda,
        rawB.assumingMemoryBound(to: Float.self), ldb, Float(beta), rawC.assumingMemoryBound(to: Float.self),
        ldc)
    case .double:
      cblas_dgemm(
        CblasRowMajor, opA, opB, m, n, k, alpha, rawA.assumingMemoryBound(to: Double.self), lda,
        rawB.assumingMemoryBound(to: Double.self), ldb, beta,
        rawC.assumingMemoryBound(to: Double.self), ldc)
    }
  }

  /// C = op(A)·op(B) if TensorFlow adds up the sums in another order than OpenBLAS does.
  ///
  /// The order matters where a sum would be 0 without rounding: the gradient of a bias before a batch
  /// normalisation is such a sum, and Adam turns it into full steps. With the same order, runs recorded from
  /// Keras are repeated to the last bits. In single precision only, as in Keras.
  /// Source: found by comparing bits, with TensorFlow 2.21 on x86 (Eigen's product of matrix and vector,
  /// oneDNN's of few rows and of long sums).
  /// - Returns: whether the order differs; C is untouched if it does not.
  private static func multiplyInOrder(
    rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Self>, leadingA: Int, transposeA: Bool,
    _ b: UnsafePointer<Self>, leadingB: Int, transposeB: Bool,
    into c: UnsafeMutablePointer<Self>, leadingC: Int
  ) -> Bool {
    let (rawA, rawB, rawC) = (UnsafeRawPointer(a), UnsafeRawPointer(b), UnsafeMutableRawPointer(c))
    switch (transposeA, transposeB) {
    case (false, false) where columns == 1 && leadingB == 1:
      vk_product_by_vector(
        rawA.assumingMemoryBound(to: Float.self), leadingA, rawB.assumingMemoryBound(to: Float.self),
        rawC.assumingMemoryBound(to: Float.self), leadingC, rows, inner)
    case (false, true)
    where KerasOrder.fewRows.contains(rows) && columns > 1
      && KerasOrder.shortSums.contains(inner):
      vk_product_of_few_rows(
        rawA.assumingMemoryBound(to: Float.self), leadingA, rawB.assumingMemoryBound(to: Float.self),
        leadingB,
        rawC.assumingMemoryBound(to: Float.self), leadingC, rows, columns, inner)
    case (true, false) where columns > 1 && inner > KerasOrder.longestRun:
      var first = 0
      while first < inner {
        let run = KerasOrder.lengthOfRun(before: inner - first)
        multiply(
          rows: rows, columns: columns, inner: run, alpha: 1, a + first * leadingA, leadingA: leadingA,
          transposeA: true, b + first * leadingB, leadingB: leadingB, transposeB: false,
          beta: first == 0 ? 0 : 1, into: c, leadingC: leadingC)
        first += run
      }
    default: return false
    }
    return true
  }
}

/// The sums that TensorFlow adds up in another order.
private enum KerasOrder {
  static let fewRows = 2..<16
  /// A sum of one number has no order.
  static let shortSums = 2...Int(VK_FEW_ROWS_LIMIT)
  /// A longer sum is split into runs of this length; a rest of up to two such runs is halved.
  static let longestRun = 384

  static func lengthOfRun(before left: Int) -> Int {
    if left <= longestRun { return left }
    return left <= 2 * longestRun ? (left + 1) / 2 : longestRun
  }
}

/// What every call of BLAS or LAPACK requires.
enum BLAS {
  /// The largest number of multiplications for which our loop is faster than a call. With 16 columns or more,
  /// OpenBLAS's AVX-512 kernels are some 30 % faster from a third of this number; its other kernels are slower up
  /// to twice this number.
  static let smallestProduct = 4096

  /// The fewest columns for which a product of one row has a special loop, which takes as long as reading
  /// the other matrix; fewer columns fill no vector. OpenBLAS is as fast if it has kernels for small products
  /// (AVX-512, up to 10⁶ multiplications), and takes five times as long otherwise.
  static let fewestColumns = 16

  private static let threadsAreOurs: Void = {
    openblas_set_num_threads(1)
    BLASMemory.requireOne()
  }()

  /// Keeps OpenBLAS on the calling thread, from the first call on.
  ///
  /// `ThreadTeam` owns the threads. OpenBLAS's threads would spin while they wait and slow ours down, and the way
  /// it splits a product, and with it the result's bits, depends on their number.
  @inline(__always)
  static func prepare() { _ = threadsAreOurs }

  /// A size as BLAS takes it.
  ///
  /// - Precondition: 0 ≤ `size` < 2³¹.
  @inline(__always)
  static func dimension(_ size: Int) -> Int32 {
    precondition(size >= 0 && size <= Int(Int32.max), "BLAS takes sizes from 0 to 2³¹ − 1, received \(size).")
    return Int32(truncatingIfNeeded: size)
  }
}
