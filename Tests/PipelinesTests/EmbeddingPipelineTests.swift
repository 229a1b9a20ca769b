import Foundation
import TestSupport
import Testing
import Vintner

@testable import Pipelines

/// Networks that embed a table's categories: the pipeline finds their columns and counts the categories.
struct EmbeddingPipelineTests {
  /// 30 cities whose levels, 0 to 29 in another order, are the target; a colour, a number and a flag tell nothing.
  private static let table: DataFrame = {
    let rows = 0..<600
    return DataFrame(columns: [
      Column(name: "size", rows.map { Double($0 * 7 % 13) }),
      Column(name: "city", rows.map { "city \($0 * 17 % 30)" }),
      Column(name: "colour", rows.map { $0 / 30 % 3 == 0 ? "red" : "white" }),
      Column(name: "old", rows.map { $0 / 30 % 5 < 2 }),
      Column(name: "level", rows.map { Double($0 * 17 % 30 * 11 % 30) }),
    ])
  }()

  private static func encoder(_ most: Int = 8) -> OneHotEncoder {
    OneHotEncoder(missing: .ownCategory, maximumCategories: most, encodesManyAsCodes: true)
  }

  private func pipeline(
    _ network: Sequential = Sequential([Embedding(), Dense(32, activation: .relu), Dense(1)]),
    epochs: Int = 60, threads: Int? = nil
  ) -> RegressionPipeline {
    RegressionPipeline(
      target: "level", preprocessor: Preprocessor(missingValues: .automatic, encoding: Self.encoder()),
      network: network,
      training: Training(
        optimizer: Adam(learningRate: 0.01), loss: .meanSquaredError, batchSize: 32, epochs: epochs, seed: 1,
        threads: threads))
  }

  private func rows(_ cities: [String?]) -> DataFrame {
    DataFrame(columns: [
      Column(name: "size", cities.map { _ in 6.0 }), Column(name: "city", cities),
      Column(name: "colour", cities.map { _ in "white" }), Column(name: "old", cities.map { _ in false }),
    ])
  }

