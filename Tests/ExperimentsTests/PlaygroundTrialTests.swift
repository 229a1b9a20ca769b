import Foundation
import LinearAlgebra
import TestSupport
import Testing
import Vintner

/// Runs of the Playground as runs of an experiment, in Swift and from a file.
struct PlaygroundTrialTests {
  private let run = PlaygroundRun(data: .xor, count: 60, hidden: [3], epochs: 260)

  @Test func areThePlaygroundsOwnRuns() throws {
    let results = try Experiment(run, seeds: 2, recordEvery: 30).varying(\.learningRate, [0.01, 0.1]).run()
    #expect(results.variedSettings == ["learningRate"])
    for outcome in results.runs {
      var alone = run
      alone.seed = outcome.seed
      alone.learningRate = [0.01, 0.1][outcome.variation]
      // What is run in steps, so that it can be interrupted, is the same as in one call, except for epoch 0.
      let curve = try alone.fitted(recordEvery: 30).curve
      #expect(outcome.curve.map(\.epoch) == [0, 30, 60, 90, 120, 150, 180, 210, 240, 260])
      #expect(outcome.curve.map(\.epoch) == curve.map(\.epoch))
      #expect(outcome.curve.map(\.trainLoss) == curve.map(\.trainLoss))
      #expect(outcome.curve.map(\.testLoss) == curve.map(\.testLoss))
      #expect(outcome.curve.map(\.testAccuracy) == curve.map(\.testAccuracy))
      #expect(outcome.final == outcome.curve.last)
      let median = results.variations[outcome.variation].medianRun.seed
      #expect((outcome.surface != nil) == (outcome.seed == 1 || outcome.seed == median))
    }
  }

  @Test func drawTheNetworksPredictions() throws {
    let results = try Experiment(run, seeds: 1, recordEvery: 100).run()
    let surface = try #require(results.variations[0].surface)
    var alone = run
    alone.seed = 1
    let result = try alone.fitted(recordEvery: 100)
    // The first cell's middle lies half a cell, 0.12, from the corner; the last row is the highest.
    let corners = result.outputs(at: [(-5.88, -5.88), (5.88, -5.88), (-5.88, 5.88)])
    for (place, output) in zip([0, 49, 2450], corners) {
      #expect(abs(Double(surface.values[place]) - output) <= 0.0006)
    }
    #expect(surface.chart().groups.map(\.points.count).reduce(0, +) == 30)
    #expect(surface.chart(title: "xor").svg().contains("<svg"))
  }

  /// Of the median run where its network is kept, of the first seed's where it is not.
  @Test(arguments: [false, true]) func drawTheMedianRun(_ isKept: Bool) throws {
    let experiment = Experiment(run, seeds: 5, recordEvery: 100)
    let variation = try experiment.run(keepingNetworks: isKept).variations[0]
    let losses = try (1...5).map { (seed: UInt64) in
      var alone = run
      alone.seed = seed
      return try #require(try alone.fitted(recordEvery: 100).curve.last).testLoss
    }
    let median = UInt64(losses.firstIndex(of: losses.sorted()[2])! + 1)
    #expect(variation.medianRun.seed == median && median != 1)
    var alone = run
    alone.seed = isKept ? median : 1
    let outputs = try alone.fitted(recordEvery: 100).outputs(at: [
      (-5.88, -5.88), (5.88, -5.88), (-5.88, 5.88),
    ])
    let surface = try #require(variation.surface)
    for (place, output) in zip([0, 49, 2450], outputs) {
      #expect(abs(Double(surface.values[place]) - output) <= 0.0006)
    }
    let points = surface.chart().groups.map(\.points.count)
    let labels = try alone.begun().train.matrix(of: ["label"]).scalars
    #expect(points == [labels.count { $0 > 0 }, labels.count { $0 < 0 }])
  }

  /// With Keras's numerics, on points and on a table: what is drawn of a run later is what is drawn as it ends.
  @Test(arguments: ["circle", "points.csv"]) func drawAsTheRunEndedDoes(_ data: String) throws {
    let scratch = Scratch()
    scratch.write(
      String(decoding: try PlaygroundData.circle.frame(count: 60).csvBytes(), as: UTF8.self), to: "points.csv"
    )
    let target = data == "circle" ? "numerics: keras" : "target: label\ntask: regression"
    scratch.write(
      "data: \(data)\n\(target)\nhidden: [3]\nlearning_rate: 0.01\nepochs: 30\nseeds: [2, 1, 3]\n",
      to: "a.yaml")
    var experiment = try ExperimentFile.read(scratch.path(of: "a.yaml"))
    let later = try experiment.run().variations[0]
    #expect(later.medianRun.seed != 2)
    experiment.seeds = [later.medianRun.seed]
    let ended = try experiment.run().variations[0]
    #expect(later.surface != nil && later.surface == ended.surface)
    #expect(later.surface != later.runs[0].surface)
  }

  @Test func haveNoAccuracyInARegression() throws {
    let plane = PlaygroundRun(data: .plane, count: 40, hidden: [2], epochs: 5)
    let results = try Experiment(plane, seeds: 1).run()
    #expect(results.metrics == [.trainLoss, .testLoss])
    #expect(results.runs[0].curve.map(\.epoch) == [0, 5])
  }

  @Test func divergeAsAResult() throws {
    let wild = PlaygroundRun(
      data: .plane, count: 40, hidden: [3], activation: .linear, learningRate: 1e10, epochs: 20)
    let results = try Experiment(wild, seeds: 3).run()
    #expect(results.variations[0].divergedShare == 1)
    #expect(results.runs.allSatisfy { $0.final == nil && $0.surface == nil && $0.curve[0].epoch == 0 })
  }

