import LinearAlgebra
import Testing

/// Products of one row, whose sums are each a chain of fused multiply-adds from the first number to the last.
struct RowProductTests {
  @Test func multipliesByHand() {
    let row = Matrix<Float>([[2, -1, 3]])
    let other = Matrix<Float>(
      rows: 3, columns: 20, scalars: (0..<20).map(Float.init) + [Float](repeating: 1, count: 20 + 20))
    // 2·j − 1 + 3
    #expect((row * other).scalars == (1...20).map { Float(2 * $0) })
  }

  /// Widths and depths with each kind of rest: whole vectors, single columns, single lines.
  @Test(arguments: [2, 15, 16, 17, 40, 512], [1, 3, 8, 11, 16, 300, 2100])
  func addsInAChain(columns: Int, inner: Int) {
    chains(columns, inner, as: Float.self)
    chains(columns, inner, as: Double.self)
  }

  private func chains<Scalar: MatrixScalar>(_ columns: Int, _ inner: Int, as: Scalar.Type) {
    let row = Matrix<Scalar>(
      rows: 1, columns: inner, scalars: (0..<inner).map { Scalar($0 * 37 % 101 - 50) / 7 })
    let other = Matrix<Scalar>(
      rows: inner, columns: columns,
      scalars: (0..<inner * columns).map { Scalar($0 * 29 % 101 - 50) / 7 })
    let expected = (0..<columns).map { column in
      (0..<inner).reduce(Scalar.zero) { $0.addingProduct(row[0, $1], other[$1, column]) }
    }
    #expect((row * other).scalars == expected, "\(inner) × \(columns), \(Scalar.self)")
    // As a layer of the NTP form multiplies.
    var scaled = [Scalar](repeating: .nan, count: columns)
    Scalar.multiply(
      rows: 1, columns: columns, inner: inner, alpha: 0.3, row.scalars, leadingA: inner, transposeA: false,
      other.scalars, leadingB: columns, transposeB: false, beta: 0, into: &scaled, leadingC: columns)
    #expect(scaled == expected.map { 0.3 * $0 }, "\(inner) × \(columns), \(Scalar.self), scaled")
  }

  /// The other matrix is part of a wider one; what is beside the result stays.
  @Test func readsRowsThatStandApart() {
    let row: [Double] = [1, 10, 100]
    let other = (0..<3 * 30).map { Double($0) }
    var result = [Double](repeating: -1, count: 30)
    result.withUnsafeMutableBufferPointer { c in
      Double.multiply(
        rows: 1, columns: 20, inner: 3, alpha: 1, row, leadingA: 3, transposeA: false, other, leadingB: 30,
        transposeB: false, beta: 0, into: c.baseAddress!, leadingC: 20)
    }
    // j + 10·(30 + j) + 100·(60 + j)
    let expected = (0..<20).map { Double(6300 + 111 * $0) } + [Double](repeating: -1, count: 10)
    #expect(result == expected)
  }
}
