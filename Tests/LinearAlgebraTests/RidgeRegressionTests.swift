import TestSupport
import Testing

@testable import LinearAlgebra

/// The expected figures are those of scikit-learn 1.9, `Ridge(alpha, solver="svd")`.
struct RidgeRegressionTests {
  private let x = Matrix<Double>([
    [0.5, 2], [1.5, -1], [2.5, 0.3], [-0.7, 1.1], [3.2, 0.8], [0.1, -2.4],
  ])
  private let y = Matrix<Double>([[1.2, 0], [2.3, 1], [-0.4, 0.5], [3.1, -2], [0.9, 4], [1.7, 0.25]])

  @Test func fitsByHand() throws {
    // y = 2x + 1: centred, Σx² = 2 and Σxy = 4, so that the slope is 4 / (2 + λ).
    let ridge = try RidgeRegression(RegressionRows(Matrix(column: [0, 1, 2]), Matrix(column: [1, 3, 5])))
    for (penalty, slope) in [(0.0, 2.0), (2.0, 1.0), (6.0, 0.5)] {
      let model = ridge.fitted(penalty: penalty)
      #expect(relativeDifference(model.coefficients.scalars, [slope]) < 1e-14)
      #expect(relativeDifference(model.intercepts, [3 - slope]) < 1e-14)
    }
  }

  @Test func figuresAreScikitLearns() throws {
    let ridge = try RidgeRegression(RegressionRows(x, y))
    let half = ridge.fitted(penalty: 0.5)
    #expect(
      relativeDifference(
        half.coefficients.scalars,
        [-0.5557075283021033, 1.0924929780055506, -0.051104601006787556, -0.1437571798292824]) < 1e-12)
    #expect(relativeDifference(half.intercepts, [2.1310678552917275, -0.6486157333293305]) < 1e-12)
    let ten = ridge.fitted(penalty: 10)
    #expect(
      relativeDifference(
        ten.coefficients.scalars,
        [-0.30585670636282236, 0.5971371079540131, -0.03905291873282933, -0.06460122449634517]) < 1e-12)
    #expect(relativeDifference(ten.intercepts, [1.833804158360384, -0.07299874781273608]) < 1e-12)
  }

  @Test func takesMoreFeaturesThanRows() throws {
    let model = try RidgeRegression(
      RegressionRows(
        Matrix([[1, 2, 3, 4], [2, 1, 0, -1], [0.5, 3, -2, 1]]), Matrix(column: [1, 2, 4])
      )
    ).fitted(penalty: 0.1)
    #expect(
      relativeDifference(
        model.coefficients.scalars,
        [-0.1941632819719339, 0.28012378312165553, -0.5349966690305803, 0.025250897212730702]) < 1e-11)
    #expect(relativeDifference(model.intercepts, [2.144273956117164]) < 1e-12)
  }

  @Test func withoutPenaltyItIsLeastSquares() throws {
    let ones = Matrix((0..<x.rows).map { x.row($0) + [1] })
    let expected = try leastSquares(ones, y)
    let model = try RidgeRegression(RegressionRows(x, y)).fitted(penalty: 0)
    #expect(relativeDifference(model.coefficients.scalars, expected[rows: 0..<2].scalars) < 1e-12)
    #expect(relativeDifference(model.intercepts, expected.row(2)) < 1e-12)
    #expect(relativeDifference(model.predict(x).scalars, (ones * expected).scalars) < 1e-12)
  }

  /// A column that stands there twice shares its coefficient; a constant one has none.
  @Test func dependentColumnsDoNotExplode() throws {
    let repeated = Matrix((0..<x.rows).map { [x[$0, 0], x[$0, 0], 7] })
    let once = try RidgeRegression(RegressionRows(Matrix(column: x.column(0)), y)).fitted(penalty: 0)
    let model = try RidgeRegression(RegressionRows(repeated, y)).fitted(penalty: 0)
    for target in 0..<2 {
      let slope = once.coefficients[0, target]
      #expect(relativeDifference(model.coefficients[0, target], slope / 2) < 1e-12)
      #expect(relativeDifference(model.coefficients[1, target], slope / 2) < 1e-12)
      #expect(abs(model.coefficients[2, target]) < 1e-12)
    }
    let constant = try RidgeRegression(RegressionRows(Matrix(column: [3, 3, 3]), Matrix(column: [1, 2, 6])))
      .fitted(
        penalty: 0)
    #expect(constant.coefficients.scalars == [0])
    #expect(constant.intercepts == [3])
    // The mean of ten tenths is not a tenth.
    let tenths = try RidgeRegression(
      RegressionRows(
        Matrix(column: [Double](repeating: 0.1, count: 10)), Matrix(column: (0..<10).map { Double($0) })))
    #expect(tenths.fitted(penalty: 0).coefficients.scalars == [0])
  }

  @Test func rowsAreGathered() {
    #expect(x[rows: [5, 0, 0]] == Matrix([[0.1, -2.4], [0.5, 2], [0.5, 2]]))
    #expect(x[rows: []].rows == 0)
  }

  @Test func refusesWhatDoesNotFit() async {
    await #expect(processExitsWith: .failure) {
      _ = try RidgeRegression(RegressionRows(Matrix(rows: 3, columns: 1), Matrix(rows: 2, columns: 1)))
    }
    await #expect(processExitsWith: .failure) {
      _ = try RidgeRegression(RegressionRows(Matrix(column: [1, 2]), Matrix(column: [1, 2]))).fitted(
        penalty: -1)
    }
  }
}
