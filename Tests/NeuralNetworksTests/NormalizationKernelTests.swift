import LinearAlgebra
import TestSupport
import Testing

/// The expected values are NumPy's, for ε = 0.1, gamma (2, 0.5) and beta (1, −1).
struct NormalizationKernelTests {
  private let x: [Double] = [1, 2, 3, 8, 8, -4]
  private let gradient: [Double] = [1, 0.5, -2, 1, 0.5, 3]
  private let mean: [Double] = [4, 2]
  private let variance: [Double] = [26 / 3.0, 24]
  private let gamma: [Double] = [2, 0.5]
  private let beta: [Double] = [1, -1]

  @Test func takesTheMomentsOfColumns() {
    let moments = columnMoments(x, rows: 3, columns: 2)
    #expect(moments.mean == mean)
    #expect(relativeDifference(moments.variance, variance) < 1e-15)
    let single = columnMoments([5, -1] as [Float], rows: 1, columns: 2)
    #expect(single.mean == [5, -1] && single.variance == [0, 0])
  }

  /// Columns are taken a strip at a time: many strips, and a rest.
  @Test func takesTheMomentsOfManyColumns() {
    let rows = 5
    let wide = (0..<rows * 150).map { Float(($0 * 37) % 101) }
    let moments = columnMoments(wide, rows: rows, columns: 150)
    for column in 0..<150 {
      let values = (0..<rows).map { Double(wide[$0 * 150 + column]) }
      let mean = values.reduce(0, +) / Double(rows)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
      #expect(relativeDifference(moments.mean[column], Float(mean)) < 5e-7)
      #expect(relativeDifference(moments.variance[column], Float(variance)) < 5e-7)
    }
  }

  /// Far from 0 the sum of squares alone would lose every digit of the variance.
  @Test func keepsTheVarianceOfLargeNumbers() {
    let moments = columnMoments([10_000_000, 10_000_002] as [Float], rows: 2, columns: 1)
    #expect(moments.mean == [10_000_001] && moments.variance == [1])
  }

  @Test func movesTheAverage() {
    var moving: [Float] = [1, 2]
    Float.kernels.movingAverage(&moving, batch: [5, -2] as [Float], momentum: 0.75, count: 2)
    #expect(moving == [2, 1])
  }

  @Test func normalizes() {
    var y = [Double](repeating: 0, count: 6)
    Double.kernels.normalize(
      x, into: &y, mean: mean, variance: variance, gamma: gamma, beta: beta, epsilon: 0.1, rows: 3, columns: 2
    )
    let expected = [
      -1.0264411855089692, -1, 0.3245196048303436, -0.3888993672049672, 3.7019215806786256,
      -1.6111006327950328,
    ]
    #expect(relativeDifference(y, expected) < 1e-14)
    Double.kernels.normalize(
      x, into: &y, mean: [1, 2] as [Double], variance: [4, 1] as [Double], gamma: nil, beta: nil, epsilon: 0,
      rows: 3, columns: 2)
    #expect(y == [0, 0, 1, 6, 3.5, -6])
  }

  @Test func goesBack() {
    var memory = [Double](repeating: 0, count: 10)
    var inputGradient = [Double](repeating: 0, count: 6)
    Double.kernels.normalizeSums(
      x, gradient: gradient, mean: mean, variance: variance, gamma: gamma, epsilon: 0.1, into: &memory,
      rows: 3, leading: 2, columns: 2)
    Double.kernels.normalizeBackward(
      x, gradient: gradient, into: &inputGradient, mean: mean, sums: memory, rows: 3, columns: 2)
    #expect(relativeDifference(Array(memory[0..<2]), [-0.5, 4.5]) < 1e-15)
    #expect(
      relativeDifference(Array(memory[2..<4]), [3 * 0.1125800658616094, -3 * 0.8148008437267104]) < 1e-14)
    let expected = [
      0.8651114566779948, -0.10185010546583881, -1.2126970592621271, 0.05050243818741797,
      0.34758560258413235, 0.05134766727842084,
    ]
    #expect(relativeDifference(inputGradient, expected) < 1e-13)
  }

  private func columnMoments<Scalar: MatrixScalar>(
    _ x: [Scalar], rows: Int, columns: Int
  ) -> (mean: [Scalar], variance: [Scalar]) {
    var mean = [Scalar](repeating: .nan, count: columns)
    var variance = mean
    Scalar.kernels.columnMoments(
      x, mean: &mean, variance: &variance, rows: rows, leading: columns, columns: columns)
    return (mean, variance)
  }
}
