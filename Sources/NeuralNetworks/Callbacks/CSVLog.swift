/// Hands on the history as lines of CSV, one an epoch as it ends, after a line of names.
///
///     CSVLog { print($0) }        // epoch,loss,val_loss
///                                 // 1,0.25,0.3
///
/// Source: Keras, `keras.callbacks.CSVLogger`; epochs count from 1 here, and columns stand in the history's
/// order.
public struct CSVLog: Callback {
  private let write: @Sendable (String) -> Void
  private var isBegun = false

  /// Creates the callback.
  ///
  /// - Parameter write: takes a line without its break.
  public init(write: @escaping @Sendable (_ line: String) -> Void) { self.write = write }

  public mutating func trainingBegins() { isBegun = false }

  public mutating func epochEnded(_ figures: EpochFigures) -> [TrainingRequest] {
    if !isBegun { write((["epoch"] + figures.names).joined(separator: ",")) }
    isBegun = true
    write((["\(figures.epoch)"] + figures.names.map { "\(figures[$0]!)" }).joined(separator: ","))
    return []
  }
}
