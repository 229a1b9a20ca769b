/// What training reported, epoch by epoch.
///
///     history["val_loss"]        // one figure an epoch
///     history.loss.last
///
/// Source: Keras, `keras.callbacks.History`.
public struct History: Sendable, Equatable {
  /// Why training ended.
  public enum Ending: Sendable, Equatable {
    /// All epochs were done.
    case completed
    /// A callback asked for it, with its reason.
    case stopped(String)
    /// Whoever started it asked for it.
    case interrupted
    /// The loss was no longer a number: NaN or infinite.
    case diverged(epoch: Int, batch: Int)
  }

  /// The figures' names in the order of their columns: `loss`, then `val_loss` and others.
  public private(set) var names: [String] = []
  private var columns: [String: [Double]] = [:]
  /// The wall-clock time of each epoch, its validation included, in seconds.
  public private(set) var seconds: [Double] = []
  /// How the last training ended.
  public internal(set) var ending = Ending.completed
  /// The epoch, counted from 1, whose weights the network holds; `nil` before the first.
  public internal(set) var keptEpoch: Int?

  /// How many threads the last training ran on.
  public internal(set) var threads = 1

  /// Creates a history of no epochs.
  public init() {}

  /// The number of epochs that were finished.
  public var epochs: Int { seconds.count }

  /// The figures of one name, an epoch each; empty where nothing of that name was reported. NaN stands for
  /// epochs that were not evaluated.
  public subscript(name: String) -> [Double] { columns[name] ?? [] }

  /// The training loss: the mean over the epoch's batches, weighted by their rows, each computed before
  /// its update; or that of all rows after the epoch, where training says so.
  public var loss: [Double] { self["loss"] }

  /// The loss on the validation rows after each epoch; empty without such rows.
  public var validationLoss: [Double] { self["val_loss"] }

  /// The epoch with the lowest validation loss (without validation rows: training loss), counted from 1.
  public var lowestEpoch: Int? {
    let watched = validationLoss.isEmpty ? loss : validationLoss
    return watched.indices.filter { !watched[$0].isNaN }.min { watched[$0] < watched[$1] }.map { $0 + 1 }
  }

  mutating func append(_ epoch: EpochFigures) {
    if names.isEmpty { names = epoch.names }
    for name in names { columns[name, default: []].append(epoch[name] ?? .nan) }
    seconds.append(epoch.seconds)
    keptEpoch = epochs
  }
}

/// The figures of one epoch.
public struct EpochFigures: Sendable {
  /// Counted from 1 over the whole history.
  public let epoch: Int
  /// The last epoch there will be, if nothing stops training before.
  public let lastEpoch: Int
  /// The figures' names, in the order of ``History/names``.
  public let names: [String]
  let values: [Double]
  /// The wall-clock time of the epoch, its validation included, in seconds.
  public let seconds: Double
  /// The learning rate of the epoch's last update.
  public let learningRate: Double

  /// Creates the figures of an epoch, as a test of a callback needs them.
  ///
  /// - Parameters:
  ///   - epoch: counted from 1.
  ///   - figures: by their names, as in ``History``.
  ///   - learningRate: of the last update. Default 0.001.
  public init(epoch: Int, _ figures: KeyValuePairs<String, Double>, learningRate: Double = 0.001) {
    self.init(
      epoch: epoch, lastEpoch: epoch, names: figures.map(\.key), values: figures.map(\.value), seconds: 0,
      learningRate: learningRate)
  }

  init(
    epoch: Int, lastEpoch: Int, names: [String], values: [Double], seconds: Double, learningRate: Double
  ) {
    self.epoch = epoch
    self.lastEpoch = lastEpoch
    self.names = names
    self.values = values
    self.seconds = seconds
    self.learningRate = learningRate
  }

  /// The figure of a name, as in ``History``; `nil` where there is none.
  public subscript(name: String) -> Double? {
    names.firstIndex(of: name).map { values[$0] }
  }
}
