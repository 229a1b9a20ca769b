import Foundation
import LinearAlgebra
import Testing
import Vintner

/// Runs of the Playground: their curves, and how they continue.
struct PlaygroundRunTests {
  private static let spiral = PlaygroundRun(
    data: .spiral, noise: 0.1, features: PlaygroundData.features, hidden: [8], batchSize: 30,
    regularization: .l1(0.01), epochs: 12, seed: 3, precision: .double)

  @Test func recordsEveryFewEpochsTheFirstAndTheLast() throws {
    let result = try Self.spiral.fitted(recordEvery: 5)
    #expect(result.curve.map(\.epoch) == [0, 5, 10, 12])
    #expect(result.train.rowCount == 250 && result.test.rowCount == 250)
    #expect(result.epoch == 12)
    #expect(!result.hasDiverged)
  }

  @Test func recordingChangesNothing() throws {
    let all = try Self.spiral.fitted()
    let few = try Self.spiral.fitted(recordEvery: 4)
    #expect(all.curve.map(\.epoch) == Array(0...12))
    #expect(all.network.parameters == few.network.parameters)
    #expect(few.curve == all.curve.filter { $0.epoch.isMultiple(of: 4) })
  }

  /// 250 rows in batches of 30 leave 10 over; some weights are dead by then.
  @Test(arguments: [Precision.single, .double]) func goingOnIsOneGo(_ precision: Precision) throws {
    var run = Self.spiral
    run.precision = precision
    let whole = try run.fitted()
    var parts = try run.begun()
    for epochs in [1, 1, 3, 7] { try parts.advance(epochs: epochs) }
    #expect(parts.network.parameters == whole.network.parameters)
    #expect(parts.curve == whole.curve)
    #expect(whole.network.layer(0).kernel!.scalars.contains(0))
  }

  @Test func lossesAreThoseOfTheSets() throws {
    let result = try Self.spiral.fitted(recordEvery: 12)
    let last = try #require(result.curve.last)
    for (frame, loss, accuracy) in [
      (result.train, last.trainLoss, last.trainAccuracy), (result.test, last.testLoss, last.testAccuracy),
    ] {
      let labels = try frame["label"].values(as: Double.self).map { $0! }
      let points = zip(
        try frame["x1"].values(as: Double.self), try frame["x2"].values(as: Double.self)
      ).map { (x1: $0!, x2: $1!) }
      let outputs = result.outputs(at: points)
      let squares = zip(outputs, labels).map { ($0 - $1) * ($0 - $1) / 2 }
      #expect(abs(squares.reduce(0, +) / 250 - loss) < 1e-14)
      #expect(Double(zip(outputs, labels).count { ($0 >= 0) == ($1 > 0) }) / 250 == accuracy)
    }
  }

  @Test func continuesFromEditedWeights() throws {
    var result = try Self.spiral.begun()
    try result.advance(epochs: 4)
    let zeros = Parameter(
      name: "layers.1.kernel", shape: [8, 1], values: .double([Double](repeating: 0, count: 8)))
    try result.replace(parameters: [zeros])
    #expect(result.network.layer(1).kernel!.scalars == zeros.scalars)
    #expect(result.curve.map(\.epoch) == [0, 1, 2, 3, 4])
    // Every output is tanh of the one bias: both losses follow from it and the labels.
    let output = tanh(result.network.layer(1).bias![0])
    let labels = try result.train["label"].values(as: Double.self).map { $0! }
    let loss = labels.map { (output - $0) * (output - $0) / 2 }.reduce(0, +) / 250
    #expect(abs(result.curve.last!.trainLoss - loss) < 1e-14)
    try result.advance()
    // Weights that are 0 without being dead are trained on.
    #expect(result.network.layer(1).kernel!.scalars.contains { $0 != 0 })
    #expect(result.epoch == 5)
    let stranger = Parameter(name: "layers.9.kernel", shape: [1], values: .double([0]))
    #expect(throws: VintnerError.self) { try result.replace(parameters: [stranger]) }
  }

