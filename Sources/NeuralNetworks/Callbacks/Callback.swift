/// Watches training and says what should happen next.
///
/// It sees the figures of each epoch and nothing else; what it asks for, training carries out. Training
/// works on its own copy, so that the value one passes in stays as it was.
public protocol Callback: Sendable {
  /// Called before the first epoch of every fit.
  mutating func trainingBegins()

  /// Called after every epoch.
  mutating func epochEnded(_ figures: EpochFigures) -> [TrainingRequest]
}

extension Callback {
  public mutating func trainingBegins() {}
}

/// What a callback can ask for.
public enum TrainingRequest: Sendable, Equatable {
  /// End training after this epoch; the text says why.
  case stop(reason: String)
  /// Keep this epoch's weights: the network will have them when training ends, however it ends, unless
  /// the same callback asks again.
  case keepWeights
}
