import Foundation
import LinearAlgebra

/// Everything that a run in progress remembers, at the boundary between two updates, to be saved and resumed.
///
///     let saved = try JSONEncoder().encode(run.state)
///     let state = try JSONDecoder().decode(TrainingState.self, from: saved)
///     var run = try network.training(on: x, y, with: training, resuming: state)
///
/// With the same network, rows and settings the resumed run gives the same bits as one that never stopped. Other
/// settings are refused by name, but for the number of threads and of epochs: a run may be given more.
/// Weights and metrics are kept to the bit, NaN and infinity among them.
public struct TrainingState: Sendable, Codable {
  /// Weights that may be restored.
  struct Kept: Codable {
    let epoch: Int
    var weights: Data
  }

  let precision: Precision
  /// What the resumed run must have in common with the one before, by name: see `TrainingLoop.settings`.
  var settings: [String: String]
  /// The epochs that the run was to train.
  let epochs: Int
  var progress: RunProgress
  var weights: Data
  let optimizer: String
  var optimizerMemory: Data
  /// The number of updates so far.
  let iteration: Int
  var best: Kept
  @Exact var lowest: Double
  var requested: [Int: Kept]
  let lastRequest: Int?
  var callbacks: [[String: Exact]]
  /// The metrics of the epoch so far, where one has begun.
  let metrics: [Data]
  /// Those of an ensemble's members; then all but the progress and the memories of the callbacks that watch the
  /// ensemble is that of the first.
  var members: [TrainingState]?

  /// The epochs that are finished.
  public var epoch: Int { progress.epoch }
}

extension TrainingLoop {
  var state: TrainingState {
    func keep(_ snapshot: KeptWeights<Scalar>.Snapshot) -> TrainingState.Kept {
      TrainingState.Kept(epoch: snapshot.epoch, weights: snapshot.values.bytes)
    }
    return TrainingState(
      precision: Scalar.precision, settings: settings, epochs: training.epochs, progress: progress,
      weights: weights.bytes,
      optimizer: learned.optimizer!.kind, optimizerMemory: memory.values.bytes, iteration: iteration,
      best: keep(kept.best), lowest: kept.lowest, requested: kept.requested.mapValues(keep),
      lastRequest: kept.lastRequest,
      callbacks: callbacks.memories.map { $0.mapValues { Exact(wrappedValue: $0) } },
      metrics: progress.batch == 0 ? [] : parts.metrics?.memory ?? [])
  }

  func restore(_ state: TrainingState) throws(NetworkError) {
    if let problem = fault(of: state) { throw .stateOfAnotherTraining(problem: problem) }
    progress = try state.progress.planned(training.epochs, before: state.epochs)
    progress.history.threads = parts.team.count
    weights.fill(state.weights)
    memory.values.fill(state.optimizerMemory)
    memory.iteration = state.iteration
    func snapshot(_ kept: TrainingState.Kept) -> KeptWeights<Scalar>.Snapshot {
      .init(epoch: kept.epoch, copying: AlignedBuffer(kept.weights))
    }
    kept = KeptWeights(
      best: snapshot(state.best), lowest: state.lowest, requested: state.requested.mapValues(snapshot),
      lastRequest: state.lastRequest)
    callbacks.memories = state.callbacks.map { $0.mapValues(\.wrappedValue) }
    parts.resume(progress, metrics: state.metrics)
  }

  /// What keeps a state from being this training's.
  private func fault(of state: TrainingState) -> String? {
    if let members = state.members { return "it was saved of an ensemble of \(members.count) networks" }
    let count = weights.bytes.count
    let metrics = parts.metrics?.memory ?? []
    if state.precision != Scalar.precision { return "the network's precision is \(Scalar.precision)" }
    if ([state.weights, state.best.weights] + state.requested.values.map(\.weights)).contains(where: {
      $0.count != count
    }) {
      return "the network has another number of weights"
    }
    if state.optimizer != learned.optimizer!.kind || state.optimizerMemory.count != memory.values.bytes.count
    {
      return "it was made with another optimizer (\(state.optimizer))"
    }
    if state.callbacks.count != callbacks.memories.count {
      return "it has \(state.callbacks.count) callbacks"
    }
    if !(0...updatesPerEpoch).contains(state.progress.batch) { return "an epoch has other batches" }
    if state.progress.batch > 0, state.metrics.map(\.count) != metrics.map(\.count) {
      return "it has other metrics"
    }
    return state.difference(from: settings)
  }

  /// What decides the bits of a run, by name. The number of threads and the planned epochs do not, nor what callbacks
  /// do that only observe.
  var settings: [String: String] {
    func list(_ metrics: [any Metric]) -> String {
      metrics.map { ($0 as? any Configurable)?.swiftSource ?? $0.name }.joined(separator: ", ")
    }
    return [
      "network": task.network.layers.map(\.swiftSource).joined(separator: ", "),
      "optimizer": training.optimizer.swiftSource,
      "loss": training.loss.swiftSource, "metrics": list(training.metrics),
      "weightedMetrics": list(training.weightedMetrics),
      "classWeights": training.classWeights.map { "\($0)" } ?? "none", "batchSize": "\(training.batchSize)",
      "shuffles": "\(training.shuffles)",
      "shuffleWindow": training.shuffleWindow.map(String.init) ?? "none",
      "carriesPartialBatches": "\(training.carriesPartialBatches)",
      "evaluatesAfterEpoch": "\(training.evaluatesAfterEpoch)",
      "evaluationInterval": "\(training.evaluationInterval)",
      "stopsOnDivergence": "\(training.stopsOnDivergence)", "callbacks": callbacks.names,
      "seed": "\(training.seed)", "number of rows": "\(task.data.count)",
      "number of validation rows": "\(task.validation?.count ?? 0)",
    ]
  }
}

