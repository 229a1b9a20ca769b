/// Gives the history a column `learning_rate`: the rate that an epoch ends with, which is that of the update
/// after it.
///
/// Source: Keras, what `keras.callbacks.LearningRateScheduler` adds to the logs.
public struct LearningRateLog: Callback, Configurable, Equatable {
  public static let kind = "learning_rate_log"
  public static var defaults: Self { Self() }
  public static var options: [ConfigurableOption<Self>] { [] }

  /// Creates the callback. It has no options.
  public init() {}

  public var reportsLearningRate: Bool { true }
}
