import Foundation
import TestSupport
import Testing

@testable import LinearAlgebra

struct RegressionRowsTests {
  private let x = Matrix<Double>([
    [0.5, 2], [1.5, -1], [2.5, 0.3], [-0.7, 1.1], [3.2, 0.8], [0.1, -2.4],
  ])
  private let y = Matrix<Double>([[1.2, 0], [2.3, 1], [-0.4, 0.5], [3.1, -2], [0.9, 4], [1.7, 0.25]])

  private func rows(_ places: [Int]) -> RegressionRows {
    var rows = RegressionRows(shiftedBy: x.row(0), y.row(0))
    rows.append(x, y, places)
    return rows
  }

  /// `numpy.linalg.lstsq` of these rows with a column of ones.
  @Test func leastSquaresIsNumPysWhateverThePartsThatWereJoined() throws {
    for parts in [[[0, 1, 2, 3, 4, 5]], [[3], [1, 2, 0], [5, 4]], [[], [5, 4, 3, 2, 1, 0]]] {
      let joined = parts.dropFirst().reduce(into: rows(parts[0])) { $0.append(rows($1)) }
      #expect(joined.count == 6)
      let model = try joined.leastSquares()
      #expect(
        relativeDifference(
          model.coefficients.scalars,
          [-0.5807401243051006, 1.1424559435820618, -0.05143740819954839, -0.1528503762723684]) < 1e-12)
      #expect(relativeDifference(model.intercepts, [2.1607341348543088, -0.7065261497357908]) < 1e-12)
    }
  }

  /// By hand: 2x + 1 predicts 3, 5 and 7, which is 1, 0 and −2 off; (1 + 0 + 4) / 3.
  @Test func theErrorOfAModelIsThatOfItsPredictions() {
    var rows = RegressionRows(shiftedBy: [10], [-4])
    rows.append(Matrix(column: [1, 2, 3]), Matrix(column: [2, 5, 9]), [0, 1, 2])
    let model = LinearModel(coefficients: Matrix([[2]]), intercepts: [1])
    #expect(relativeDifference(rows.meanSquaredError(of: model), 5.0 / 3) < 1e-13)
  }

  /// The figures of `LeastSquaresTests.seesThroughRounding`: many rows, a column that is a mixture of others.
  @Test func manyRowsBecomeOneTriangle() throws {
    let features = (0..<2000).map { row in
      let (a, b) = (sin(Double(row) * 0.7), cos(Double(row) * 1.3 + 0.2))
      return [1, a, b, 0.3 * a + 0.7 * b]
    }
    let targets = features.indices.map {
      0.5 + 2 * features[$0][1] - features[$0][2] + 0.1 * sin(Double($0) * 2.9)
    }
    let (x, y) = (Matrix(features), Matrix(column: targets))
    let whole = try leastSquares(x, y)
    var rows = RegressionRows(shiftedBy: [1, 0, 0, 0], [0])
    rows.append(x, y, Array(0..<2000))
    // The column of ones stands there twice: the two share its coefficient.
    let model = try rows.leastSquares()
    #expect(
      relativeDifference(
        Array(model.coefficients.scalars[1...]),
        [2.0190199942115354, -0.9556939651417893, -0.06327977733579111])
        < 1e-9)
    #expect(relativeDifference(model.intercepts[0] + model.coefficients[0, 0], whole[0, 0]) < 1e-12)
    #expect(relativeDifference(model.intercepts[0], whole[0, 0] / 2) < 1e-9)
    let residuals = zip((x * whole).scalars, targets).map { ($0 - $1) * ($0 - $1) }
    let error = residuals.reduce(0, +) / 2000
    #expect(relativeDifference(rows.meanSquaredError(of: model), error) < 1e-10)
  }

  @Test func refusesRowsOfOtherWidths() async {
    await #expect(processExitsWith: .failure) {
      var rows = RegressionRows(shiftedBy: [0], [0])
      rows.append(Matrix(rows: 2, columns: 2), Matrix(rows: 2, columns: 1), [0])
    }
    await #expect(processExitsWith: .failure) {
      var rows = RegressionRows(shiftedBy: [0], [0])
      rows.append(Matrix(rows: 2, columns: 1), Matrix(rows: 2, columns: 1), [2])
    }
  }
}
