import Foundation
import TestSupport
import Testing

@testable import LinearAlgebra

/// The expected figures are those of scikit-learn 1.9, `LogisticRegression(C=1, solver="lbfgs", tol=1e-12)`, which
/// `Tests/ExperimentsTests/Fixtures/write.py` records.
struct LogisticRegressionTests {
  private let x = Matrix<Double>([
    [0.5, 2], [1.5, -1], [2.5, 0.3], [-0.7, 1.1], [3.2, 0.8], [0.1, -2.4], [1.1, 0.2], [-1.3, 0.6],
  ])

  @Test func twoClassesAreScikitLearns() throws {
    let model = try LogisticRegression.fitted(to: x, [0, 1, 1, 0, 1, 0, 0, 1], classes: 2)
    #expect(
      relativeDifference(model.coefficients.scalars, [0.5111698234578373, -0.01947840740424235]) < 1e-6)
    #expect(relativeDifference(model.intercepts, [-0.43398960495104677]) < 1e-6)
  }

  @Test func severalClassesAreScikitLearns() throws {
    let model = try LogisticRegression.fitted(to: x, [0, 1, 2, 0, 1, 2, 0, 1], classes: 3)
    #expect(
      relativeDifference(
        model.coefficients.scalars,
        [
          -0.2610572380591539, 0.029335868030397727, 0.23172137002875595, 0.6602102030821501,
          -0.02322857506376663, -0.6369816280183832,
        ]) < 1e-5)
    #expect(
      relativeDifference(
        model.intercepts, [0.17826343697151478, 0.32427274341881346, -0.5025361803903277]) < 1e-6)
  }

  /// The gradient is 0 at the minimum: Σ (pᵢ − yᵢ) for the intercept, and C·Σ (pᵢ − yᵢ)·xᵢ + B.
  @Test(arguments: [0.01, 1, 1e4]) func endsAtTheMinimum(_ strength: Double) throws {
    let labels = [0, 1, 1, 0, 1, 0, 0, 1]
    let model = try LogisticRegression.fitted(to: x, labels, classes: 2, strength: strength)
    let errors = zip(LogisticRegression.probabilities(model.predict(x)).scalars, labels).map {
      $0 - Double($1)
    }
    #expect(abs(errors.reduce(0, +)) < 1e-8)
    for feature in 0..<2 {
      let sum = zip(errors, x.column(feature)).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(sum + model.coefficients[feature, 0] / strength) < 1e-8)
    }
  }

  /// Classes that a line separates have no minimum without the penalty; halved steps find the one with it.
  @Test func separatesWithAPenalty() throws {
    let line = Matrix<Double>(column: [-30, -20, -10, 10, 20, 30])
    let model = try LogisticRegression.fitted(to: line, [0, 0, 0, 1, 1, 1], classes: 2, strength: 100)
    let w = model.coefficients[0, 0]
    #expect(abs(model.intercepts[0]) < 1e-9)
    // By symmetry the intercept is 0, and w = C·Σ |x| / (1 + exp(w·|x|)), twice for each |x|.
    let pull = [10.0, 20, 30].reduce(0) { $0 + 200 * $1 / (1 + exp(w * $1)) }
    #expect(relativeDifference(pull, w) < 1e-8)
  }

  @Test func probabilitiesDoNotOverflow() {
    let several = LogisticRegression.probabilities(Matrix([[1000, 0, -1000], [0, 0, 0]]))
    #expect(
      several.row(0) == [1, 0, 0] && relativeDifference(several.row(1), [1 / 3, 1 / 3, 1 / 3]) < 1e-15)
    #expect(LogisticRegression.probabilities(Matrix(column: [-1000, 0, 1000])).scalars == [0, 0.5, 1])
  }

  @Test func solvesByHand() throws {
    // [4 2; 2 3]·x = (10, 9): x = (1.5, 2).
    let solution = try solvePositiveDefinite(Matrix([[4, 2], [2, 3]]), [10, 9])
    #expect(relativeDifference(solution, [1.5, 2]) < 1e-14)
    #expect(throws: LinearAlgebraError.noConvergence(routine: "dposv", info: 2)) {
      try solvePositiveDefinite(Matrix([[1, 2], [2, 1]]), [1, 1])
    }
  }
}
