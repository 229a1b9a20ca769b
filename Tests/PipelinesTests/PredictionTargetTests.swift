import LinearAlgebra
@testable import Pipelines
import TestSupport
import Testing
import Vintner

/// Two columns of numbers at once: a kind of target that is not in the list of tasks, with several outputs.
private struct PairTarget: PredictionTarget {
  let columns: [String]

  struct Fitted: ScaledTarget {
    let targetScaling: FittedScaling

    init(_ scaling: FittedScaling) { targetScaling = scaling }

    init(_ file: SafeTensors) throws(ModelFileError.Fault) {
      targetScaling = try file.value(FittedScaling.self, "scaler")
    }

    var metadata: [String: any Encodable] { ["scaler": targetScaling] }

    /// The largest error.
    func metrics(_ values: Matrix<Double>, truth: Matrix<Double>) -> Double {
      zip(values.scalars, truth.scalars).map { abs($0 - $1) }.max()!
    }

    func prediction(_ values: Matrix<Double>) -> Matrix<Double> { values }

    func predictionColumns(_ values: Matrix<Double>) -> [Column] {
      zip(targetScaling.columnNames, 0...).map { Column(name: $0, values.column($1)) }
    }

    func describe(in run: inout RunConfiguration) {}
  }

  static var task: RunTask { .regression }
  static var lastActivation: Activation { .linear }
  static var settings: Set<String> { [] }
  var metrics: [any Metric] { [] }

  init(columns: [String]) { self.columns = columns }
  init(_ run: RunConfiguration) { columns = [run.target!.first] }

  func requireStreaming() throws(VintnerError) {}

  func fitted(to train: DataFrame) throws(VintnerError) -> Fitted {
    try tabular(Fitted(try Scaling.minMax.fitted(to: try train.selecting(columns: columns))))
  }

  func baselines(of prepared: PreparedPipeline<PairTarget>, truth: Matrix<Double>) -> [Double]? {
    prepared.meanTargets
  }

  static func summary(of report: Report<PairTarget>, _ model: FittedPipeline<PairTarget>) -> TargetSummary {
    summary(of: model)
  }
  static func summary(of metrics: Double, _ model: FittedPipeline<PairTarget>) -> TargetSummary {
    summary(of: model)
  }
  static func summary(of model: FittedPipeline<PairTarget>) -> TargetSummary {
    TargetSummary(members: [], entries: [])
  }
}

/// A pipeline does not know what it predicts, nor how many numbers that are.
struct PredictionTargetTests {
  /// y = 2x and z = 50 − x for x from 0 to 49: lines, which one layer without an activation can represent.
  private let frame = DataFrame(columns: [
    Column(name: "x", (0..<50).map { Double($0) }), Column(name: "y", (0..<50).map { Double(2 * $0) }),
    Column(name: "z", (0..<50).map { Double(50 - $0) }),
  ])

  private let pipeline = Pipeline(
    PairTarget(columns: ["y", "z"]), preprocessor: Preprocessor(encoding: nil),
    network: Sequential([Dense(2)]),
    training: Training(
      optimizer: Adam(learningRate: 0.05), loss: .meanSquaredError, batchSize: 8, epochs: 150),
    trainFraction: 0.7, splitSeed: 0)

  @Test func predictsSeveralColumns() throws {
    let prepared = try pipeline.prepared(frame)
    #expect(prepared.train.y.rows == 35 && prepared.train.y.columns == 2)
    #expect(prepared.schema.featureNames == ["x"] && prepared.schema.targetNames == ["y", "z"])
    let model = try prepared.fitted()
    let report = try #require(model.report)
    #expect(report.validationRows == 15 && report.metrics < 1)
    // z falls as y climbs, so that the scaled means add up to 1.
    let means = try #require(report.baselines)
    #expect(abs(means[0] + means[1] - 1) < 1e-12)
    #expect(try model.evaluate(frame) < 1)
    let table = try model.predictionTable(frame[rows: [10]])
    #expect(table.columnNames == ["y", "z"])
    #expect(abs(try #require(try table["y"].values(as: Double.self)[0]) - 20) < 1)
    #expect(abs(try #require(try table["z"].values(as: Double.self)[0]) - 40) < 1)
    let predictor = model.predictor()
    var row = [0.0, 0]
    try predictor.predict([10], into: &row)
    let values = try model.predict(frame[rows: [10]])
    #expect(predictor.outputs == 2 && row == [values[0, 0], values[0, 1]])
  }

  @Test func savesAndStreamsThem() throws {
    try withTemporaryDirectory { folder in
      let table = folder.appending(path: "t.csv").path
      try frame.write(toCSVFile: table)
      let inMemory = try pipeline.prepared(frame)
      let streamed = try pipeline.streamed(table, Streaming(window: 16))
      #expect(streamed.schema == inMemory.schema)
      #expect(streamed.validation.y == Matrix<Double>(Matrix<Float>(inMemory.validation.y)))
      let model = try streamed.fitted()
      #expect(try #require(model.report).metrics < 1)
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let loaded = try FittedPipeline<PairTarget>(contentsOf: path)
      #expect(try loaded.predict(frame) == model.predict(frame))
      #expect(loaded.schema == model.schema && loaded.modelBytes() == model.modelBytes())
    }
  }
}
