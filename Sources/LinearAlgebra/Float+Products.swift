import CVectorKernels

/// Products whose sums TensorFlow adds up in another order than OpenBLAS does.
///
/// A sum that would be 0 but for rounding carries that order into a network: the gradient of a bias before a
/// batch normalisation is one, and Adam makes full steps of it. With the same order, runs recorded from
/// Keras are repeated to the last bits. In single precision only: Keras's.
/// Source: found by comparing bits, with TensorFlow 2.21 on x86 (Eigen's product of matrix and vector,
/// oneDNN's of few rows and of long sums).
extension Float {
  /// C = op(A)·op(B) where the order is another; answers whether it was.
  static func multiplyInOrder(
    rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Self>, leadingA: Int, transposeA: Bool,
    _ b: UnsafePointer<Self>, leadingB: Int, transposeB: Bool,
    into c: UnsafeMutablePointer<Self>, leadingC: Int
  ) -> Bool {
    switch (transposeA, transposeB) {
    case (false, false) where columns == 1 && leadingB == 1:
      vk_product_by_vector(a, leadingA, b, c, leadingC, rows, inner)
    case (false, true) where fewRows.contains(rows) && columns > 1 && shortSums.contains(inner):
      vk_product_of_few_rows(a, leadingA, b, leadingB, c, leadingC, rows, columns, inner)
    case (true, false) where columns > 1 && inner > longestRun:
      var first = 0
      while first < inner {
        let run = lengthOfRun(before: inner - first)
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

  private static let fewRows = 2..<16
  /// A sum of one number has no order.
  private static let shortSums = 2...Int(VK_FEW_ROWS_LIMIT)
  /// A longer sum is one of runs: as long as this until what is left makes two, and then two equal ones.
  private static let longestRun = 384

  private static func lengthOfRun(before left: Int) -> Int {
    if left <= longestRun { return left }
    return left <= 2 * longestRun ? (left + 1) / 2 : longestRun
  }
}
