/// Gives the history a column `learning_rate`: the rate that an epoch ends with, which is that of the update
/// after it.
public struct LearningRateLog: Callback, Configurable, Equatable {
  public static let kind = "learning_rate_log"
  public static var defaults: Self { Self() }
  public static var options: [ConfigurableOption<Self>] { [] }

  public init() {}

  public var reportsLearningRate: Bool { true }
}
