import TestSupport
import Testing
import Vintner

/// Single rows of numbers, through everything that a model does with a table.
@Suite struct RowPredictorTests {
  private let wine: DataFrame
  private let pipeline: RegressionPipeline

  init() throws {
    wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    pipeline = RegressionPipeline(
      target: "quality", network: .dense(hidden: [40, 20], activation: .relu),
      training: Training(
        optimizer: Adam(learningRate: 0.01), loss: .meanAbsoluteError, batchSize: 64, epochs: 3))
  }

  /// The features of a row of a table.
  private func row(_ index: Int, of frame: DataFrame, for predictor: RowPredictor<some PredictionTarget>)
    throws -> [Double]
  {
    try predictor.featureNames.map { try frame[$0].values(as: Double.self)[index] ?? .nan }
  }

  @Test(arguments: Scaling.allCases) func predictsAsInATable(_ scaling: Scaling) throws {
    var scaled = pipeline
    scaled.preprocessor.scaling = scaling
    scaled.targetScaling = scaling
    let model = try scaled.fitted(to: wine)
    let predictor = model.predictor()
    #expect(predictor.featureNames == model.schema.featureNames)
    let all = try model.predict(wine)
    for index in [0, 1, 700, 1598] {
      let prediction = try predictor.predict(try row(index, of: wine, for: predictor))
      #expect(prediction == (try model.predict(wine[rows: index..<index + 1]))[0])
      #expect(relativeDifference(prediction, all[index]) < 1e-6)
    }
  }

  @Test func predictsAsALoadedModelAndAllocatesNothing() throws {
    let model = try pipeline.fitted(to: wine)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let predictor = try FittedRegressionPipeline(contentsOf: path).predictor()
      let features = try row(5, of: wine, for: predictor)
      let first = try predictor.predict(features)
      #expect(first == (try model.predict(wine[rows: 5..<6]))[0])
      var sum = 0.0
      let count = try allocations { for _ in 0..<100 { sum += try predictor.predict(features) } }
      #expect(count ?? 0 == 0)
      #expect(relativeDifference(sum, 100 * first) < 1e-12)
    }
  }

  @Test func predictsTheProbabilityInAClassification() throws {
    let model = try ClassificationPipeline(
      target: "quality", positiveFrom: 6,
      network: .dense(hidden: [16], activation: .relu, output: .sigmoid),
      training: Training(optimizer: Adam(), loss: .binaryCrossEntropy, epochs: 2)
    ).fitted(to: wine)
    let predictor = model.predictor()
    for index in [0, 800] {
      #expect(
        try predictor.predict(try row(index, of: wine, for: predictor))
          == (try model.probabilities(wine[rows: index..<index + 1]))[0])
    }
  }

  /// Numbers with and without gaps, a boolean, a constant column, and no scaling.
  @Test(arguments: [Scaling.minMax, nil]) func fillsWhatIsMissing(_ scaling: Scaling?) throws {
    let rows = 40
    let frame = DataFrame(columns: [
      Column(name: "a", (0..<rows).map { $0 % 7 == 0 ? nil : Double($0 % 5) }),
      Column(name: "b", (0..<rows).map { $0 % 3 == 0 }),
      Column(name: "c", (0..<rows).map { $0 % 9 == 0 ? nil : $0 % 4 }),
      Column(name: "d", [Double](repeating: 2.5, count: rows)),
      Column(name: "y", (0..<rows).map { Double($0 % 5) }),
    ])
    var gaps = pipeline
    gaps.target = "y"
    gaps.preprocessor = Preprocessor(
      missingValues: .fill(.median, indicator: true), missingByColumn: ["c": .fill(.mostFrequent)],
      encoding: nil, scaling: scaling)
    let model = try gaps.fitted(to: frame)
    let predictor = model.predictor()
    for index in 0..<rows {
      #expect(
        try predictor.predict(try row(index, of: frame, for: predictor))
          == (try model.predict(frame[rows: index..<index + 1]))[0], "row \(index)")
    }
  }

  @Test func refusesWhatATableWouldRefuse() throws {
    let predictor = try pipeline.fitted(to: wine).predictor()
    let good = try row(0, of: wine, for: predictor)
    func sentence(_ value: Double, _ feature: Int) throws -> String {
      var features = good
      features[feature] = value
      return "\(try #require(throws: VintnerError.self) { try predictor.predict(features) })"
    }
    #expect(try sentence(.nan, 2).hasPrefix("The column \"citric acid\" holds nan in row 0"))
    #expect(try sentence(-.infinity, 0).hasPrefix("The column \"fixed acidity\" holds -inf in row 0"))
    #expect(try sentence(1e300, 10).hasPrefix("The column \"alcohol\" holds a number that is far too large"))
    // It continues as if nothing had happened.
    #expect(try predictor.predict(good) == (try pipeline.fitted(to: wine).predict(wine[rows: 0..<1]))[0])
  }

  @Test func refusesCategories() throws {
    let frame = try wine.appending(
      column: Column(name: "colour", (0..<wine.rowCount).map { $0 % 2 == 0 ? "red" : "white" }))
    var coloured = pipeline
    coloured.preprocessor.encoding = OneHotEncoder()
    let model = try coloured.fitted(to: frame)
    let error = try #require(throws: VintnerError.self) { try model.predictor().predict([9.4]) }
    #expect(
      "\(error)"
        == "A row of numbers cannot hold categories, which the column \"colour\" has: name the row's values,"
        + " [\"colour\": …], or predict a table.")
  }

  @Test func refusesARowOfAnotherLength() async {
    await #expect(processExitsWith: .failure) {
      let frame = DataFrame(columns: [
        Column(name: "x", [1.0, 2, 3, 4]), Column(name: "y", [1.0, 2, 3, 4]),
      ])
      let model = try RegressionPipeline(
        target: "y", network: .dense(hidden: [2], activation: .relu),
        training: Training(loss: .meanSquaredError, epochs: 1)
      ).fitted(to: frame)
      _ = try model.predictor().predict([1, 2])
    }
  }
}
