import LinearAlgebra
import TestSupport
import Testing
import Vintner

/// Permutation importance and partial dependence of models whose weights are known.
struct ExplanationTests {
  private let wine: DataFrame
  private static let features = ["alcohol", "sulphates", "volatile acidity"]

  init() throws { wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path) }

  /// 0.3 · alcohol + 0.8 · sulphates − 1.2 · volatile acidity + 2.6, the target scaled from the range 3 to 8.
  private func linear() throws -> FittedRegressionPipeline {
    let pipeline = RegressionPipeline(
      target: "quality", preprocessor: Preprocessor(features: Self.features, encoding: nil, scaling: nil),
      network: Sequential([Dense(1)]), precision: .double)
    let network = try TrainedNetwork(
      pipeline.network, inputs: 3,
      parameters: [
        Parameter(name: "layers.0.kernel", shape: [3, 1], values: .double([0.3 / 5, 0.8 / 5, -1.2 / 5])),
        Parameter(name: "layers.0.bias", shape: [1], values: .double([(2.6 - 3) / 5])),
      ], precision: .double)
    return try pipeline.prepared(wine).joined(with: network)
  }

  /// scikit-learn 1.9.1: `permutation_importance(m, X, y, n_repeats=500, random_state=0)` of a `LinearRegression` with
  /// these coefficients, and the same with `scoring="neg_mean_absolute_error"`.
  @Test(
    arguments: [
      (
        nil, 0.33478701323014215, [0.32094300641650186, 0.04836184544440235, 0.14186065315326365],
        [0.0179, 0.00717, 0.01138]
      ),
      (
        "mae", 0.5143170731707317, [0.12545616760475295, 0.02292230393996246, 0.053689661038148845],
        [0.00676, 0.00314, 0.00459]
      ),
    ] as [(String?, Double, [Double], [Double])])
  func measuresWhatScikitLearnDoes(
    _ metric: String?, _ baseline: Double, _ means: [Double], _ deviations: [Double]
  ) throws {
    let found = try linear().permutationImportance(on: wine, metric: metric, repetitions: 100)
    #expect(found.metric == metric ?? "r2" && found.columns == Self.features && found.rows == 1599)
    #expect(abs(found.baseline - baseline) < 1e-12)
    for (place, importance) in found.importances.enumerated() {
      // Four standard errors of a mean over 100 orders; a deviation over 100 orders is within a quarter.
      #expect(abs(importance.mean - means[place]) < 4 * deviations[place] / 10, "\(place)")
      #expect(abs(importance.standardDeviation / deviations[place] - 1) < 0.25, "\(place)")
      #expect(importance.drops.count == 100)
    }
    #expect(found.sorted.map(\.column) == [0, 2, 1])
  }

  @Test func repeatsWithASeedAndForAnyThreads() throws {
    let model = try linear()
    let one = try model.permutationImportance(on: wine, repetitions: 2, seed: 1, threads: 1)
    #expect(try one == model.permutationImportance(on: wine, repetitions: 2, seed: 1, threads: 2))
    #expect(try one != model.permutationImportance(on: wine, repetitions: 2, seed: 2, threads: 1))
    let error = try #require(throws: VintnerError.self) {
      try model.permutationImportance(on: wine, metric: "auc")
    }
    #expect("\(error)" == "`metric` is auc, where one of mae, rmse, r2 is expected.")
  }

  /// scikit-learn 1.9.1: `partial_dependence(m, X, ["alcohol"], grid_resolution=5, kind="average")`.
  @Test func averagesWhatScikitLearnDoes() throws {
    let dependence = try linear().partialDependence(on: "alcohol", in: wine, gridPoints: 5)
    let expected = [
      (9.2, 5.253134459036898), (10.025, 5.500634459036898), (10.85, 5.748134459036898),
      (11.675, 5.995634459036897), (12.5, 6.243134459036898),
    ]
    #expect(dependence.outputNames == ["quality"] && dependence.grid.count == 5)
    for (place, (value, average)) in expected.enumerated() {
      guard case .number(let found) = dependence.grid[place] else {
        Issue.record("The grid is of numbers.")
        continue
      }
      #expect(abs(found - value) < 1e-12 && abs(dependence.averages[place, 0] - average) < 1e-12)
    }
  }

  /// A column of the table is permuted with all that is made of it: categories, indicators, computed features.
  @Test func permutesColumnsOfTheTable() throws {
    let colors = (0..<60).map { ["red", "white", "rose"][$0 * 7 % 3] }
    let a = (0..<60).map { $0 % 10 == 9 ? nil : Double($0 * 13 % 11) }
    let table = DataFrame(columns: [
      Column(name: "color", colors), Column(name: "a", a),
      Column(name: "b", (0..<60).map { Double($0 * 5 % 7) }),
      Column(name: "y", colors.map { $0 == "red" ? 1.0 : 0 }),
    ])
    var pipeline = RegressionPipeline(
      target: "y",
      preprocessor: Preprocessor(
        features: ["color", "a", "b_squared"], missingValues: .fill(.median, indicator: true),
        encoding: OneHotEncoder()),
      network: .dense(hidden: [8], activation: .tanh))
    pipeline.training = Training(
      optimizer: Adam(learningRate: 0.05), loss: .meanSquaredError, batchSize: 16, epochs: 60)
    let model = try pipeline.fitted(to: table)
    let found = try model.permutationImportance(on: table)
    #expect(found.columns == ["color", "a", "b"])
    #expect(found.importances[0].mean > 1)
    #expect(abs(found.importances[1].mean) < 0.3 && abs(found.importances[2].mean) < 0.3)
    #expect(found.importances[2].drops.contains { $0 != 0 })

    let color = try model.partialDependence(on: "color", in: table)
    #expect(color.grid == [.text("red"), .text("rose"), .text("white")])
    #expect(color.averages[0, 0] > 0.8 && color.averages[1, 0] < 0.2 && color.averages[2, 0] < 0.2)
    // By hand: the mean prediction of the table with the column replaced.
    let red = try table.replacing(column: Column(name: "color", [String](repeating: "red", count: 60)))
    let predictions = try model.predict(red)
    #expect(abs(color.averages[0, 0] - predictions.reduce(0, +) / 60) < 1e-12)
    #expect(try model.partialDependence(on: "b", in: table).grid.count == 7)
    let error = try #require(throws: VintnerError.self) {
      try model.partialDependence(on: "b_squared", in: table)
    }
    #expect("\(error)".contains("b_squared"))
  }

  @Test func ofTwoClassesIsTheProbability() throws {
    var pipeline = ClassificationPipeline(
      target: "quality", positiveFrom: 6, preprocessor: Preprocessor(features: ["alcohol"], encoding: nil),
      network: .dense(hidden: [4], activation: .tanh, output: .sigmoid))
    pipeline.training.epochs = 3
    let model = try pipeline.fitted(to: wine)
    let found = try model.permutationImportance(on: wine, repetitions: 1)
    let accuracy = try model.evaluate(wine).accuracy
    #expect(found.metric == "accuracy" && abs(found.baseline - accuracy) < 1e-15)
    let dependence = try model.partialDependence(on: "alcohol", in: wine, gridPoints: 2)
    #expect(dependence.outputNames == ["probability of true"])
    #expect(dependence.averages.scalars.allSatisfy { (0...1).contains($0) })
  }

  @Test func areDrawnAndWritten() throws {
    let model = try linear()
    let found = try model.permutationImportance(on: wine, repetitions: 2)
    #expect(found.chart.bars.map(\.name) == ["alcohol", "volatile acidity", "sulphates"])
    #expect(found.chart.bars[0].spread!.contains(found.importances[0].mean))
    let lines = found.csv.split(separator: "\n")
    #expect(lines[0] == "column,mean,standard_deviation,repetition_1,repetition_2" && lines.count == 4)
    let dependences = try Self.features.map { try model.partialDependence(on: $0, in: wine, gridPoints: 3) }
    #expect(dependences.chart.charts.count == 3 && dependences.chart.svg().contains("Partial dependence"))
    #expect(dependences.csv.split(separator: "\n").count == 1 + 9)
    #expect(dependences.csv.hasPrefix("column,value,output_1\nalcohol,9.2,"))
  }
}
