import LinearAlgebra
@testable import Pipelines
import Testing
import TestSupport
import Vintner

/// Several numbers at once, and rows that count differently.
struct MultioutputPipelineTests {
  /// y = 2x and z = 500 − 10x: lines, which one layer without an activation can represent.
  private let frame = DataFrame(columns: [
    Column(name: "x", (0..<50).map { Double($0) }), Column(name: "y", (0..<50).map { Double(2 * $0) }),
    Column(name: "z", (0..<50).map { Double(500 - 10 * $0) }),
    Column(name: "w", (0..<50).map { Double($0 % 4) / 2 }),
  ])

  private func pipeline() -> MultioutputPipeline {
    MultioutputPipeline(
      targets: ["y", "z"], preprocessor: Preprocessor(features: ["x"], encoding: nil),
      network: Sequential([Dense(2)]),
      training: Training(
        optimizer: Adam(learningRate: 0.05), loss: .meanSquaredError, batchSize: 8, epochs: 150))
  }

  @Test func eachTargetIsScaledAndReportedByItself() throws {
    let prepared = try pipeline().prepared(frame)
    for column in 0..<2 {
      let scaled = prepared.train.y.column(column)
      #expect(scaled.min() == 0 && scaled.max() == 1)
    }
    let model = try prepared.fitted()
    let metrics = try #require(model.report).metrics
    #expect(metrics.targets.count == 2 && metrics.targets.allSatisfy { $0.rSquared > 0.99 })
    #expect(metrics.rSquared == (metrics.targets[0].rSquared + metrics.targets[1].rSquared) / 2)
    // In their own units z's errors are five times y's, for z is five times as wide.
    let each = try model.evaluate(frame)
    let values = try model.predict(frame)
    let errors = try ["y", "z"].enumerated().map { place, name in
      let truth = try frame[name].values(as: Double.self).map { $0! }
      return zip(values.column(place), truth).reduce(0) { $0 + abs($1.0 - $1.1) } / 50
    }
    #expect(relativeDifference(each.targets.map(\.meanAbsoluteError), errors) < 1e-12)
    #expect(try model.predictionTable(frame).columnNames == ["prediction_y", "prediction_z"])
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let loaded = try FittedMultioutputPipeline(contentsOf: path)
      #expect(try loaded.predict(frame) == values && loaded.modelBytes() == model.modelBytes())
    }
  }

  /// The history is that of the network trained on the same rows with these weights by hand.
  @Test func sampleWeightsWeightTrainingAndValidation() throws {
    var pipeline = RegressionPipeline(
      target: "y", network: Sequential([Dense(1)]),
      training: Training(
        optimizer: SGD(learningRate: 0.1), loss: .meanSquaredError, batchSize: 8, epochs: 5, threads: 1))
    pipeline.sampleWeight = "w"
    let prepared = try pipeline.prepared(frame)
    // Neither the target nor the weights are features.
    #expect(prepared.schema.featureNames == ["x", "z"])
    let (train, validation) = frame.randomSplit(by: 0.7, seed: 0)
    let weights = try [train, validation].map { try $0["w"].values(as: Double.self).map { $0! } }
    #expect(try #require(prepared.sampleWeights).train == weights[0])
    let model = try prepared.fitted()
    let byHand = try Sequential([Dense(1)]).fitted(
      to: Matrix<Float>(prepared.train.x), Matrix<Float>(prepared.train.y), sampleWeights: weights[0],
      validation: (Matrix<Float>(prepared.validation.x), Matrix<Float>(prepared.validation.y)),
      validationWeights: weights[1], with: pipeline.training)
    #expect(model.history.loss == byHand.history.loss)
    #expect(model.history.validationLoss == byHand.history.validationLoss)
    #expect(model.provenance.sampleWeight == "w")
    // The median's loss, by hand: Σ w·(y − median)² / rows, on the scale of the training rows.
    let y = try [train, validation].map { try $0["y"].values(as: Double.self).map { $0! } }
    let sorted = y[0].sorted()
    let width = sorted.last! - sorted.first!
    let loss =
      zip(y[1], weights[1]).reduce(0) { sum, row in
        let error = (row.0 - sorted[17]) / width
        return sum + row.1 * error * error
      } / 15
    #expect(relativeDifference(try #require(model.report?.baselines).medianLoss, loss) < 1e-12)
    pipeline.sampleWeight = nil
    #expect(try pipeline.fitted(to: frame).history.loss != model.history.loss)
  }

  /// The mean of all texts is Σ w·y / Σ w of the training rows, by hand.
  @Test func meanTargetsCountRowsByTheirWeights() throws {
    let texts = Column(name: "place", (0..<50).map { "p\($0 % 7)" })
    var pipeline = RegressionPipeline(
      target: "y",
      preprocessor: Preprocessor(encoding: OneHotEncoder(maximumCategories: 3), encodesByTarget: true),
      network: Sequential([Dense(1)]))
    pipeline.sampleWeight = "w"
    let train = frame.randomSplit(by: 0.7, seed: 0).0
    let rows = zip(try train["y"].values(as: Double.self), try train["w"].values(as: Double.self))
    let expected = rows.reduce(0) { $0 + $1.0! * $1.1! } / rows.reduce(0) { $0 + $1.1! }
    let prepared = try pipeline.prepared(try frame.appending(column: texts))
    let means = prepared.schema.features.compactMap(\.derivation?.means)
    #expect(means.count == 1 && relativeDifference(means[0].other, expected) < 1e-12)
  }

  private func weightRefusal(_ column: Column, features: [String]? = nil) throws -> String? {
    var pipeline = RegressionPipeline(
      target: "y", preprocessor: Preprocessor(features: features, encoding: nil))
    pipeline.sampleWeight = "w"
    let table = try frame.replacing(column: column)
    return #expect(throws: VintnerError.self) { try pipeline.prepared(table) }?.description
  }

  @Test func weightsThatAreNoneAreRefused() throws {
    let negative = (0..<50).map { Double($0 - 10) }
    #expect(try weightRefusal(Column(name: "w", negative))?.contains("\"w\" is -") ?? false)
    let gaps = (0..<50).map { $0 % 2 == 0 ? nil : 1.0 }
    #expect(try weightRefusal(Column(name: "w", gaps))?.contains("\"w\" lacks ") ?? false)
    let texts = (0..<50).map { _ in "heavy" }
    #expect(try weightRefusal(Column(name: "w", texts))?.contains("\"w\" is text") ?? false)
    let zeros = (0..<50).map { _ in 0 }
    #expect(try weightRefusal(Column(name: "w", zeros))?.contains("\"w\" is 0 in all rows") ?? false)
    #expect(
      try weightRefusal(Column(name: "w", (1...50).map { Double($0) }), features: ["x", "w"])
        == "The sample weight \"w\" is among the features: leave it out of them.")
  }
}
