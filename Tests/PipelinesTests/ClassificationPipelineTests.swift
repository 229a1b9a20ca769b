@testable import Pipelines
import Testing
import TestSupport
import Vintner

/// Good wine, yes or no, with a network small enough for a test.
@Suite struct ClassificationPipelineTests {
  private let wine: DataFrame
  private let pipeline: ClassificationPipeline

  init() throws {
    wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    pipeline = ClassificationPipeline(
      target: "quality", positiveFrom: 6,
      network: .dense(hidden: [16], activation: .relu, output: .sigmoid),
      training: Training(
        optimizer: Adam(learningRate: 0.01), loss: .binaryCrossEntropy, metrics: [.binaryAccuracy],
        batchSize: 64, epochs: 10))
  }

  /// 855 of the 1,599 wines have quality 6 or more.
  @Test func distinguishesGoodWine() throws {
    let model = try pipeline.fitted(to: wine)
    let report = try #require(model.report)
    #expect(report.trainRows == 1119 && report.validationRows == 480 && report.repeatedRows == 90)
    #expect(report.metrics.rows == 480)
    #expect(report.metrics.accuracy > 0.7 && report.metrics.auc > 0.75)
    #expect(report.majorityAccuracy > 0.45 && report.majorityAccuracy < 0.6)
    let whole = try model.evaluate(wine)
    #expect(whole.confusion.truePositives + whole.confusion.falseNegatives == 855)
    #expect(
      model.history["val_binary_accuracy"].last == model.report?.metrics.accuracy.rounded(to: Float.self))
    let classes = try model.predict(wine)
    #expect(classes.name == "quality" && classes.type == .boolean && classes.count == 1599)
  }

  @Test func savesAndLoadsAsOne() throws {
    let model = try pipeline.fitted(to: wine)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let loaded = try FittedClassificationPipeline(contentsOf: path)
      #expect(try loaded.probabilities(wine) == model.probabilities(wine))
      #expect(loaded.modelBytes() == model.modelBytes())
      #expect(throws: VintnerError.self) { try FittedRegressionPipeline(contentsOf: path) }
    }
  }

  @Test func takesATargetOfTwoTexts() throws {
    let rows = 60
    let frame = DataFrame(columns: [
      Column(name: "size", (0..<rows).map { Double($0 % 20) }),
      Column(name: "fruit", (0..<rows).map { $0 % 20 < 10 ? "cherry" : "plum" }),
    ])
    var fruit = pipeline
    fruit.target = "fruit"
    fruit.positiveFrom = nil
    fruit.training.epochs = 200
    fruit.training.batchSize = 8
    let model = try fruit.fitted(to: frame)
    #expect(model.classTarget.classes.map { "\($0)" } == ["cherry", "plum"])
    #expect(try model.predict(frame[rows: [0, 19]]).values(as: String.self) == ["cherry", "plum"])
  }

  /// Of the 1,119 training rows 594 are of quality 6 or more (pandas): the weights are 1119 / (2 · rows).
  @Test func weighsClassesByName() throws {
    var weighted = pipeline
    weighted.classWeighting = .balanced
    let balanced = try #require(try weighted.prepared(wine).pipeline.training.classWeights).weights
    let positives = Double(try weighted.prepared(wine).train.y.scalars.count { $0 == 1 })
    #expect(balanced == [0: 1119 / (2 * (1119 - positives)), 1: 1119 / (2 * positives)])
    weighted.classWeighting = .byClass(["true": 3])
    #expect(try weighted.prepared(wine).pipeline.training.classWeights == [0: 1, 1: 3])
    weighted.classWeighting = .byClass(["good": 3])
    let error = try #require(throws: VintnerError.self) { try weighted.prepared(wine) }
    #expect(
      "\(error)"
        == #"There is a weight for the class "good", but no training row has it: the classes are "false" and "true"."#
    )
  }

  @Test func refusesMoreThanTwoClasses() throws {
    var many = pipeline
    many.positiveFrom = nil
    let error = try #require(throws: VintnerError.self) { try many.prepared(wine) }
    #expect("\(error)".contains("quality"))
  }
}

@Suite struct ClassificationMetricsTests {
  /// By hand: of the probabilities 0.9, 0.8, 0.4, 0.2 for 1, 0, 1, 0 three of the four pairs are in order.
  @Test func followTheirDefinitions() {
    let metrics = ClassificationMetrics(probabilities: [0.9, 0.8, 0.4, 0.2], targets: [1, 0, 1, 0])
    #expect(
      metrics.confusion
        == .init(trueNegatives: 1, falsePositives: 1, falseNegatives: 1, truePositives: 1))
    #expect(metrics.accuracy == 0.5 && metrics.precision == 0.5 && metrics.recall == 0.5)
    #expect(metrics.auc == 0.75)
  }
}

extension Double {
  /// The number as the narrower type holds it.
  fileprivate func rounded(to type: Float.Type) -> Double { Double(Float(self)) }
}
