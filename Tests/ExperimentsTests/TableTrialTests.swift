@testable import Experiments
import Foundation
import Synchronization
import TestSupport
import Testing
import Vintner

/// Pipelines as runs of an experiment.
struct TableTrialTests {
  private func pipeline(_ units: Int, callbacks: [any Callback] = []) -> RegressionPipeline {
    RegressionPipeline(
      target: "quality", network: .dense(hidden: [units], activation: .relu),
      training: Training(
        optimizer: Adam(learningRate: 0.01), loss: .meanAbsoluteError, batchSize: 256, epochs: 12,
        callbacks: callbacks))
  }

  @Test func areThePipelinesOwnRuns() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    let results = try Experiment(pipeline(8), on: wine, seeds: 2, recordEvery: 5)
      .varying(
        \.network,
        ["8": .dense(hidden: [8], activation: .relu), "16": .dense(hidden: [16], activation: .relu)]
      )
      .run()
    #expect(results.variedSettings == ["network"])
    for (label, units) in [("8", 8), ("16", 16)] {
      for run in results[label].runs {
        var expected = pipeline(units)
        expected.training.seed = run.seed
        let history = try expected.fitted(to: wine).history
        #expect(run.curve.map(\.epoch) == [5, 10, 12])
        #expect(run.curve.map(\.testLoss) == [4, 9, 11].map { history.validationLoss[$0] })
        #expect(run.curve.map(\.trainLoss) == [4, 9, 11].map { history.loss[$0] })
        #expect(run.final?.testLoss == history.validationLoss[11])
        #expect(run.final?.testAccuracy == nil)
        #expect(run.network?.history.threads == 1)
      }
    }
  }

  /// Runs may differ in their penalties: what is compared has none. For the mean absolute error, which is linear in the
  /// scale, it is the MAE of the final network divided by the range of the target, 3 to 8.
  @Test func compareLossesWithoutPenalties() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    var pipeline = pipeline(8)
    pipeline.network = .dense(hidden: [8], activation: .relu, kernelRegularizer: .l2(0.1))
    let run = try Experiment(pipeline, on: wine, seeds: 1, recordEvery: 12).run().runs[0]
    pipeline.training.seed = run.seed
    let model = try pipeline.fitted(to: wine)
    let report = try #require(model.report)
    let plain = report.metrics.meanAbsoluteError / 5
    let loss = try #require(run.final?.testLoss)
    #expect(abs(loss - plain) < 1e-6 && abs(run.curve.last!.testLoss - plain) < 1e-6)
    #expect(abs(report.validationLossWithoutPenalty - plain) < 1e-6)
    #expect(report.includesPenalty && report.validationLoss > plain + 0.001)
    #expect(model.history.lossWithoutPenalty.last! < model.history.loss.last! - 0.001)
    #expect(run.curve.last!.trainLoss == model.history.lossWithoutPenalty.last!)
  }

  @Test func varyTheTargetsPropertiesByName() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    let results = try Experiment(pipeline(2), on: wine, seeds: 1)
      .varying(\.targetScaling, [.minMax, .standard]).run()
    #expect(results.variedSettings == ["targetScaling"])
    #expect(results.variations.count == 2)
  }

  @Test func endWithTheWeightsThatWereKept() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    let stopping = EarlyStopping(minDelta: 1, patience: 2, restoreBestWeights: true)
    let results = try Experiment(pipeline(8, callbacks: [stopping]), on: wine, seeds: 1).run()
    // Nothing improves by 1: it ends after 1 + 2 epochs.
    let run = results.runs[0]
    #expect(run.curve.map(\.epoch) == [1, 2, 3])
    #expect(run.final?.epoch == run.network?.history.keptEpoch)
  }

  @Test func haveAccuraciesInAClassification() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    var pipeline = ClassificationPipeline(target: "quality", positiveFrom: 6)
    pipeline.network = .dense(hidden: [4], activation: .tanh, output: .sigmoid)
    pipeline.training = Training(loss: .binaryCrossEntropy, batchSize: 64, epochs: 3)
    let run = try Experiment(pipeline, on: wine, seeds: 1).run().runs[0]
    pipeline.training.seed = 1
    let model = try pipeline.fitted(to: wine)
    #expect(run.final?.testAccuracy == model.report?.metrics.accuracy.singleRounded)
    #expect(run.final?.trainAccuracy != nil)
  }

  @Test func haveTheMeansOfTheirFolds() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    let results = try Experiment(pipeline(4), on: wine, folds: 3, seeds: 2, recordEvery: 5).run()
    for run in results.runs {
      var own = pipeline(4)
      own.training.seed = run.seed
      let histories = try own.prepared(wine, folds: 3).map { try $0.fitted().history }
      func mean(_ values: (History) -> [Double], _ epoch: Int) -> Double {
        histories.reduce(0) { $0 + values($1)[epoch - 1] } / 3
      }
      #expect(run.curve.map(\.epoch) == [5, 10, 12])
      for point in run.curve {
        #expect(abs(point.testLoss - mean(\.validationLoss, point.epoch)) < 1e-12)
        #expect(abs(point.trainLoss - mean(\.loss, point.epoch)) < 1e-12)
      }
      #expect(run.final == run.curve.last && run.network == nil)
    }
    #expect(
      TableTrial(pipeline(4), on: wine, folds: 3).settings != TableTrial(pipeline(4), on: wine).settings)
  }

  /// By hand: a training that has ended keeps its last point.
  @Test func meansOfTrainingsOfDifferentLengths() throws {
    func outcome(_ losses: KeyValuePairs<Int, Double>, _ ending: TrialOutcome.Ending = .completed)
      -> TrialOutcome
    {
      let points = losses.map { RunPoint(epoch: $0.key, trainLoss: $0.value, testLoss: 2 * $0.value) }
      return TrialOutcome(curve: points, final: ending == .completed ? points.last : nil, ending: ending)
    }
    let short = outcome([2: 1, 4: 0.5, 5: 0.4])
    let long = outcome([2: 3, 4: 2.5, 6: 2, 8: 1])
    let mean = TrialOutcome(meanOf: [short, long])
    #expect(mean.curve.map(\.epoch) == [2, 4, 6, 8])
    for (point, loss) in zip(mean.curve, [2, 1.5, 1.2, 0.7]) {
      #expect(abs(point.trainLoss - loss) < 1e-12 && abs(point.testLoss - 2 * loss) < 1e-12)
      #expect(point.testAccuracy == nil)
    }
    let final = try #require(mean.final)
    #expect(final.epoch == 7 && abs(final.trainLoss - 0.7) < 1e-12)
    let diverged = TrialOutcome(meanOf: [long, outcome([2: 1], .diverged)])
    #expect(diverged.ending == .diverged && diverged.final == nil)
    #expect(TrialOutcome(meanOf: [long, outcome([:], .interrupted)]).ending == .interrupted)
  }

  /// One progress for all folds: epochs follow each other.
  @Test func recordTheirFoldsInARow() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    let recorded = Mutex<[[Int]]>([])
    let recording = TrialRecording(
      every: 6,
      record: { point, epochs in recorded.withLock { $0.append([point.epoch, epochs]) } })
    _ = try TableTrial(pipeline(2), on: wine, folds: 2).outcome(seed: 1, recording: recording)
    #expect(recorded.withLock { $0 } == [[6, 24], [12, 24], [18, 24], [24, 24]])
  }

  @Test func validateOnTheRowsOfAnotherTable() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    let (train, validation) = (wine[rows: 0..<1000], wine[rows: 1000..<1599])
    let run = try Experiment(pipeline(4), on: train, validation: validation, seeds: 1).run().runs[0]
    var own = pipeline(4)
    own.training.seed = 1
    let history = try own.prepared(train: train, validation: validation).fitted().history
    #expect(run.curve.map(\.testLoss) == history.validationLoss)
    #expect(
      TableTrial(own, on: train, validation: validation).settings != TableTrial(own, on: train).settings)
  }

  /// Every process is left in its fifth epoch: without checkpoints no run of twelve would ever end.
  @Test(arguments: [nil, 2]) func takeUpARunWhereItWas(_ folds: Int?) throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path).prefix(300)
    let experiment = Experiment(pipeline(4), on: wine, folds: folds, seeds: 2, recordEvery: 5)
    let expected = try experiment.run().runs
    let scratch = Scratch()
    var processes = 0
    while true {
      let calls = Mutex(0)
      let folder = ExperimentFolder(
        scratch.path(of: "out"), pointsPause: .seconds(2), checkpointInterval: .epochs(1000))
      let isLeft: @Sendable () -> Bool = {
        calls.withLock {
          $0 += 1
          return $0 > 5
        }
      }
      let results = try experiment.run(threads: 1, savingTo: folder, isCancelled: isLeft)
      processes += 1
      try #require(processes < 60)
      guard results.isComplete else { continue }
      #expect(results.runs.map(\.curve) == expected.map(\.curve))
      #expect(results.runs.map(\.final) == expected.map(\.final))
      break
    }
    // Of 2 · 12 epochs (and folds), an update each, one process makes five.
    #expect(processes > 4)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path(of: "out")) == ["runs.jsonl"])
  }

  /// 0.2 · 1599 are 320 rows, of which no run knows.
  @Test func setTestRowsAside() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    var own = pipeline(4)
    own.split.testFraction = 0.2
    var notices: [String] = []
    let run = try Experiment(own, on: wine, seeds: 1).run(noting: { notices = $0 }).runs[0]
    #expect(
      notices == [
        "320 of 1599 rows are set aside as test rows: no run sees them, so that the variation that is chosen can be"
          + " tested on them."
      ])
    own.training.seed = 1
    let prepared = try own.prepared(wine)
    #expect(prepared.test?.rowCount == 320)
    #expect(try run.curve.map(\.testLoss) == prepared.fitted().history.validationLoss)
  }

  @Test func divergeAsAResult() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    var diverging = pipeline(8)
    diverging.training.optimizer = SGD(learningRate: 1e30)
    let results = try Experiment(diverging, on: wine, seeds: 2).run()
    #expect(results.variations[0].divergedShare == 1)
    #expect(results.runs.allSatisfy { $0.final == nil && $0.curve.isEmpty })
  }
}

extension Double {
  /// As a history reports it: in the network's precision.
  fileprivate var singleRounded: Double { Double(Float(self)) }
}
