import Foundation
import LinearAlgebra

/// Everything that a run in progress remembers, at the boundary between two updates, to be saved and resumed.
///
///     let saved = try JSONEncoder().encode(run.state)
///     let state = try JSONDecoder().decode(TrainingState.self, from: saved)
///     var run = try network.training(on: x, y, with: training, resuming: state)
///
/// With the same network, rows and settings the resumed run gives the same bits as one that never stopped.
/// Weights and metrics are kept to the bit, NaN and infinity among them.
public struct TrainingState: Sendable, Codable {
  /// Weights that may be restored.
  struct Kept: Codable {
    let epoch: Int
    let weights: Data
  }

  let precision: Precision
  var progress: RunProgress
  let weights: Data
  let optimizer: String
  let optimizerMemory: Data
  /// The number of updates so far.
  let iteration: Int
  let best: Kept
  @Exact var lowest: Double
  let requested: [Int: Kept]
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
      precision: Scalar.precision, progress: progress, weights: weights.bytes,
      optimizer: learned.optimizer!.kind, optimizerMemory: memory.values.bytes, iteration: iteration,
      best: keep(kept.best), lowest: kept.lowest, requested: kept.requested.mapValues(keep),
      lastRequest: kept.lastRequest,
      callbacks: callbacks.memories.map { $0.mapValues { Exact(wrappedValue: $0) } },
      metrics: progress.batch == 0 ? [] : parts.metrics?.memory ?? [])
  }

  func restore(_ state: TrainingState) throws(NetworkError) {
    if let problem = fault(of: state) { throw .stateOfAnotherTraining(problem: problem) }
    progress = state.progress
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
    if state.callbacks.count != training.callbacks.count {
      return "it has \(state.callbacks.count) callbacks"
    }
    if !(0...updatesPerEpoch).contains(state.progress.batch) { return "an epoch has other batches" }
    if state.progress.batch > 0, state.metrics.map(\.count) != metrics.map(\.count) {
      return "it has other metrics"
    }
    return nil
  }
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
