/// Watches training and requests what should happen next.
///
/// It sees metrics and nothing else; training carries out what it requests. Training works on a copy, so the
/// value that is passed in stays unchanged. Every method has a default that does nothing.
/// Source: Keras, `keras.callbacks.Callback`.
public protocol Callback: Sendable {
  /// Called before the first epoch of every fit, and where a run resumes after its end.
  mutating func trainingBegins()

  /// Called before every epoch.
  ///
  /// - Parameters:
  ///   - epoch: counted from 1 over the whole history.
  ///   - learningRate: of the epoch's first update.
  mutating func epochBegins(_ epoch: Int, learningRate: Double) -> [TrainingRequest]

  /// Called after every epoch.
  mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest]

  /// Whether ``updateEnded(_:)`` is to be called. Default `false`.
  var watchesUpdates: Bool { get }

  /// Called with every update's metrics. A request to stop ends training at once, leaves the epoch out of the
  /// history and gives the network the best epoch's weights; all others are carried out at the epoch's end.
  mutating func updateEnded(_ metrics: UpdateMetrics) -> [TrainingRequest]

  /// Called when the loss is NaN or infinite. A request to stop ends training with the best epoch's weights;
  /// without one the fit fails with ``NetworkError/diverged(epoch:batch:best:)``.
  mutating func lossDiverged(epoch: Int, batch: Int) -> [TrainingRequest]

  /// Whether the history gets a column `learning_rate`, after all others. Default `false`.
  var reportsLearningRate: Bool { get }

  /// Whether in the training of an ensemble it is called once an epoch, with the means of the members' metrics, and its
  /// requests apply to every member, rather than being called for each member with a memory for each. Updates are
  /// those of members. Default `false`.
  var watchesEnsemble: Bool { get }

  /// What it remembers between calls, by name: what a run that is saved and resumed has to restore. Any number
  /// is kept to the bit. Default: nothing.
  ///
  /// A property that changes in training and is not restored by it is refused where checkpoints are saved.
  var memory: [String: Double] { get set }

  /// Whether it requests nothing, as what shows progress: what it remembers is then not saved, and a run is resumed with
  /// or without it. Such callbacks come after all others. Default `false`.
  var onlyObserves: Bool { get }
}

extension Callback {
  public mutating func trainingBegins() {}
  public mutating func epochBegins(_ epoch: Int, learningRate: Double) -> [TrainingRequest] { [] }
  public mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] { [] }
  public var watchesUpdates: Bool { false }
  public mutating func updateEnded(_ metrics: UpdateMetrics) -> [TrainingRequest] { [] }
  public mutating func lossDiverged(epoch: Int, batch: Int) -> [TrainingRequest] { [] }
  public var reportsLearningRate: Bool { false }
  public var watchesEnsemble: Bool { false }
  public var onlyObserves: Bool { false }
  public var memory: [String: Double] {
    get { [:] }
    set {}
  }
}

/// What a callback can request.
public enum TrainingRequest: Sendable, Equatable, Codable {
  /// End training after this epoch; the text says why. Of several reasons the last callback's counts.
  case stop(reason: String)
  /// Keep this epoch's weights: the network will have them when training ends, however it ends, unless
  /// the same callback requests it again.
  case keepWeights
  /// Use this rate from the next update on, instead of the optimizer's own and of any schedule. 0 or more.
  case setLearningRate(Double)
  /// Save the network in its current state, with ``Training/save``.
  case save(path: String)
  /// End the fit with ``NetworkError/notSaved(path:reason:)``: there is no path to save to.
  case failToSave(path: String, reason: String)
}

/// The metrics of one epoch.
public struct EpochMetrics: Sendable {
  /// Counted from 1 over the whole history.
  public let epoch: Int
  /// The last epoch there will be, if nothing stops training before.
  public let lastEpoch: Int
  /// Whether the epoch is one of those that are evaluated: see ``Training/evaluationInterval``.
  public let isEvaluated: Bool
  /// The metrics' names, in the order of ``History/names``.
  public let names: [String]
  /// Those of the names; `nil` for what this epoch does not evaluate.
  let values: [Double?]
  /// The losses without what penalties on the weights add to them; `nil` where the losses have none.
  var lossesWithoutPenalty: LossesWithoutPenalty?
  /// The wall-clock time of the epoch, its validation included, in seconds.
  public let seconds: Double
  /// The learning rate of the epoch's last update.
  public let learningRate: Double
}

extension EpochMetrics {
  /// Creates the metrics of an epoch, for tests of a callback.
  ///
  /// - Parameters:
  ///   - epoch: counted from 1.
  ///   - metrics: by their names, as in ``History``.
  ///     A `nil` is a metric that the epoch does not evaluate.
  ///   - learningRate: of the last update. Default 0.001.
  public init(epoch: Int, _ metrics: KeyValuePairs<String, Double?>, learningRate: Double = 0.001) {
    let values = metrics.map(\.value)
    self.init(
      epoch: epoch, lastEpoch: epoch, isEvaluated: values.allSatisfy { $0 != nil },
      names: metrics.map(\.key), values: values, seconds: 0, learningRate: learningRate)
  }

  /// The value of a name, as in ``History``; `nil` where there is none, and in an epoch that does not evaluate it:
  /// see ``Training/evaluationInterval``.
  public subscript(name: String) -> Double? {
    names.firstIndex(of: name).flatMap { values[$0] }
  }

  /// Whether the losses include what penalties on the weights add.
  package var includesPenalty: Bool { lossesWithoutPenalty != nil }
  /// The training loss without penalties on the weights.
  package var lossWithoutPenalty: Double? { lossesWithoutPenalty.map(\.training) ?? self["loss"] }
  /// The validation loss without them; `nil` where there is none.
  package var validationLossWithoutPenalty: Double? {
    guard let lossesWithoutPenalty else { return self["val_loss"] }
    return lossesWithoutPenalty.validation
  }
}

/// The losses of an epoch without what penalties on the weights add to them.
struct LossesWithoutPenalty: Sendable {
  let training: Double
  /// `nil` without validation rows, and in an epoch that does not evaluate them.
  let validation: Double?
}

/// The metrics of one update.
public struct UpdateMetrics: Sendable, Equatable {
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

/// A callback as files describe it: `{"name": "early_stopping", "patience": 20, "restore_best_weights": true}`.
///
/// Callbacks made of closures cannot be described in a file.
public typealias CallbackDescription = Described<CallbackKinds>

extension Registry {
  /// The callbacks that files can name: add those of your own.
  public static let callbacks = PartRegistry<any (Callback & Configurable).Type>(
    "callbacks", "a callback", of: CallbackKinds.self
  ) {
    [
      EarlyStopping.self, ReduceLearningRateOnPlateau.self, ModelCheckpoint.self, LearningRateLog.self,
      StopOnNaN.self,
    ]
  }
}

/// The callbacks that files can name.
public enum CallbackKinds: KindList {
  public typealias Member = any Callback & Configurable
  public static var registry: PartRegistry<any (Callback & Configurable).Type> { Registry.callbacks }
}
