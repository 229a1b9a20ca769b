/// A callback made of closures.
///
///     ClosureCallback { metrics in
///       metrics["val_loss"]! < 0.1 ? [.stop(reason: "good enough")] : []
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
/// Source: Keras, `keras.callbacks.CSVLogger`; epochs count from 1 here, and columns have the history's order.
public struct CSVLog: Callback {
  private let write: @Sendable (String) -> Void
  private var hasWrittenNames = false

  /// Creates the callback.
  ///
  /// - Parameter write: receives a line without its break.
  public init(write: @escaping @Sendable (_ line: String) -> Void) { self.write = write }

  public mutating func trainingBegins() { hasWrittenNames = false }

  public mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    if !hasWrittenNames { write((["epoch"] + metrics.names).joined(separator: ",")) }
    hasWrittenNames = true
    write((["\(metrics.epoch)"] + metrics.values.map { "\($0)" }).joined(separator: ","))
    return []
  }

  public var memory: [String: Double] {
    get { ["has_written_names": hasWrittenNames ? 1 : 0] }
    set { hasWrittenNames = newValue["has_written_names"] == 1 }
  }
}