  @Test func refuseImpossibleRunsBeforeAnythingIsRun() throws {
    let error = #expect(throws: ExperimentError.self) {
      try Experiment(run, seeds: 1).varying(\.noise, [0, 0.7]).run()
    }
    #expect(
      error.map { "\($0)" }
        == "In the variation with noise 0.7: The noise is 0.7: give a number from 0 to 0.5.")
  }

  @Test func areDescribedByTheirSettings() throws {
    var settings = run.settings
    #expect(settings.contains(TrialSetting("data", "xor")) && settings.contains(TrialSetting("count", "60")))
    #expect(settings.contains(TrialSetting("regularization", "none")))
    #expect(!settings.contains { $0.name == "seed" })
    var other = run
    other.regularization = .l2(0.001)
    settings = other.settings
    #expect(settings.contains(TrialSetting("regularization", "l2 0.001")))
  }

  @Test func areReadFromAFile() throws {
    let file = """
      data: xor
      count: 60
      hidden: [3]
      epochs: 260
      seeds: [4, 9]
      record_every: 30
      variations:
        regularization_rate: [0, 0.01]
        features: [[x1, x2], [x1_times_x2]]
      combine: grid
      regularization: l2
      converged: {test_accuracy: 0.9}

      """
    let scratch = Scratch()
    scratch.write(file, to: "xor.yaml")
    let results = try ExperimentFile.read(scratch.path(of: "xor.yaml")).run()
    #expect(
      results.variations.map(\.label) == [
        "regularization_rate 0, features x1, x2", "regularization_rate 0, features x1_times_x2",
        "regularization_rate 0.01, features x1, x2", "regularization_rate 0.01, features x1_times_x2",
      ])
    var alone = run
    alone.seed = 9
    alone.features = ["x1_times_x2"]
    alone.regularization = .l2(0.01)
    let curve = try alone.fitted(recordEvery: 30).curve
    #expect(results.variations[3].runs[1].curve.map(\.testLoss) == curve.map(\.testLoss))
    // The product alone separates the classes.
    #expect(results.variations[1].convergedShare == 1)
  }

  @Test func trainWithKerasNumerics() throws {
    let scratch = Scratch()
    scratch.write(
      """
      data: xor
      count: 60
      numerics: keras
      optimizer: adam
      learning_rate: 0.01
      epochs: 4
      seeds: 2
      variations: {dropout: [0, 0.5], batch_normalization: [true]}

      """, to: "xor.yaml")
    let results = try ExperimentFile.read(scratch.path(of: "xor.yaml")).run()
    #expect(results.variations.map(\.label) == ["dropout 0", "dropout 0.5", "batch_normalization true"])
    let layers = try results.variations.map {
      try #require($0.runs[0].network).network.layers.map { "\(type(of: $0))" }
    }
    #expect(layers[0] == ["Dense", "Dense", "Dense"])
    #expect(layers[1] == ["Dense", "Dropout", "Dense", "Dropout", "Dense"])
    let block = ["Dense", "BatchNormalization", "Activation"]
    #expect(layers[2] == block + block + ["Dense"])
    #expect(results.variations.allSatisfy { $0.surface != nil })
  }

  /// Only the arithmetic is Keras's: points, split and labels are the Playground's, the rows unscaled.
  @Test(arguments: [("mse", Activation.tanh), ("binary_crossentropy", .sigmoid)])
  func pointsAreThePlaygrounds(_ loss: String, _ output: Activation) throws {
    let scratch = Scratch()
    scratch.write(
      """
      data: circle
      count: 60
      train_fraction: 0.7
      numerics: keras
      features: [x1, x2_squared]
      hidden: [3]
      optimizer: {name: sgd, momentum: 0.9}
      learning_rate: {name: cosine_decay, initial_learning_rate: 0.1, decay_steps: 30}
      loss: \(loss)
      epochs: 7
      seeds: [5]

      """, to: "circle.yaml")
    let run = try ExperimentFile.read(scratch.path(of: "circle.yaml")).run().variations[0].runs[0]
    let begun = try PlaygroundRun(
      data: .circle, count: 60, trainFraction: 0.7, features: ["x1", "x2_squared"], seed: 5
    ).begun()
    func rows(_ frame: DataFrame) throws -> (x: Matrix<Double>, y: Matrix<Double>) {
      let (x, y) = try frame.adding(features: ["x2_squared"]).selecting(columns: [
        "x1", "x2_squared", "label",
      ])
      .separated(target: "label")
      return output == .tanh ? (x, y) : (x, Matrix(column: y.scalars.map { $0 > 0 ? 1 : 0 }))
    }
    let (train, test) = (try rows(begun.train), try rows(begun.test))
    var optimizer: any Optimizer = SGD(momentum: 0.9)
    optimizer.learningRate = .schedule(CosineDecay(initialLearningRate: 0.1, decaySteps: 30))
    let trained = try Sequential.dense(hidden: [3], activation: .tanh, output: output).fitted(
      to: train.x, train.y, validation: test,
      with: Training(
        optimizer: optimizer, loss: LossDescription.named(loss)!.value, batchSize: 10, epochs: 7, seed: 5))
    #expect(run.final?.testLoss == trained.history.validationLoss.last)
    #expect(run.final?.testAccuracy != nil)
  }
}
