import LinearAlgebra
import NeuralNetworks
import Pipelines

/// A run of the Playground as an experiment repeats it: the seed determines the points and the first weights.
extension PlaygroundRun: Trial {
  public func check() throws(VintnerError) -> [String] {
    _ = try begun()
    return []
  }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    var run = self
    run.seed = seed
    var result = try run.begun()
    while result.epoch < epochs, result.curve.last!.isFinite {
      if recording.isCancelled() { return result.outcome(.interrupted, recording) }
      // A point is recorded where this ends: every so many epochs, as if all were trained at once.
      try result.advance(epochs: min(recording.every, epochs - result.epoch), recordEvery: recording.every)
      recording.record(RunPoint(result.curve.last!, data), epochs)
    }
    return result.outcome(result.hasDiverged ? .diverged : .completed, recording)
  }

  public func surface(of network: TrainedNetwork, seed: UInt64) throws(VintnerError) -> DecisionSurface? {
    var run = self
    run.seed = seed
    return try run.begun().surface(of: network) { $0 }
  }
}

extension PlaygroundResult {
  /// The run's result. A run that diverged has the points before its losses became NaN or infinite.
  fileprivate func outcome(_ ending: TrialOutcome.Ending, _ recording: TrialRecording) -> TrialOutcome {
    let points = curve.prefix(while: \.isFinite).map { RunPoint($0, run.data) }
    return TrialOutcome(
      curve: points, final: ending == .diverged ? nil : points.last, ending: ending, network: network,
      surface: recording.wantsSurface && ending == .completed ? surface { $0 } : nil)
  }
}

extension PlaygroundResult {
  /// A network's predictions over the Playground's plane, and the points of a classification that it was trained
  /// on.
  ///
  /// - Parameters:
  ///   - network: a network on the run's features. Default: the run's own.
  ///   - value: converts an output to −1 to 1 in a classification.
  fileprivate func surface(
    of network: TrainedNetwork? = nil, _ value: (Double) -> Double
  ) -> DecisionSurface {
    let places = PlaygroundRows(
      at: DecisionSurface.places.map { ($0.x, $0.y) }, features: run.features)
    return DecisionSurface(
      values: places.outputs(of: network ?? self.network).map(value),
      train: run.data.isClassification ? train : nil)
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

/// A run on the Playground's points with Keras's numerics: any layers, loss and optimizer, Keras's first weights
/// and order of rows. The seed also determines the points.
///
/// Points, split and features are those of `PlaygroundRun`, unscaled. The labels of two classes are −1 and +1, or
/// 0 and 1 where the loss is the binary cross-entropy.
struct PointsTrial: Trial {
  /// The points: data, noise, features and split.
  let points: PlaygroundRun
  /// Its last layer has one unit.
  let network: Sequential
  let training: Training

  func check() throws(VintnerError) -> [String] { try points.check() }

  func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    let begun = try begun(seed: seed)
    let isClassification = points.data.isClassification
    let accuracy: (any Metric)? =
      isProbability ? BinaryAccuracy(threshold: 0.5) : isClassification ? SignAccuracy() : nil
    var training = training
    training.metrics += accuracy.map { [$0] } ?? []
    /// Points with the labels that the loss takes.
    func labelled(_ rows: NetworkTrial.Rows) -> NetworkTrial.Rows {
      isProbability ? (rows.x, Matrix(column: rows.y.scalars.map { $0 > 0 ? 1 : 0 })) : rows
    }
    let trial = NetworkTrial(
      network: network, training: training, precision: .single, train: labelled(begun.trainMatrices),
      validation: labelled(begun.testMatrices), accuracy: accuracy?.name)
    return try trial.outcome(seed: seed, recording: recording) { surface(of: $0, begun) }
  }

  func surface(of network: TrainedNetwork, seed: UInt64) throws(VintnerError) -> DecisionSurface? {
    surface(of: network, try begun(seed: seed))
  }

  private func surface(of network: TrainedNetwork, _ begun: PlaygroundResult) -> DecisionSurface {
    begun.surface(of: network) { isProbability ? 2 * $0 - 1 : $0 }
  }

  private func begun(seed: UInt64) throws(VintnerError) -> PlaygroundResult {
    var points = points
    points.seed = seed
    return try points.begun()
  }

  /// Whether the output is the probability of the class +1.
  private var isProbability: Bool {
    points.data.isClassification && training.loss.name == BinaryCrossEntropy.kind
  }
}
