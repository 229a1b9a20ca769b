/// A callback made of closures.
///
///     ClosureCallback { figures in
///       figures["val_loss"]! < 0.1 ? [.stop(reason: "good enough")] : []
///     }
///
/// What a closure wants to remember it keeps in an object of its own.
/// Source: Keras, `keras.callbacks.LambdaCallback`.
public struct ClosureCallback: Callback {
  private let atEpoch: (@Sendable (EpochFigures) -> [TrainingRequest])?
  private let atUpdate: (@Sendable (UpdateFigures) -> [TrainingRequest])?

  /// Creates the callback.
  ///
  /// - Parameters:
  ///   - epochEnded: called after every epoch. Default: nothing.
  ///   - updateEnded: called after every update. Default: nothing.
  public init(
    epochEnded: (@Sendable (EpochFigures) -> [TrainingRequest])? = nil,
    updateEnded: (@Sendable (UpdateFigures) -> [TrainingRequest])? = nil
  ) {
    atEpoch = epochEnded
    atUpdate = updateEnded
  }

  public var watchesUpdates: Bool { atUpdate != nil }

  public mutating func updateEnded(_ figures: UpdateFigures) -> [TrainingRequest] {
    atUpdate?(figures) ?? []
  }

  public mutating func epochEnded(_ figures: EpochFigures) -> [TrainingRequest] {
    atEpoch?(figures) ?? []
  }
}
