import LinearAlgebra
import Testing

struct ColumnSumsTests {
  @Test func addsByHand() {
    #expect(columnSums(Matrix<Float>([[1, 2], [3, 4], [5, 6]])) == [9, 12])
    #expect(columnSums(Matrix<Double>(rows: 0, columns: 2)) == [0, 0])
  }

  /// The order of the rows shows in the last bit: 0.0 + 0.3 + 0.6 + 0.9 + 1.2, as NumPy adds.
  @Test func addsRowsInAscendingOrder() {
    let doubles = Matrix<Double>((0..<5).map { row in (0..<3).map { Double(row * 3 + $0) * 0.1 } })
    #expect(columnSums(doubles) == [3.0000000000000004, 3.5, 4])
    let tall = Matrix<Float>((0..<257).map { row in (0..<35).map { Float(row * 35 + $0) * 0.1 } })
    var expected = [Float](repeating: 0, count: 35)
    for row in 0..<257 { for column in 0..<35 { expected[column] += tall[row, column] } }
    #expect(columnSums(tall) == expected)
  }

  /// One column is summed by eights, 77 = 2·32 + 8 + 5 numbers: the figure is `tf.reduce_sum`'s in float32,
  /// where number by number gives 2473.1001.
  @Test func addsOneColumnByEights() {
    let numbers = (0..<77).map { Float($0 * $0 % 89) * 0.7 }
    #expect(columnSums(Matrix(column: numbers)) == [2473.099853515625])
    #expect(columnSums(Matrix(column: numbers[0..<7])) == [numbers[0..<7].reduce(0, +)])
  }

  private func columnSums<Scalar: MatrixScalar>(_ matrix: Matrix<Scalar>) -> [Scalar] {
    var sums = [Scalar](repeating: .nan, count: matrix.columns)
    matrix.withUnsafeBufferPointer {
      Scalar.kernels.columnSums($0.baseAddress!, into: &sums, rows: matrix.rows, columns: matrix.columns)
    }
    return sums
  }
}
