import LinearAlgebra
import TestSupport
import Testing

struct OrthogonalFactorsTests {
  /// NumPy's `linalg.qr` of the same matrix.
  @Test func givesNumPysFactors() {
    let (q, r) = orthogonalFactors(Matrix([[3, 1], [4, 2], [0, 2]]))
    let expectedQ = [-0.6, 0.15689290811054724, -0.8, -0.11766968108291043, 0, -0.9805806756909201]
    #expect(zip(q.scalars, expectedQ).allSatisfy { abs($0 - $1) < 1e-15 })
    let expectedR = [-5, -2.2, 0, -2.039607805437114]
    #expect(zip(r.scalars, expectedR).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func hasOrthonormalColumns() {
    var stream = RandomStream(seed: 4)
    let a = Matrix<Double>(rows: 40, columns: 7, scalars: (0..<280).map { _ in stream.normal() })
    let (q, r) = orthogonalFactors(a)
    let square = q.transposed() * q
    for row in 0..<7 {
      for column in 0..<7 {
        #expect(abs(square[row, column] - (row == column ? 1 : 0)) < 1e-14)
        if row > column { #expect(r[row, column] == 0) }
      }
    }
    #expect(zip((q * r).scalars, a.scalars).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test func refusesAWideMatrix() async {
    await #expect(processExitsWith: .failure) { _ = orthogonalFactors(Matrix<Double>(rows: 2, columns: 3)) }
  }
}
