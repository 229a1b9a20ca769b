import NeuralNetworks
import Pipelines

/// A run of the Playground as an experiment repeats it: the seed draws the points and the first weights.
extension PlaygroundRun: Trial {
  /// How long training goes on before somebody may cancel it.
  private static let patience = 0.2

  public func check() throws(VintnerError) { _ = try begun() }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    var run = self
    run.seed = seed
    var result = try run.begun()
    var told = 1
    var step = recording.every * (100 / recording.every + 1)
    while result.epoch < epochs {
      if recording.isCancelled() { return result.outcome(.interrupted, recording) }
      let start = ContinuousClock.now
      let advance = min(step, epochs - result.epoch)
      try result.advance(epochs: advance, recordEvery: recording.every)
      for record in result.curve[told...] {
        recording.record(RunPoint(record, data), epochs)
      }
      told = result.curve.count
      if result.hasDiverged { break }
      let seconds = (ContinuousClock.now - start) / .seconds(1) / Double(advance)
      // A point is recorded where a step ends: every so many epochs, as if it were all one.
      let most = Double(epochs) + Double(recording.every)
      step = recording.every * max(1, Int(min(Self.patience / max(seconds, 1e-9), most)) / recording.every)
    }
    return result.outcome(result.hasDiverged ? .diverged : .completed, recording)
  }
}

extension PlaygroundResult {
  /// What came of the run. A run that diverged has the points before its losses ceased to be numbers.
  fileprivate func outcome(_ ending: TrialOutcome.Ending, _ recording: TrialRecording) -> TrialOutcome {
    let points = curve.prefix(while: \.isFinite).map { RunPoint($0, run.data) }
    return TrialOutcome(
      curve: points, final: ending == .diverged ? nil : points.last, ending: ending, network: network,
      surface: recording.wantsSurface && ending == .completed ? surface : nil)
  }

  /// What the network answers over the Playground's plane, and the points that it was trained on.
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