  @Test func continuesWithAnotherRate() throws {
    var run = Self.spiral
    var result = try run.begun()
    try result.advance(epochs: 2)
    result.change(learningRate: 0.5, regularization: .l1(0.001))
    try result.advance()
    run.learningRate = 0.5
    #expect(
      result.run
        == {
          run.regularization = .l1(0.001); return run
        }())
    #expect(result.curve[3] != (try Self.spiral.fitted().curve[3]))
  }

  @Test func aBatchLargerThanAllRowsChangesNothing() throws {
    var run = Self.spiral
    run.batchSize = 251
    let result = try run.fitted()
    #expect(result.network.parameters == (try run.begun()).network.parameters)
    // The record at epoch 0 sums its rows in another order.
    #expect(Set(result.curve.dropFirst().map(\.trainLoss)).count == 1)
    #expect(abs(result.curve[1].trainLoss - result.curve[0].trainLoss) < 1e-15)
  }

  @Test func continuesWhereALossIsNotANumber() throws {
    let run = PlaygroundRun(
      data: .plane, features: PlaygroundData.features, hidden: [2], activation: .linear, learningRate: 1,
      epochs: 10)
    let result = try run.fitted()
    #expect(result.hasDiverged && result.curve.count == 11)
    #expect(result.curve[0].isFinite && !result.curve[10].isFinite)
  }

  @Test func learnsTheCircle() throws {
    let result = try PlaygroundRun(data: .circle, hidden: [4], epochs: 150, seed: 2).fitted(recordEvery: 150)
    #expect(result.curve.last!.testAccuracy > 0.95)
    #expect(result.curve.last!.trainLoss < 0.1)
  }

  @Test func splitsDownToWholePoints() throws {
    let sizes = try [(0.1, 50), (0.7, 350), (0.29, 145), (0.333, 166)].map {
      (try PlaygroundRun(trainFraction: $0.0).begun().train.rowCount, $0.1)
    }
    #expect(sizes.allSatisfy { $0 == $1 })
  }

  @Test func refusesImpossibleRuns() throws {
    func sentence(_ run: PlaygroundRun) throws -> String {
      "\(try #require(throws: VintnerError.self) { try run.begun() })"
    }
    #expect(try sentence(PlaygroundRun(noise: 0.6)) == "The noise is 0.6: give a number from 0 to 0.5.")
    #expect(
      try sentence(PlaygroundRun(features: ["x1", "x1_sqared"]))
        == "There is no feature \"x1_sqared\"; the nearest name is \"x1_squared\"; all are x1, x2, x1_squared,"
        + " x2_squared, x1_times_x2, sin_x1, sin_x2.")
    #expect(try sentence(PlaygroundRun(features: [])).hasPrefix("A run has no features"))
    #expect(
      try sentence(PlaygroundRun(count: 1))
        == "1 point cannot be split with a training fraction of 0.5: training and test take at least 1 each.")
  }

  /// The preset is an ordinary network and training.
  @Test(arguments: [Precision.single, .double]) func thePresetServesAnyFit(_ precision: Precision) throws {
    let run = PlaygroundRun(data: .xor, batchSize: 30, epochs: 3, seed: 6, precision: precision)
    let result = try run.fitted()
    func rows(_ frame: DataFrame) throws -> (x: Matrix<Double>, y: Matrix<Double>) {
      (try frame.matrix(of: ["x1", "x2"]), try frame.matrix(of: ["label"]))
    }
    let (train, test) = (try rows(result.train), try rows(result.test))
    let trained = try Sequential.playground(hidden: [4, 2]).fitted(
      to: train.x, train.y, validation: test,
      with: .playground(batchSize: 30, epochs: 3, seed: 6), precision: precision)
    #expect(trained.parameters == result.network.parameters)
    #expect(trained.history.loss == result.curve.dropFirst().map(\.trainLoss))
    #expect(trained.history["val_sign_accuracy"] == result.curve.dropFirst().map(\.testAccuracy))
  }
}
