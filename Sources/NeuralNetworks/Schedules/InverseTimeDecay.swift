import LinearAlgebra

/// A rate that falls in inverse proportion to time.
///
///     rate = initial / (1 + decayRate · t / steps)        staircase: t / steps rounded down
///
/// Source: `keras.optimizers.schedules.InverseTimeDecay`.
public struct InverseTimeDecay: LearningRateSchedule {
  public static var configuration: Configuration<Self> {
    Configuration(
      "inverse_time_decay", defaults: Self(initialLearningRate: 0.01, decaySteps: 1, decayRate: 0),
      options: [
        ConfigurableOption("initial_learning_rate", \.initialLearningRate, .aboveZero, isRequired: true),
        ConfigurableOption("decay_steps", \.decaySteps, .aboveZero, isRequired: true),
        ConfigurableOption("decay_rate", \.decayRate, .zeroOrMore, isRequired: true),
        ConfigurableOption("staircase", \.staircase),
      ])
  }

  /// The rate of the first update, above 0.
  public var initialLearningRate: Double
  /// The unit of time in updates, above 0.
  public var decaySteps: Double
  /// What one such unit adds to the divisor, 0 or more.
  public var decayRate: Double
  /// Whether the rate falls in steps rather than a little each update.
  public var staircase: Bool

  /// Creates the schedule from its properties; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    initialLearningRate: Double, decaySteps: Double, decayRate: Double, staircase: Bool = false
  ) {
    self.initialLearningRate = initialLearningRate
    self.decaySteps = decaySteps
    self.decayRate = decayRate
    self.staircase = staircase
    checkOptions()
  }

  public func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar {
    let periods = share(Scalar(updates), of: decaySteps)
    let time = staircase ? periods.rounded(.down) : periods
    return Scalar(initialLearningRate) / (1 + Scalar(decayRate) * time)
  }
}
