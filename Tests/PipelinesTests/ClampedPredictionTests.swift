import LinearAlgebra
import NeuralNetworks
import Tabular
import TestSupport
import Testing

@testable import Pipelines

/// Predictions that are kept within the range of the training rows' targets.
struct ClampedPredictionTests {
  /// y = 2x: the training rows' targets are 0 to 18, those of a few rows are left for validation.
  private let table = DataFrame(columns: [
    Column(name: "x", (0..<10).map(Double.init)), Column(name: "y", (0..<10).map { 2 * Double($0) }),
  ])

  private func pipeline(clamps: Bool) -> RegressionPipeline {
    RegressionPipeline(
      target: "y", clampsPredictions: clamps, network: Sequential([Dense(1)]),
      training: Training(
        optimizer: SGD(learningRate: 0.5), loss: .meanSquaredError, batchSize: 10, epochs: 200))
  }

  @Test func staysWithinTheRange() throws {
    let far = DataFrame(columns: [Column(name: "x", [-50.0, 4, 90])])
    let free = try pipeline(clamps: false).preparedWhole(table).fitted()
    let clamped = try pipeline(clamps: true).preparedWhole(table).fitted()
    let (wide, kept) = (try free.predict(far), try clamped.predict(far))
    #expect(wide[0] < -50 && wide[2] > 100)
    #expect(kept == [0, wide[1], 18])
    let predictor = try clamped.predictor()
    let rows: [[Double]] = [[-50], [4], [90]]
    #expect(try rows.map { try predictor.predict($0) as Double } == kept)
  }

  @Test func aModelFileHoldsIt() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "m.safetensors").path
      let model = try pipeline(clamps: true).preparedWhole(table).fitted()
      try model.save(to: path)
      let again = try FittedRegressionPipeline(contentsOf: path)
      #expect(again.target.limits == [0...18])
      #expect(try again.predict(DataFrame(columns: [Column(name: "x", [90.0])])) == [18])
      var run = RunConfiguration()
      again.target.describe(in: &run)
      #expect(run.clampPredictions == true)
    }
  }

  @Test func aRunSaysIt() throws {
    var run = RunConfiguration.defaults(for: .regression)
    run.target = "y"
    run.clampPredictions = true
    #expect(NumberTarget(run).clampsPredictions)
    #expect(NumberTarget(target: "y", targetScaling: .minMax).clampsPredictions == false)
  }
}
