import LinearAlgebra
import TestSupport
import Testing

/// The expected figures are `tf.matmul`'s in float32 (TensorFlow 2.21 on x86), to the bit.
struct ProductOrderTests {
  /// Beside them stand those of adding up number by number: 87.53063, −51.367336, 116.85714.
  @Test func addsAProductByAVectorInLanes() {
    let product = numbers(3, 47, 37) * numbers(47, 1, 29)
    #expect(product.scalars == [87.53062438964844, -51.36733627319336, 116.85713195800781])
  }

  /// Inner sizes with each possible rest behind sixteen, more rows than are worked on side by side.
  @Test func addsProductsByVectorsOfAnySize() {
    for inner in [1, 2, 3, 4, 5, 7, 8, 11, 15, 16, 17, 24, 31, 33, 100] {
      for rows in [1, 2, 4, 5, 9] {
        let (left, right) = (numbers(rows, inner, 37), numbers(inner, 1, 29))
        let exact = Matrix<Double>(left) * Matrix<Double>(right)
        let product = Matrix<Double>(left * right)
        #expect(zip(product.scalars, exact.scalars).allSatisfy { abs($0 - $1) < 1e-3 }, "\(rows) × \(inner)")
      }
    }
  }

  @Test func addsAProductOfFewRowsInLanes() {
    let product = timesTransposed(numbers(3, 21, 37), numbers(4, 21, 29))
    #expect(
      product.scalars == [
        48.6734619140625, 45.79591369628906, 42.918373107910156, 40.040809631347656, 69.42857360839844,
        69.97958374023438, 70.53060913085938, 71.08162689208984, -142.73468017578125, -138.75509643554688,
        -134.7755126953125, -130.79592895507812,
      ])
  }

  @Test func addsProductsOfFewRowsOfAnySize() {
    for inner in [2, 5, 16, 17, 40, 256, 257] {
      for (rows, columns) in [(2, 2), (15, 7), (15, 16), (7, 33)] {
        let (left, right) = (numbers(rows, inner, 37), numbers(columns, inner, 29))
        let exact = Matrix<Double>(left) * Matrix<Double>(right).transposed()
        let product = Matrix<Double>(timesTransposed(left, right))
        #expect(
          zip(product.scalars, exact.scalars).allSatisfy { abs($0 - $1) < 2e-3 },
          "\(rows) × \(columns) × \(inner)")
      }
    }
  }

  /// 900 = 384 + 258 + 258: the sum of three products' sums.
  @Test func addsLongSumsInRuns() {
    let (left, right) = (numbers(900, 16, 37), numbers(900, 16, 29))
    let runs = [0..<384, 384..<642, 642..<900].map { transposedTimes(left[rows: $0], right[rows: $0]) }
    let whole = transposedTimes(left, right)
    let expected = zip(zip(runs[0].scalars, runs[1].scalars), runs[2].scalars).map { $0.0 + $0.1 + $1 }
    #expect(whole.scalars == expected)
    let exact = (Matrix<Double>(left).transposed() * Matrix<Double>(right)).scalars
    #expect(zip(whole.scalars, exact).allSatisfy { abs(Double($0) - $1) < 5e-3 })
  }

  /// Values in ±50 / 7, none of them exact.
  private func numbers(_ rows: Int, _ columns: Int, _ factor: Int) -> Matrix<Float> {
    Matrix(
      rows: rows, columns: columns,
      scalars: (0..<rows * columns).map { Float($0 * factor % 101 - 50) / 7 })
  }

  private func timesTransposed(_ left: Matrix<Float>, _ right: Matrix<Float>) -> Matrix<Float> {
    product(
      left, right, rows: left.rows, columns: right.rows, inner: left.columns, transposed: (false, true))
  }

  private func transposedTimes(_ left: Matrix<Float>, _ right: Matrix<Float>) -> Matrix<Float> {
    product(
      left, right, rows: left.columns, columns: right.columns, inner: left.rows, transposed: (true, false))
  }

  private func product(
    _ left: Matrix<Float>, _ right: Matrix<Float>, rows: Int, columns: Int, inner: Int,
    transposed: (Bool, Bool)
  ) -> Matrix<Float> {
    var result = Matrix<Float>(rows: rows, columns: columns)
    result.withUnsafeMutableBufferPointer { c in
      left.withUnsafeBufferPointer { a in
        right.withUnsafeBufferPointer { b in
          Float.multiply(
            rows: rows, columns: columns, inner: inner, alpha: 1, a.baseAddress!, leadingA: left.columns,
            transposeA: transposed.0, b.baseAddress!, leadingB: right.columns, transposeB: transposed.1,
            beta: 0, into: c.baseAddress!, leadingC: columns)
        }
      }
    }
    return result
  }
}
