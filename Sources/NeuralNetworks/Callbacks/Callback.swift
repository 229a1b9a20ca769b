/// Watches training and says what should happen next.
///
/// It sees figures and nothing else; what it asks for, training carries out. Training works on its own copy,
/// so that the value one passes in stays as it was. Every method has a default that does nothing.
/// Source: Keras, `keras.callbacks.Callback`.
public protocol Callback: Sendable {
  /// Called before the first epoch of every fit.
  mutating func trainingBegins()

  /// Called before every epoch.
  ///
  /// - Parameters:
  ///   - epoch: counted from 1 over the whole history.
  ///   - learningRate: of the epoch's first update.
  mutating func epochBegins(_ epoch: Int, learningRate: Double) -> [TrainingRequest]

  /// Called after every epoch.
  mutating func epochEnded(_ figures: EpochFigures) -> [TrainingRequest]

  /// Whether ``updateEnded(_:)`` is to be called. Default `false`.
  var watchesUpdates: Bool { get }

  /// Called with every update's figures. A request to stop ends training at once, leaves the epoch out of the
  /// history and gives the network the best epoch's weights; all others are carried out at the epoch's end.
  mutating func updateEnded(_ figures: UpdateFigures) -> [TrainingRequest]

  /// Called when the loss is no longer a number, NaN or infinite. A request to stop ends training with the
  /// best epoch's weights; without one the fit fails with ``NetworkError/diverged(epoch:batch:best:)``.
  mutating func lossDiverged(epoch: Int, batch: Int) -> [TrainingRequest]

  /// Whether the history gets a column `learning_rate`, after all others. Default `false`.
  var reportsLearningRate: Bool { get }
}

extension Callback {
  public mutating func trainingBegins() {}
  public mutating func epochBegins(_ epoch: Int, learningRate: Double) -> [TrainingRequest] { [] }
  public mutating func epochEnded(_ figures: EpochFigures) -> [TrainingRequest] { [] }
  public var watchesUpdates: Bool { false }
  public mutating func updateEnded(_ figures: UpdateFigures) -> [TrainingRequest] { [] }
  public mutating func lossDiverged(epoch: Int, batch: Int) -> [TrainingRequest] { [] }
  public var reportsLearningRate: Bool { false }
}

/// What a callback can ask for.
public enum TrainingRequest: Sendable, Equatable {
  /// End training after this epoch; the text says why.
  case stop(reason: String)
  /// Keep this epoch's weights: the network will have them when training ends, however it ends, unless
  /// the same callback asks again.
  case keepWeights
  /// Use this rate from the next update on, in the place of the optimizer's own and of any schedule. Above 0.
  case setLearningRate(Double)
  /// Save the network as it is now, with ``Training/save``.
  case save(path: String)
}

/// The figures of one update.
public struct UpdateFigures: Sendable, Equatable {
  /// Counted from 1 over the whole history.
  public let epoch: Int
  /// Counted from 1 within the epoch.
  public let batch: Int
  /// Counted from 1 over the whole training.
  public let iteration: Int
  /// The batch's loss before the update.
  public let loss: Double
  /// The rate of the update.
  public let learningRate: Double
}
