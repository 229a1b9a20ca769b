import Foundation
import TestSupport
import Testing

@testable import LinearAlgebra

/// The expected figures are those of `numpy.linalg.lstsq`.
struct LeastSquaresTests {
  private let x = Matrix<Double>([
    [1, 0.5, 2], [1, 1.5, -1], [1, 2.5, 0.3], [1, -0.7, 1.1], [1, 3.2, 0.8], [1, 0.1, -2.4],
  ])
  private let y = Matrix<Double>([[1.2, 0], [2.3, 1], [-0.4, 0.5], [3.1, -2], [0.9, 4], [1.7, 0.25]])

  @Test func fitsALineByHand() throws {
    let line = try leastSquares(Matrix([[1, 0], [1, 1], [1, 2]]), Matrix(column: [1, 3, 5]))
    #expect(relativeDifference(line.scalars, [1, 2]) < 1e-14)
  }

  @Test func solvesForSeveralTargets() throws {
    let solution = try leastSquares(x, y)
    let expected = [
      2.1607341348543088, -0.7065261497357908, -0.5807401243051006, 1.1424559435820618,
      -0.05143740819954839, -0.1528503762723684,
    ]
    #expect(solution.rows == 3)
    #expect(solution.columns == 2)
    #expect(relativeDifference(solution.scalars, expected) < 1e-12)
  }

  @Test func leavesItsArgumentsAlone() throws {
    let (xBefore, yBefore) = (x.scalars, y.scalars)
    _ = try leastSquares(x, y)
    #expect(x.scalars == xBefore)
    #expect(y.scalars == yBefore)
  }

  /// The second column stands there twice: its coefficient is shared between both.
  @Test func takesTheSmallestSolutionWhereAColumnIsRepeated() throws {
    let repeated = Matrix((0..<x.rows).map { x.row($0) + [x[$0, 1]] })
    let solution = try leastSquares(repeated, Matrix(column: y.column(0)))
    let expected = [2.1607341348543088, -0.29037006215255023, -0.05143740819954842, -0.29037006215255023]
    #expect(relativeDifference(solution.scalars, expected) < 1e-12)
  }

  @Test func takesTheSmallestSolutionWhereThereAreFewRows() throws {
    let solution = try leastSquares(Matrix([[1, 2, 3, 4], [2, -1, 0.5, 1]]), Matrix(column: [1, 2]))
    let expected = [0.6629570747217807, -0.4069952305246424, 0.08267090620031808, 0.2257551669316376]
    #expect(relativeDifference(solution.scalars, expected) < 1e-12)
  }

  /// A column that is a mixture of others but for rounding: under LAPACK's own bound for a singular
  /// value of 0 its coefficient is some 10¹².
  @Test func seesThroughRounding() throws {
    let rows = (0..<2000).map { row in
      let a = sin(Double(row) * 0.7)
      let b = cos(Double(row) * 1.3 + 0.2)
      return [1, a, b, 0.3 * a + 0.7 * b]
    }
    let target = rows.indices.map { 0.5 + 2 * rows[$0][1] - rows[$0][2] + 0.1 * sin(Double($0) * 2.9) }
    let solution = try leastSquares(Matrix(rows), Matrix(column: target))
    let expected = [0.4999860191601677, 2.0190199942115354, -0.9556939651417893, -0.06327977733579111]
    #expect(relativeDifference(solution.scalars, expected) < 1e-9)
  }

  @Test func refusesWhatDoesNotFit() async {
    await #expect(processExitsWith: .failure) {
      _ = try leastSquares(Matrix(rows: 3, columns: 1), Matrix(rows: 2, columns: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = try leastSquares(Matrix([[1, .nan], [1, 2]]), Matrix(column: [1, 2]))
    }
  }
}
