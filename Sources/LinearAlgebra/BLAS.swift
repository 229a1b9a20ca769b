import COpenBLAS

/// What every call of BLAS or LAPACK needs first.
enum BLAS {
  private static let threadsAreOurs: Void = openblas_set_num_threads(1)

  /// Keeps OpenBLAS on the calling thread, from the first call on.
  ///
  /// Threads are shared out by `ThreadTeam`. OpenBLAS's own would wait for work by spinning and slow
  /// ours down, and how it cuts a product depends on their number, so that the bits would too.
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
