import LinearAlgebra

/// A rate that approaches its end as a power of the remaining time.
///
///     rate = (initial − end) · (1 − t / steps)^power + end
///
/// After `steps` updates it stays at the end; with `cycle` it begins again, over twice, three times … as
/// many updates: `steps` is then multiplied by ⌈t / steps⌉, or 1 at the start.
/// Source: `keras.optimizers.schedules.PolynomialDecay`.
public struct PolynomialDecay: LearningRateSchedule {
  public static var configuration: Configuration<Self> {
    Configuration(
      "polynomial_decay", defaults: Self(initialLearningRate: 0.01, decaySteps: 1),
      options: [
        ConfigurableOption("initial_learning_rate", \.initialLearningRate, .aboveZero, isRequired: true),
        ConfigurableOption("decay_steps", \.decaySteps, .aboveZero, isRequired: true),
        ConfigurableOption("end_learning_rate", \.endLearningRate, .zeroOrMore),
        ConfigurableOption("power", \.power, .aboveZero),
        ConfigurableOption("cycle", \.cycle),
      ])
  }

  /// The rate of the first update, above 0.
  public var initialLearningRate: Double
  /// The number of updates until the end, above 0.
  public var decaySteps: Double
  /// The rate at the end, 0 or more.
  public var endLearningRate: Double
  /// The exponent of the remaining time, above 0: 1 gives a straight line, more falls faster at first.
  public var power: Double
  /// Whether the rate begins again after the end.
  public var cycle: Bool

  /// Creates the schedule from its properties; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    initialLearningRate: Double, decaySteps: Double, endLearningRate: Double = 0.0001, power: Double = 1,
    cycle: Bool = false
  ) {
    self.initialLearningRate = initialLearningRate
    self.decaySteps = decaySteps
    self.endLearningRate = endLearningRate
    self.power = power
    self.cycle = cycle
    checkOptions()
  }

  public func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar {
    let end = Scalar(endLearningRate)
    let left = 1 - progress(Scalar(updates))
    return (Scalar(initialLearningRate) - end) * Scalar.power(left, Scalar(power)) + end
  }

  private func progress<Scalar: MatrixScalar>(_ time: Scalar) -> Scalar {
    guard cycle else { return share(min(time, Scalar(decaySteps)), of: decaySteps) }
    return time / (Scalar(decaySteps) * (time == 0 ? 1 : share(time, of: decaySteps).rounded(.up)))
  }
}
