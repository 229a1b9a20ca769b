import LinearAlgebra

/// One pass of rows through a network: its mode, and what its random numbers depend on.
public struct Pass: Sendable, Equatable {
  /// What a network does with rows.
  public enum Mode: Sendable {
    case training, inference
  }

  /// Whether the network trains or predicts.
  public let mode: Mode
  /// The training's seed.
  public let seed: UInt64
  /// Which update this is, counted from 0 over the whole training.
  public let step: Int
  /// Where the update stands in the training.
  public let time: TrainingTime

  /// A pass that predicts. Nothing in it is random.
  package static let inference = Pass(
    mode: .inference, seed: 0, step: 0, time: TrainingTime(updates: 0))

  /// A pass that trains. Default time: after `step` updates, at the beginning of the plan.
  package static func training(seed: UInt64, step: Int, time: TrainingTime? = nil) -> Pass {
    Pass(mode: .training, seed: seed, step: step, time: time ?? TrainingTime(updates: step))
  }

  /// The random numbers of one row in one layer, the same on every thread.
  public func randomStream(layer: Int, row: Int) -> RandomStream {
    RandomStream(seed: seed, keys: StreamKey.noise, step, layer, row)
  }
}

/// The first key of every random stream of a network: its purpose.
enum StreamKey {
  static let initialization = 1
  static let shuffling = 2
  static let noise = 3
  static let permutation = 4
  static let firstRows = 5
}
