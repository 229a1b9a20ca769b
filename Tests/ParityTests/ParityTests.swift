import Testing
import TestSupport
import Vintner

/// Runs recorded from Keras 3.15 (TensorFlow 2.21, single precision), replayed.
@Suite struct ParityTests {
  private static let traces = Repository.root.appending(path: "Tests/ParityTests/Traces").path

  private func replay(
    _ name: String, epochs: Int? = nil, tolerance: Double = 1e-5, threads: Int? = nil
  ) throws -> TraceReplay {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    return try Trace(folder: "\(Self.traces)/\(name)").replay(
      on: wine, epochs: epochs, tolerance: tolerance, threads: threads)
  }

  @Test(arguments: [
    "adadelta", "adagrad", "batch-normalization-sgd", "binary", "classes", "classes-logits", "l1-l2",
    "reduce-lr-on-plateau", "rmsprop", "sample-weights", "sgd", "sgd-momentum", "step-schedule",
    "two-targets",
  ])
  func passes(_ name: String) throws {
    let replay = try replay(name)
    #expect(replay.passes, "\(replay)")
    #expect(replay.recordedEpochs >= 10)
    #expect(replay.predictions != nil)
  }

  /// The bias before a batch normalization has a gradient of nothing but rounding, which Adam blows up: after ten
  /// epochs two back ends of Keras differ by 2.4e-3 on this trace, and Vintner by as much from processor to
  /// processor. Its first epochs, and all of `batch-normalization-sgd`, do not depend on rounding.
  @Test func batchNormalizationWithAdamBeginsAsRecorded() throws {
    let replay = try replay("batch-normalization", epochs: 3, tolerance: 1e-3)
    #expect(replay.passes, "\(replay)")
  }

  @Test func earlyStoppingEndsAfterTheSameEpoch() throws {
    let replay = try replay("early-stopping")
    #expect(replay.passes, "\(replay)")
    #expect(replay.replayedEpochs == 59)
  }

  /// The main job's network. A sign that flips by one rounding would show after some epochs.
  @Test func theMainJobsNetworkKeepsToTheRecording() throws {
    let first = try replay("wine-3x512-adam-mae", epochs: 3)
    #expect(first.passes, "\(first)")
    #expect(first.predictions == nil)
    let all = try replay("wine-3x512-adam-mae", tolerance: 1e-3)
    #expect(all.passes, "\(all)")
    #expect(all.replayedEpochs == 10)
  }

  @Test func aToleranceOfNothingFailsAndSaysWhere() throws {
    let replay = try replay("sgd", tolerance: 0)
    #expect(!replay.passes)
    #expect(replay.firstEpochOutside == 1)
  }

  @Test func threadsDoNotChangeAReplay() throws {
    #expect(try replay("sgd", threads: 1) == replay("sgd", threads: 3))
  }

  @Test func aTraceThatNeedsWhatIsNotSupportedIsRefusedByName() throws {
    try withTemporaryDirectory { folder in
      let copy = folder.appending(path: "sgd")
      try Files.copy("\(Self.traces)/sgd", to: copy.path)
      try Files.replace("\"sgd\"", by: "\"tiger\"", in: copy.appending(path: "case.json").path)
      let error = try #require(throws: TraceError.self) { try Trace(folder: copy.path) }
      #expect(
        "\(error)".contains("The trace sgd cannot be replayed: case.json: `optimizer.name`: tiger is not"))
    }
  }
}
