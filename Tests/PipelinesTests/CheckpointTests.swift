import Foundation
import Synchronization
import TestSupport
import Testing
import Vintner

@testable import Pipelines

/// Runs that are left and resumed end as one that was not: the same bytes of the model, the same history.
struct CheckpointTests {
  private let wine: DataFrame
  private let pipeline: RegressionPipeline

  init() throws {
    wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path).prefix(200)
    pipeline = RegressionPipeline(
      target: "quality", network: .dense(hidden: [8], activation: .relu, dropout: 0.2),
      training: Training(
        optimizer: Adam(learningRate: 0.02), loss: .meanAbsoluteError, batchSize: 64, epochs: 12,
        callbacks: [EarlyStopping(patience: 5, restoreBestWeights: true)], seed: 3))
  }

  /// Ends a fit after so many epochs of one process, as a kill does: nothing is saved any more.
  private struct Leaving: Callback {
    let after: Int
    let seen = Count()
    final class Count: Sendable { let value = Mutex(0) }
    var onlyObserves: Bool { true }
    var watchesEnsemble: Bool { true }

    mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
      let count = seen.value.withLock {
        $0 += 1
        return $0
      }
      return count == after ? [.failToSave(path: "", reason: "killed")] : []
    }
  }

  /// Repeats a fit in a folder until nothing leaves it any more.
  private func resumed<Result>(
    leavingAfter epochs: Int, _ fit: (CheckpointFolder, Leaving) throws -> Result
  ) throws -> (result: Result, times: Int) {
    try withTemporaryDirectory { folder in
      var times = 0
      while true {
        do {
          let run = CheckpointFolder(folder.appending(path: "run").path, every: .epochs(2))
          return (try fit(run, Leaving(after: epochs)), times)
        } catch VintnerError.network(.notSaved) {
          times += 1
          try #require(times < 30)
        }
      }
    }
  }

  @Test(arguments: [nil, Ensemble(members: 3, combination: .median)])
  func aModelIsTheSame(_ ensemble: Ensemble?) throws {
    var whole = pipeline
    whole.training.ensemble = ensemble
    let expected = try whole.prepared(wine).fitted()
    let (model, times) = try resumed(leavingAfter: 3) { folder, leaving in
      var pipeline = whole
      pipeline.training.callbacks.append(leaving)
      return try pipeline.fitted(to: wine, resuming: folder)
    }
    #expect(times > 2)
    #expect(model.modelBytes() == expected.modelBytes())
    #expect(
      model.history["val_loss"] == expected.history["val_loss"] && model.history.loss == expected.history.loss
    )
    #expect(model.history.ending == expected.history.ending)
    #expect(model.report?.metrics.meanAbsoluteError == expected.report?.metrics.meanAbsoluteError)
  }

  @Test func classesAndSampleWeightsAreTheSame() throws {
    var whole = ClassificationPipeline(
      target: "quality", positiveFrom: 6, network: .dense(hidden: [8], activation: .relu, output: .sigmoid),
      training: Training(loss: .binaryCrossEntropy, metrics: [.auc], batchSize: 64, epochs: 8, seed: 3))
    whole.sampleWeight = "alcohol"
    let expected = try whole.prepared(wine).fitted()
    let (model, times) = try resumed(leavingAfter: 3) { folder, leaving in
      var pipeline = whole
      pipeline.training.callbacks.append(leaving)
      return try pipeline.fitted(to: wine, resuming: folder)
    }
    #expect(times > 1 && model.modelBytes() == expected.modelBytes())
    #expect(model.history["val_auc"] == expected.history["val_auc"])
  }

  @Test func baggingIsTheSame() throws {
    let expected = try pipeline.preparedBagging(wine, folds: 3).fitted()
    let (bagging, times) = try resumed(leavingAfter: 3) { folder, leaving in
      var pipeline = pipeline
      pipeline.training.callbacks.append(leaving)
      return try pipeline.preparedBagging(wine, folds: 3).fitted(resuming: folder)
    }
    #expect(times > 1)
    #expect(bagging.model.modelBytes() == expected.model.modelBytes())
    #expect(bagging.outOfFold == expected.outOfFold)
    for (fold, other) in zip(bagging.folds, expected.folds) {
      #expect(fold.modelBytes() == other.modelBytes())
    }
  }

  @Test func aStreamedTableIsTheSame() throws {
    let path = Repository.redWine.path
    var whole = pipeline
    whole.training.epochs = 6
    let streaming = Streaming(window: 300)
    let expected = try whole.streamed(path, streaming).fitted()
    let (model, times) = try resumed(leavingAfter: 3) { folder, leaving in
      var pipeline = whole
      pipeline.training.callbacks.append(leaving)
      return try pipeline.streamed(path, streaming).fitted(resuming: folder)
    }
    #expect(times > 0 && model.modelBytes() == expected.modelBytes())
  }

  /// A run of several trainings: those that are finished are not repeated.
  @Test func finishedTrainingsAreTakenFromTheCheckpoint() throws {
    let first = try pipeline.prepared(wine).fitted()
    let expected = try pipeline.refitted(first, to: wine)
    try withTemporaryDirectory { folder in
      func run(leavingAfter epochs: Int) throws -> (FittedRegressionPipeline, Int) {
        let leaving = Leaving(after: epochs)
        var pipeline = pipeline
        pipeline.training.callbacks.append(leaving)
        let checkpoints = try CheckpointFolder(folder.path, every: .epochs(2)).opened()
        var prepared = try pipeline.prepared(wine)
        prepared.checkpoints = checkpoints
        let first = try prepared.fitted()
        var whole = try pipeline.preparedWhole(wine)
        whole.checkpoints = checkpoints
        return (try whole.refitted(first), leaving.seen.value.withLock { $0 })
      }
      let epochs = first.history.epochs
      #expect(throws: VintnerError.self) { _ = try run(leavingAfter: epochs + 3) }
      let (model, seen) = try run(leavingAfter: .max)
      #expect(model.modelBytes() == expected.modelBytes())
      #expect(seen == expected.history.epochs - 2)
      // The first training has ended: with more epochs it might have gone on.
      var longer = pipeline
      longer.training.epochs = epochs + 1
      longer.training.callbacks = []
      var prepared = try longer.prepared(wine)
      prepared.checkpoints = try CheckpointFolder(folder.path).opened()
      if first.history.ending == .completed {
        #expect(throws: VintnerError.self) { _ = try prepared.fitted() }
      }
    }
  }

  @Test func whatHasChangedIsRefusedByName() throws {
    try withTemporaryDirectory { folder in
      let run = CheckpointFolder(folder.path, every: .epochs(2))
      _ = try pipeline.fitted(to: wine, resuming: run)
      func refused(_ change: (inout RegressionPipeline) -> Void, _ rows: DataFrame? = nil) -> String {
        var pipeline = pipeline
        change(&pipeline)
        do throws(VintnerError) {
          _ = try pipeline.fitted(to: rows ?? wine, resuming: run)
          return ""
        } catch {
          return "\(error)"
        }
      }
      let begin = "The run in '\(folder.path)' cannot be resumed, because "
      #expect(refused { $0.training.batchSize = 32 }.hasPrefix(begin + "its batchSize was 64 and is now 32"))
      #expect(refused { $0.training.seed = 4 }.hasPrefix(begin + "its seed was 3 and is now 4"))
      #expect(refused({ _ in }, wine.prefix(199)).hasPrefix(begin + "its rows are not those"))
      #expect(refused { $0.splitSeed = 1 }.hasPrefix(begin + "its rows are not those"))
      // More epochs go on where it was.
      var longer = pipeline
      longer.training.epochs = 20
      let expected = try longer.prepared(wine).fitted()
      #expect(try longer.fitted(to: wine, resuming: run).modelBytes() == expected.modelBytes())
    }
  }

  /// A byte that is not what was written, or is missing, anywhere in the file.
  @Test func aDamagedCheckpointIsReplacedByTheOneBefore() throws {
    let expected = try pipeline.prepared(wine).fitted()
    try withTemporaryDirectory { folder in
      var training = pipeline
      training.training.callbacks.append(Leaving(after: 5))
      #expect(throws: VintnerError.self) {
        _ = try training.fitted(to: wine, resuming: CheckpointFolder(folder.path, every: .epochs(2)))
      }
      let names = RunCheckpoints.names.map { folder.appending(path: $0) }
      let (newest, previous) = (try Data(contentsOf: names[0]), try Data(contentsOf: names[1]))
      #expect(try Checkpoint(contentsOf: names[0].path).parts[0].state?.epoch == 4)
      #expect(try Checkpoint(contentsOf: names[1].path).parts[0].state?.epoch == 2)
      var damaged = stride(from: 0, to: newest.count, by: 97).map { place in
        var bytes = newest
        bytes[place] ^= 1
        return bytes
      }
      damaged += [newest.dropLast(), newest.prefix(newest.count / 2), Data()]
      for bytes in damaged {
        try Data(bytes).write(to: names[0])
        try previous.write(to: names[1])
        let notices = Mutex<[String]>([])
        let found = try CheckpointFolder(
          folder.path, noting: { text in notices.withLock { $0.append(text) } }
        ).opened()
        _ = found
        #expect(notices.withLock(\.count) == 1)
        #expect(try Data(contentsOf: names[0]) == previous)
        #expect(!FileManager.default.fileExists(atPath: names[1].path))
      }
      let model = try pipeline.fitted(to: wine, resuming: CheckpointFolder(folder.path, every: .epochs(2)))
      #expect(model.modelBytes() == expected.modelBytes())
      // Both damaged: an error that names the file.
      try Data().write(to: names[0])
      try Data().write(to: names[1])
      #expect(throws: VintnerError.self) {
        _ = try pipeline.fitted(to: wine, resuming: CheckpointFolder(folder.path))
      }
    }
  }

  @Test func aCheckpointIsNoModel() throws {
    try withTemporaryDirectory { folder in
      _ = try pipeline.fitted(to: wine, resuming: CheckpointFolder(folder.path, every: .epochs(2)))
      let path = folder.appending(path: RunCheckpoints.names[0]).path
      do throws(VintnerError) {
        _ = try FittedRegressionPipeline(contentsOf: path)
        Issue.record("A checkpoint was opened as a model.")
      } catch {
        #expect(
          "\(error)"
            == "Cannot use '\(path)' as a model: it seems to be the checkpoint of a run; vintner train takes its folder"
            + " after --resume.")
      }
    }
  }
}
