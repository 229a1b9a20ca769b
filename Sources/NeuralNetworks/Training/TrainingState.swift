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
  let callbacks: [[String: Exact]]
  /// The metrics of the epoch so far, where one has begun.
  let metrics: [Data]

  /// The epochs that are finished.
  public var epoch: Int { progress.epoch }
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
    lastEpoch = epoch + epochs
    self.history = history
    self.history.ending = .completed
    self.history.threads = threads
  }
}

/// A number that files keep to the bit: its bits as a hexadecimal text.
@propertyWrapper
struct Exact: Sendable, Equatable, Codable {
  var wrappedValue: Double

  init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let bits = UInt64(try container.decode(String.self), radix: 16) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "The bits of a number are hexadecimal.")
    }
    wrappedValue = Double(bitPattern: bits)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(wrappedValue.bitPattern, radix: 16))
  }
}

/// Numbers that files keep to the bit: their bytes.
struct ExactNumbers: Sendable, Equatable, Codable {
  var values: [Double] = []

  init() {}

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
    _ = bytes.copyBytes(to: UnsafeMutableRawBufferPointer(start: pointer, count: count * MemoryLayout<Scalar>.stride))
  }
}

extension MetricAccumulation {
  /// What every metric has accumulated.
  var memory: [Data] {
    get { states.map(\.bytes) }
    set { for (state, bytes) in zip(states, newValue) { state.fill(bytes) } }
  }
}
