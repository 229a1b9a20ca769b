/// Ends training quietly when the loss is no longer a number, NaN or infinite, rather than with an error.
///
/// The network then has the best epoch's weights; where no epoch ended before, they may be no numbers.
/// Source: Keras, `keras.callbacks.TerminateOnNaN`.
public struct StopOnNaN: Callback, Configurable, Equatable {
  public static let kind = "terminate_on_nan"
  public static var defaults: Self { Self() }
  public static var options: [ConfigurableOption<Self>] { [] }

  /// Creates the callback. It has no options.
  public init() {}

  public mutating func lossDiverged(epoch: Int, batch: Int) -> [TrainingRequest] {
    [.stop(reason: "the loss is no longer a number in epoch \(epoch), batch \(batch)")]
  }
}
