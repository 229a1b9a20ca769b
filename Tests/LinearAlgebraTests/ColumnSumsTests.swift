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

  private func columnSums<Scalar: MatrixScalar>(_ matrix: Matrix<Scalar>) -> [Scalar] {
    var sums = [Scalar](repeating: .nan, count: matrix.columns)
    matrix.withUnsafeBufferPointer {
      Scalar.columnSums($0.baseAddress!, into: &sums, rows: matrix.rows, columns: matrix.columns)
    }
    return sums
  }
}
