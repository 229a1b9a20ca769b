import LinearAlgebra
import TestSupport
import Testing

struct MatrixProductTests {
  @Test func multipliesByHand() {
    let product = Matrix<Float>([[1, 2], [3, 4]]) * Matrix<Float>([[5, 6, 7], [8, 9, 10]])
    #expect(product == Matrix([[21, 24, 27], [47, 54, 61]]))
  }

  @Test func givesNumPysFigures() {
    let left = Matrix<Double>([[1.5, -2.25, 0.1], [3, 0.7, -1.3]])
    let right = Matrix<Double>([[0.2, 1.1, -0.4, 2], [-1, 0.5, 0.25, 0.125], [3.3, -0.6, 0.9, 1]])
    let expected = [
      2.88, 0.46500000000000014, -1.0725, 2.81875, -4.39, 4.430000000000001, -2.1950000000000003, 4.7875,
    ]
    #expect(relativeDifference((left * right).scalars, expected) < 1e-14)
    #expect(
      relativeDifference((Matrix<Float>(left) * Matrix<Float>(right)).scalars, expected.map(Float.init))
        < 1e-6)
  }

  /// Whole numbers, whose product is exact in whatever order BLAS adds; the sums are NumPy's.
  @Test func multipliesLargerMatricesInBothPrecisions() {
    multipliesLargerMatrices(of: Float.self)
    multipliesLargerMatrices(of: Double.self)
  }

  private func multipliesLargerMatrices<Scalar: MatrixScalar>(of type: Scalar.Type) {
    let left = wholeNumbers(67, 53, as: type) { ($0 * 7 + $1 * 3) % 11 - 5 }
    let right = wholeNumbers(53, 41, as: type) { ($0 * 5 + $1 * 2) % 13 - 6 }
    let product = left * right
    #expect(product.rows == 67)
    #expect(product.columns == 41)
    #expect(product.scalars.reduce(0, +) == 25)
    #expect((0..<67).reduce(0) { $0 + Scalar($1) * product.row($1).reduce(0, +) } == 2310)
    #expect((0..<41).reduce(0) { $0 + Scalar($1) * product.column($1).reduce(0, +) } == -88)
    #expect([product[0, 0], product[66, 40], product[33, 17]] == [35, -10, -15])
  }

  /// op(A)·op(B) for all four pairs, and C = alpha·A·B + beta·C, within larger stored rows.
  @Test func multipliesTransposedScaledAndAccumulated() {
    let a = Matrix<Double>([[1, 2, 3], [4, 5, 6]])
    let b = Matrix<Double>([[1, -1], [2, 0], [0, 3]])
    let product: [Double] = [5, 8, 14, 14]
    for (transposeA, transposeB) in [(false, false), (true, false), (false, true), (true, true)] {
      let storedA = transposeA ? a.transposed() : a
      let storedB = transposeB ? b.transposed() : b
      let c = AlignedBuffer<Double>(count: 6)
      for index in 0..<6 { c.pointer[index] = 100 }
      storedA.withUnsafeBufferPointer { a in
        storedB.withUnsafeBufferPointer { b in
          Double.multiply(
            rows: 2, columns: 2, inner: 3, alpha: 2,
            a.baseAddress!, leadingA: storedA.columns, transposeA: transposeA,
            b.baseAddress!, leadingB: storedB.columns, transposeB: transposeB,
            beta: 0.5, into: c.pointer, leadingC: 3)
        }
      }
      let result = (0..<6).map { c.pointer[$0] }
      let scaled = product.map { 2 * $0 + 50 }
      #expect(result == [scaled[0], scaled[1], 100, scaled[2], scaled[3], 100])
    }
  }

  @Test func multipliesWhatIsEmpty() {
    let nothing = Matrix<Float>(rows: 2, columns: 0) * Matrix<Float>(rows: 0, columns: 3)
    #expect(nothing == Matrix(rows: 2, columns: 3))
    #expect((Matrix<Float>(rows: 0, columns: 2) * Matrix<Float>(rows: 2, columns: 3)).rows == 0)
  }

  @Test func transposes() {
    #expect(Matrix<Float>([[1, 2, 3], [4, 5, 6]]).transposed() == Matrix([[1, 4], [2, 5], [3, 6]]))
  }

  @Test func refusesSizesThatBLASCannotHold() async {
    await #expect(processExitsWith: .failure) {
      let one = AlignedBuffer<Float>(count: 1)
      Float.multiply(
        rows: 1 << 31, columns: 1, inner: 1, alpha: 1, one.pointer, leadingA: 1, transposeA: false,
        one.pointer, leadingB: 1, transposeB: false, beta: 0, into: one.pointer, leadingC: 1)
    }
  }

  private func wholeNumbers<Scalar: MatrixScalar>(
    _ rows: Int, _ columns: Int, as type: Scalar.Type, _ value: (Int, Int) -> Int
  ) -> Matrix<Scalar> {
    Matrix((0..<rows).map { row in (0..<columns).map { Scalar(value(row, $0)) } })
  }
}
