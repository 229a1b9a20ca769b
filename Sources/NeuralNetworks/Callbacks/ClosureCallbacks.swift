import Synchronization

/// A callback made of closures.
///
///     ClosureCallback { metrics in
///       metrics["val_loss"] ?? .infinity < 0.1 ? [.stop(reason: "good enough")] : []
///     }
///
/// A closure that has to remember something keeps it in an object that it captures.
/// Source: Keras, `keras.callbacks.LambdaCallback`.
public struct ClosureCallback: Callback {
  private let atEpoch: (@Sendable (EpochMetrics) -> [TrainingRequest])?
  private let atUpdate: (@Sendable (UpdateMetrics) -> [TrainingRequest])?

  /// Creates the callback.
  ///
  /// - Parameters:
  ///   - epochEnded: called after every epoch. Default: nothing.
  ///   - updateEnded: called after every update. Default: nothing.
  public init(
    epochEnded: (@Sendable (EpochMetrics) -> [TrainingRequest])? = nil,
    updateEnded: (@Sendable (UpdateMetrics) -> [TrainingRequest])? = nil
  ) {
    atEpoch = epochEnded
    atUpdate = updateEnded
  }

  public var watchesUpdates: Bool { atUpdate != nil }

  /// Of an ensemble it sees the members' means, unless it is called after updates: those are of members.
  public var watchesEnsemble: Bool { atUpdate == nil }

  public mutating func updateEnded(_ metrics: UpdateMetrics) -> [TrainingRequest] {
    atUpdate?(metrics) ?? []
  }

  public mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    atEpoch?(metrics) ?? []
  }
}

/// Passes on the history as lines of CSV, one an epoch as it ends, after a line of names.
///
///     CSVLog { print($0) }        // epoch,loss,val_loss
///                                 // 1,0.25,0.3
///
/// The names are written once: a training that continues with the same log adds lines of the same columns, with `NA`
/// for what an epoch does not have, as where it is not evaluated.
/// Source: Keras, `keras.callbacks.CSVLogger` with `append=True`; epochs count from 1 here, and columns have the
/// history's order.
public struct CSVLog: Callback {
  private let write: @Sendable (String) -> Void
  private let columns: Columns

  /// The columns that have been written: copies of a log have them in common, as they write to one place.
  private final class Columns: Sendable {
    struct State {
      var hasWrittenNames: Bool
      var names: [String]?
    }

    let state: Mutex<State>

    init(hasWrittenNames: Bool) { state = Mutex(State(hasWrittenNames: hasWrittenNames)) }
  }

  /// Creates the callback.
  ///
  /// - Parameters:
  ///   - continuing: whether the lines follow others, as in a file to which an earlier process wrote, so that the
  ///     names are there. Default `false`.
  ///   - write: receives a line without its break.
  public init(continuing: Bool = false, write: @escaping @Sendable (_ line: String) -> Void) {
    self.write = write
    columns = Columns(hasWrittenNames: continuing)
  }

  public var watchesEnsemble: Bool { true }

  public mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    columns.state.withLock { state in
      let names = state.names ?? metrics.names
      if !state.hasWrittenNames { write((["epoch"] + names).joined(separator: ",")) }
      state = Columns.State(hasWrittenNames: true, names: names)
      let values = names.map { metrics[$0].map { "\($0)" } ?? "NA" }
      write((["\(metrics.epoch)"] + values).joined(separator: ","))
    }
    return []
  }

  public var memory: [String: Double] {
    get { ["has_written_names": columns.state.withLock(\.hasWrittenNames) ? 1 : 0] }
    set {
      columns.state.withLock {
        $0.hasWrittenNames = $0.hasWrittenNames || newValue["has_written_names"] == 1
      }
    }
  }
}