extension TrainingState {
  /// The first setting that another training has otherwise, as the rest of a sentence; `nil` where none is.
  func difference(from others: [String: String]) -> String? {
    let name = Set(settings.keys).union(others.keys).sorted().first { settings[$0] != others[$0] }
    return name.map { "its \($0) was \(settings[$0] ?? "none") and is now \(others[$0] ?? "none")" }
  }

  /// Calls `body` with each memory that is as large as the network, and its name; files keep them beside the rest.
  package mutating func forEachMemory<Failure: Error>(
    _ body: (_ name: String, inout Data) throws(Failure) -> Void
  ) throws(Failure) {
    guard members == nil else {
      // What the ensemble has beside its members is the first's.
      (weights, optimizerMemory, best.weights, requested) = (Data(), Data(), Data(), [:])
      for index in members!.indices {
        try members![index].forEachMemory { (name, memory) throws(Failure) in
          try body("members.\(index).\(name)", &memory)
        }
      }
      return
    }
    try body("weights", &weights)
    try body("optimizer", &optimizerMemory)
    try body("best", &best.weights)
    for callback in requested.keys.sorted() {
      try body("requested.\(callback)", &requested[callback]!.weights)
    }
  }

  /// The width of the numbers in those memories.
  package var width: Precision { precision }
}

/// How far a run has come: what does not depend on its precision.
struct RunProgress: Sendable, Codable {
  /// The epoch after which the run began.
  let firstEpoch: Int
  /// The epochs that are finished.
  var epoch: Int
  /// The last epoch there will be, if nothing stops the run before.
  var lastEpoch: Int
  /// The next batch of the epoch; 0 where none has begun.
  var batch = 0
  /// The mean losses of the epoch's batches, each times its rows.
  @Exact var lossSum = 0.0
  /// What penalties on the weights added to them.
  @Exact var penaltySum = 0.0
  /// The rows of the epoch's batches.
  var rows = 0
  /// The time that the epoch has taken.
  var seconds = 0.0
  /// What callbacks requested after the epoch's updates, to be carried out at its end.
  var requests: [CallbackList.Request] = []
  /// The rate that a callback set.
  var learningRate: Exact?
  /// Why the run ended; `nil` while it is in progress.
  var ending: History.Ending?
  var history: History
  /// The epoch whose weights a callback requested last to keep.
  var keptEpoch: Int?

  init(after epoch: Int, epochs: Int, history: History, threads: Int) {
    firstEpoch = epoch
    self.epoch = epoch
    lastEpoch = epoch.advancedUpToMax(by: epochs)
    self.history = history
    self.history.ending = .completed
    self.history.threads = threads
  }
}

extension RunProgress {
  /// The progress of a run that is resumed with another number of epochs.
  ///
  /// - Parameters:
  ///   - epochs: that it is to train.
  ///   - before: that it was to train when it was saved.
  /// - Throws: ``NetworkError/stateOfAnotherTraining(problem:)``.
  func planned(_ epochs: Int, before: Int) throws(NetworkError) -> RunProgress {
    guard epochs != before else { return self }
    if ending == .completed {
      throw .stateOfAnotherTraining(
        problem: "it ended after all of its \(before) epochs, and \(epochs) are given")
    }
    guard ending == nil else { return self }
    guard firstEpoch.advancedUpToMax(by: epochs) > epoch else {
      throw .stateOfAnotherTraining(
        problem: "it has finished \(epoch - firstEpoch) epochs, and no more than \(epochs) are given")
    }
    var result = self
    result.lastEpoch = firstEpoch.advancedUpToMax(by: epochs)
    return result
  }
}

extension Int {
  /// The sum, or the largest number where it is larger.
  func advancedUpToMax(by other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}

/// A number that files keep to the bit: its bits as a hexadecimal text.
@propertyWrapper
struct Exact: Sendable, Equatable {
  var wrappedValue: Double
}

extension Exact: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let bits = UInt64(try container.decode(String.self), radix: 16) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "The bits of a number are hexadecimal.")
    }
    wrappedValue = Double(bitPattern: bits)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(wrappedValue.bitPattern, radix: 16))
  }
}

/// Numbers that files keep to the bit: their bytes.
struct ExactNumbers: Sendable, Equatable {
  var values: [Double] = []
}

extension ExactNumbers: Codable {
  init(from decoder: any Decoder) throws {
    let buffer = AlignedBuffer<Double>(try decoder.singleValueContainer().decode(Data.self))
    values = Array(UnsafeBufferPointer(start: buffer.pointer, count: buffer.count))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values.withUnsafeBytes { Data($0) })
  }
}

extension AlignedBuffer {
  /// The scalars' bytes, in the machine's order.
  var bytes: Data { Data(bytes: pointer, count: count * MemoryLayout<Scalar>.stride) }

  convenience init(_ bytes: Data) {
    self.init(count: bytes.count / MemoryLayout<Scalar>.stride)
    fill(bytes)
  }

  /// Takes the bytes of as many scalars.
  func fill(_ bytes: Data) {
    _ = bytes.copyBytes(
      to: UnsafeMutableRawBufferPointer(start: pointer, count: count * MemoryLayout<Scalar>.stride))
  }
}

extension MetricAccumulation {
  /// What every metric has accumulated.
  var memory: [Data] {
    get { states.map(\.bytes) }
    set { for (state, bytes) in zip(states, newValue) { state.fill(bytes) } }
  }
}