  /// The levels have the mean 14.5 and the standard deviation 8.66. An unknown category is a vector of zeros, of which a
  /// network without learned biases makes 0: the mean of a standardized target. One network is about 0.3 deviations off,
  /// which four average out.
  @Test func categoriesAreLearnedAndOthersAreNearTheMean() throws {
    var pipeline = pipeline()
    pipeline.targetScaling = .standard
    pipeline.training.ensemble = Ensemble(members: 4)
    let model = try pipeline.fitted(to: Self.table)
    let report = try #require(model.report)
    #expect(report.metrics.meanAbsoluteError < 0.5)
    // Least squares has a column for each city, and is exact.
    #expect(try #require(report.baselines?.linearLoss) < 1e-12)
    let found = try model.predict(rows(["city 3", "city 29", "Atlantis", nil])) as [Double]
    #expect(abs(found[0] - Double(3 * 11 % 30)) < 1.5 && abs(found[1] - Double(29 * 11 % 30)) < 1.5)
    #expect(abs(found[2] - 14.5) < 8.66 / 2 && found[3] == found[2])
    #expect(try model.predict(["size": 6, "city": nil, "colour": "white", "old": false]) == found[2])
    #expect(
      model.preprocessor.notices(for: rows(["Atlantis"])).first
        == "The column \"city\" holds a category that training did not see in 1 row, the first \"Atlantis\".")
  }

  /// 31 rows of 8 numbers: one of them for other categories, and none for missing ones.
  @Test func aSavedModelIsTheSame() throws {
    let model = try pipeline(epochs: 2).fitted(to: Self.table)
    #expect(model.network.parameters[0].shape == [31, 8])
    let embedding = try #require(model.network.network.layers[0] as? Embedding)
    #expect(embedding == Embedding(columns: [1], categories: [30]))
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let read = try FittedRegressionPipeline(contentsOf: path)
      let later = rows(["city 3", "Atlantis", nil])
      #expect(try read.predict(later) as [Double] == model.predict(later) as [Double])
      #expect(try read.evaluate(Self.table) == model.evaluate(Self.table))
      #expect(read.modelBytes() == model.modelBytes())
      #expect(
        try read.predictor().predict(["size": 6, "city": "city 3", "colour": "white", "old": false])
          == model.predict(later)[0])
      let importances = try read.permutationImportance(on: Self.table, repetitions: 1)
      #expect(importances.columns == ["size", "city", "colour", "old"])
      #expect(importances.sorted[0].column == 1)
      let dependence = try read.partialDependence(on: "city", in: Self.table, gridPoints: 40)
      #expect(dependence.grid.count == 30)
    }
  }

  @Test func missingTextsOfTrainingRowsHaveAVector() throws {
    let table = Self.table
    let cities: [String?] = (0..<600).map { $0 % 20 == 0 ? nil : "city \($0 * 17 % 30)" }
    let gaps = DataFrame(columns: [
      table.columns[0], Column(name: "city", cities),
      Column(name: "level", try table["level"].values(as: Double.self)),
    ])
    let model = try pipeline(epochs: 2).fitted(to: gaps)
    #expect(model.preprocessor.outputNames == ["size", "city"])
    let categories = try #require(model.preprocessor.encoder?.columns[0])
    #expect(model.network.parameters[0].shape == [categories.codeCount + 1, 8])
    let table31 = model.network.parameters[0].scalars
    // The last row has been trained, the first never.
    #expect(!table31.suffix(8).contains(0) && table31.prefix(8).allSatisfy { $0 == 0 })
  }

  @Test func threadsDoNotChangeABit() throws {
    let bytes = try (1...4).map { try pipeline(epochs: 3, threads: $0).fitted(to: Self.table).modelBytes() }
    #expect(Set(bytes).count == 1)
  }

  /// The code is the second column: `size`, `city`, `colour=red`, `colour=white`, `old`.
  @Test func namesArePlaces() throws {
    func bytes(_ layers: [any Layer]) throws -> [UInt8] {
      try pipeline(Sequential(layers + [Dense(1)]), epochs: 2).fitted(to: Self.table).modelBytes()
    }
    let named = try bytes([Embedding(columns: ["city"], dimension: 4), PeriodicEmbedding()])
    // Numbers are replaced; yes and no, and what the embedding has made, pass.
    #expect(
      try named
        == bytes([Embedding(columns: [1], categories: [30], dimension: 4), PeriodicEmbedding(columns: [0])]))
    #expect(
      try bytes([PiecewiseLinearEncoding(bins: 4), Embedding()])
        == bytes([
          PiecewiseLinearEncoding(bins: 4, columns: ["size"]), Embedding(columns: [4], categories: [30]),
        ]))
  }

  @Test func withoutCodesTheLayerIsLeftOut() throws {
    var plain = pipeline(Sequential([Dense(4), Dense(1)]), epochs: 2)
    plain.preprocessor.encoding = Self.encoder(100)
    var embedding = pipeline(Sequential([Embedding(), Dense(4), Dense(1)]), epochs: 2)
    embedding.preprocessor.encoding = Self.encoder(100)
    #expect(try embedding.fitted(to: Self.table).modelBytes() == plain.fitted(to: Self.table).modelBytes())
  }

  @Test func codesTakeAnEmbedding() throws {
    let error = try #require(throws: VintnerError.self) {
      try pipeline(Sequential([Dense(1)])).prepared(Self.table)
    }
    #expect(
      "\(error)"
        == "Layer 0, dense, takes numbers, where the column \"city\" holds codes of 30 categories: put an"
        + " embedding before it.")
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "table.csv").path
      try Self.table.write(toCSVFile: path)
      var streamed = pipeline()
      streamed.preprocessor.missingValues = .refuse
      let error = try #require(throws: VintnerError.self) { try streamed.streamed(path) }
      #expect(
        "\(error)"
          == "Streaming does not take an embedding of categories (all rows would be needed at once): choose"
          + " one-hot encoding, or train in memory.")
    }
  }

  @Test func everyTaskAndEveryWayOfTrainingHasThem() throws {
    var bagging = pipeline(epochs: 2)
    bagging.training.ensemble = nil
    let bagged = try bagging.bagged(on: Self.table, folds: 2).model
    #expect(bagged.network.members.count == 2 && bagged.network.parameters[0].shape == [31, 8])
    let model = try pipeline(epochs: 2).fitted(to: Self.table)
    let refitted = try pipeline(epochs: 2).refitted(model, to: Self.table)
    #expect(refitted.network.parameters[0].shape == [31, 8])
    var run = Self.run
    (run.target, run.task) = (TargetNames("colour"), .classification)
    let classes = try ClassificationPipeline(run).fitted(to: Self.table)
    #expect(classes.network.parameters[0].shape == [31, 8])
    #expect(classes.report?.baselines != nil)
  }

  // MARK: - In runs

  private static var run: RunConfiguration {
    var run = RunConfiguration()
    (run.target, run.hidden, run.epochs, run.threads) = (TargetNames("level"), [8], 2, 1)
    (run.encode, run.maxCategories) = (["embedding", "signs"], 8)
    return run
  }

  @Test func theDefaultNetworkOfARunBeginsWithOne() throws {
    let model = try RegressionPipeline(Self.run).fitted(to: Self.table)
    #expect(model.preprocessor.outputNames == ["size", "city", "colour=red", "old"])
    let layers = model.network.network.layers
    #expect(layers.count == 3 && layers[0] as? Embedding == Embedding(columns: [1], categories: [30]))
    var described = Self.run
    described.hidden = nil
    described.layers = try [LayerDescription](
      try [LayerDescription].node(ofText: "embedding:columns=[city],dimension=3;dense:units=1"))
    let own = try RegressionPipeline(described).fitted(to: Self.table)
    #expect(
      own.network.network.layers[0] as? Embedding == Embedding(columns: [1], categories: [30], dimension: 3))
  }

  @Test func runsThatContradictThemselvesAreRefused() throws {
    var both = Self.run
    both.encode = ["embedding", "target"]
    let error = try #require(throws: RunConfigurationError.self) { try RegressionPipeline(both) }
    #expect(
      "\(error)" == "`encode` has target and embedding for texts of many values: keep one of them.")
  }

  /// A preset's layers may have one, whatever a table's encoding is.
  @Test func anEmbeddingWithoutCodesIsNoticed() throws {
    var without = Self.run
    (without.hidden, without.encode) = (nil, nil)
    without.layers = [LayerDescription(Embedding()), LayerDescription(Dense(1))]
    let notice =
      "No column becomes codes of categories, so the network's embedding is left out: it takes embedding among the"
      + " encodings."
    let prepared = try RegressionPipeline(without).prepared(Self.table)
    #expect(prepared.notices.contains(notice) && prepared.pipeline.network.layers.count == 1)
    #expect(try !RegressionPipeline(Self.run).prepared(Self.table).notices.contains(notice))
  }
}
