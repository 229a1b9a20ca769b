import NeuralNetworks
import Pipelines

/// A run of the Playground as an experiment repeats it: the seed determines the points and the first weights.
extension PlaygroundRun: Trial {
  public func check() throws(VintnerError) { _ = try begun() }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    var run = self
    run.seed = seed
    var result = try run.begun()
    while result.epoch < epochs, result.curve.last!.isFinite {
      if recording.isCancelled() { return result.outcome(.interrupted, recording) }
      // A point is recorded where this ends: every so many epochs, as if it were all one.
      try result.advance(epochs: min(recording.every, epochs - result.epoch), recordEvery: recording.every)
      recording.record(RunPoint(result.curve.last!, data), epochs)
    }
    return result.outcome(result.hasDiverged ? .diverged : .completed, recording)
  }
}

extension PlaygroundResult {
  /// The run's result. A run that diverged has the points before its losses became NaN or infinite.
  fileprivate func outcome(_ ending: TrialOutcome.Ending, _ recording: TrialRecording) -> TrialOutcome {
    let points = curve.prefix(while: \.isFinite).map { RunPoint($0, run.data) }
    return TrialOutcome(
      curve: points, final: ending == .diverged ? nil : points.last, ending: ending, network: network,
      surface: recording.wantsSurface && ending == .completed ? surface : nil)
  }

  /// The network's predictions over the Playground's plane, and the points that it was trained on.
  private var surface: DecisionSurface {
    let values = outputs(at: DecisionSurface.places.map { (x1: $0.x, x2: $0.y) })
    guard run.data.isClassification else { return DecisionSurface(values: values) }
    return DecisionSurface(values: values, train: train)
  }
}

extension RunPoint {
  /// A regression has no accuracy.
  fileprivate init(_ record: PlaygroundResult.Record, _ data: PlaygroundData) {
    self.init(
      epoch: record.epoch, trainLoss: record.trainLoss, testLoss: record.testLoss,
      trainAccuracy: data.isClassification ? record.trainAccuracy : nil,
      testAccuracy: data.isClassification ? record.testAccuracy : nil)
  }
}
