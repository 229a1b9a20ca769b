import TestSupport
import Tabular
import Testing

@Suite struct RidgeCrossValidationTests {
  /// scikit-learn 1.9: `Ridge(alpha, solver="svd")` on `KFold(5, shuffle=True, random_state=0)` of the scaled
  /// training rows; mean squared errors, their mean and their standard deviation.
  @Test func thePenaltyIsScikitLearns() throws {
    let train = RedWine.frame.sample(fraction: 0.7, seed: 0)
    let (x, y) = try MinMaxScaler().fitted(to: train).scaled(train).separated(target: "quality")
    let ridge = try RidgeCrossValidation(
      x, y, penalties: [0.001, 0.01, 0.1, 1, 10, 100], folds: Fold.all(5, rows: x.rows, seed: 0))
    #expect(
      relativeDifference(
        ridge.scores.map(\.errors.mean),
        [
          0.017658766206982375, 0.01765728369240412, 0.017643848641092787, 0.0175889009307248,
          0.018242125952721226, 0.022236181985297872,
        ]) < 1e-11)
    #expect(
      relativeDifference(try #require(ridge.scores[3].errors.standardDeviation), 0.002293422551957166) < 1e-10
    )
    #expect(
      relativeDifference(
        Array(ridge.scores[0].errors.values[..<2]), [0.015234500668491902, 0.01849879148105017])
        < 1e-11)
    #expect(ridge.penalty == 1)
    #expect(relativeDifference(ridge.model.intercepts, [0.5139425244407183]) < 1e-12)
    #expect(relativeDifference(ridge.model.coefficients.scalars[10], 0.35953116281552494) < 1e-11)
  }
}
