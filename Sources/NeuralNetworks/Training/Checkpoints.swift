/// When a run saves its state, and how, so that it can be resumed where its process was killed.
///
///     var training = Training(loss: .meanSquaredError, epochs: 500)
///     training.checkpoints = Checkpoints(every: .epochs(10)) { state in
///       try JSONEncoder().encode(state).write(to: file, options: .atomic)
///     }
///
/// A run that is resumed with the last state, as often as one likes, ends with the same bits as one that was never
/// killed. States are those at the end of an epoch; of one network that is interrupted (``Training/isCancelled``), also
/// that after its last update.
public struct Checkpoints: Sendable {
  /// How often a state is saved.
  public var interval: CheckpointInterval
  /// Saves a state. What it throws ends the fit with ``NetworkError/checkpointNotSaved(reason:)``.
  public var save: @Sendable (TrainingState) throws -> Void

  /// Describes checkpoints.
  ///
  /// - Parameters:
  ///   - interval: how often a state is saved.
  ///   - save: saves one.
  public init(every interval: CheckpointInterval, save: @escaping @Sendable (TrainingState) throws -> Void) {
    self.interval = interval
    self.save = save
  }
}

/// How often a run saves its state: always after an epoch.
public enum CheckpointInterval: Sendable, Equatable {
  /// After every so many epochs, 1 or more.
  case epochs(Int)
  /// After the epoch in which so many seconds have passed since the last time, 0 or more.
  case seconds(Double)

  func isDue(after epoch: Int, since last: ContinuousClock.Instant) -> Bool {
    switch self {
    case .epochs(let count): epoch.isMultiple(of: count)
    case .seconds(let seconds): ContinuousClock.now - last >= .seconds(seconds)
    }
  }
}

/// As the command line writes it: `10` for epochs, `60s` for seconds.
extension CheckpointInterval: LosslessStringConvertible {
  public init?(_ text: String) {
    if text.hasSuffix("s") {
      guard let seconds = Double(text.dropLast()), seconds >= 0, seconds.isFinite else { return nil }
      self = .seconds(seconds)
    } else {
      guard let count = Int(text), count > 0 else { return nil }
      self = .epochs(count)
    }
  }

  public var description: String {
    switch self {
    case .epochs(let count): "\(count)"
    case .seconds(let seconds): "\(seconds)s"
    }
  }
}
