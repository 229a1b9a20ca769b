/// What training reported, epoch by epoch.
///
///     history["val_loss"]        // one value an epoch
///     history.loss.last
///
/// Source: Keras, `keras.callbacks.History`.
public struct History: Sendable, Equatable, Codable {
  /// Why training ended.
  public enum Ending: Sendable, Equatable, Codable {
    /// All epochs were done.
    case completed
    /// A callback requested it, with its reason.
    case stopped(String)
    /// It was cancelled: see ``Training/isCancelled``.
    case interrupted
    /// The loss became NaN or infinite.
    case diverged(epoch: Int, batch: Int)
  }

  /// The metrics' names in the order of their columns: `loss`, then `val_loss` and others.
  public private(set) var names: [String] = []
  private var columns: [String: ExactNumbers] = [:]
  /// The wall-clock time of each epoch, its validation included, in seconds.
  public private(set) var seconds: [Double] = []
  /// How the last training ended.
  public internal(set) var ending = Ending.completed
  /// The epoch, counted from 1, whose weights the network holds; `nil` before the first.
  public internal(set) var keptEpoch: Int?
  /// The same of each member of an ensemble, in their order, once training has ended; `nil` of one network.
  public internal(set) var keptEpochsOfMembers: [Int]?
  /// How many threads the last training used.
  public internal(set) var threads = 1

  /// Creates a history of no epochs.
  public init() {}

  /// The number of epochs that were finished.
  public var epochs: Int { seconds.count }

  /// The values of one name, an epoch each; empty where nothing of that name was reported. NaN stands for
  /// epochs that were not evaluated.
  public subscript(name: String) -> [Double] { columns[name]?.values ?? [] }

  /// The training loss: the mean over the epoch's batches, weighted by their rows, each computed before
  /// its update; or that of all rows after the epoch, where training says so.
  public var loss: [Double] { self["loss"] }

  /// The loss on the validation rows after each epoch; empty without such rows.
  public var validationLoss: [Double] { self["val_loss"] }

  /// Whether the losses include what penalties on the weights add, as Keras's do: see ``Regularizer``.
  public var includesPenalty: Bool { columns[Self.lossWithoutPenalty] != nil }

  /// ``loss`` without what penalties on the weights add; the same where nothing is penalized.
  public var lossWithoutPenalty: [Double] { includesPenalty ? self[Self.lossWithoutPenalty] : loss }

  /// ``validationLoss`` without what penalties on the weights add, to be compared with other models; the same where
  /// nothing is penalized.
  public var validationLossWithoutPenalty: [Double] {
    includesPenalty ? self[Self.validationLossWithoutPenalty] : validationLoss
  }

  /// The names of the columns without penalties; none where nothing is penalized.
  package var namesWithoutPenalty: [String] {
    [Self.lossWithoutPenalty, Self.validationLossWithoutPenalty].filter { columns[$0] != nil }
  }

  private static let lossWithoutPenalty = "loss_without_penalty"
  private static let validationLossWithoutPenalty = "val_loss_without_penalty"

  /// The epoch with the lowest validation loss (without validation rows: training loss), counted from 1.
  public var lowestEpoch: Int? {
    let watched = validationLoss.isEmpty ? loss : validationLoss
    return watched.indices.filter { !watched[$0].isNaN }.min { watched[$0] < watched[$1] }.map { $0 + 1 }
  }

  mutating func append(_ epoch: EpochMetrics) {
    if names.isEmpty { names = epoch.names }
    func append(_ value: Double?, _ name: String) {
      columns[name, default: ExactNumbers()].values.append(value ?? .nan)
    }
    for name in names { append(epoch[name], name) }
    if let losses = epoch.lossesWithoutPenalty {
      append(losses.training, Self.lossWithoutPenalty)
      if names.contains("val_loss") { append(losses.validation, Self.validationLossWithoutPenalty) }
    }
    seconds.append(epoch.seconds)
    keptEpoch = epochs
  }
}
