import LinearAlgebra

/// A rate that shrinks by the same factor over the same number of updates.
///
///     rate = initial · decayRate^(t / steps)        staircase: t / steps rounded down
///
/// Source: `keras.optimizers.schedules.ExponentialDecay`.
public struct ExponentialDecay: LearningRateSchedule {
  public static var configuration: Configuration<Self> {
    Configuration(
      "exponential_decay", defaults: Self(initialLearningRate: 0.01, decaySteps: 1, decayRate: 1),
      options: [
        ConfigurableOption("initial_learning_rate", \.initialLearningRate, .aboveZero, isRequired: true),
        ConfigurableOption("decay_steps", \.decaySteps, .aboveZero, isRequired: true),
        ConfigurableOption("decay_rate", \.decayRate, .aboveZero, isRequired: true),
        ConfigurableOption("staircase", \.staircase),
      ])
  }

  /// The rate of the first update, above 0.
  public var initialLearningRate: Double
  /// The number of updates in which the rate shrinks by `decayRate`, above 0.
  public var decaySteps: Double
  /// The factor, above 0.
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
    let exponent = staircase ? periods.rounded(.down) : periods
    return Scalar(initialLearningRate) * Scalar.power(Scalar(decayRate), exponent)
  }
}
