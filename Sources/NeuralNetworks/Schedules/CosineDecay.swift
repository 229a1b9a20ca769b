import LinearAlgebra

/// A rate that falls along half a cosine, after an optional straight rise.
///
///     rise:  rate = (target − initial) · t / warmupSteps + initial            t < warmupSteps
///     fall:  rate = top · ((1 − alpha) · ½(1 + cos(π · t′ / steps)) + alpha)
///
/// with top = target and t′ = t − warmupSteps after a rise, top = initial and t′ = t without one; t′ stops
/// at `steps`.
/// Source: `keras.optimizers.schedules.CosineDecay`; I. Loshchilov, F. Hutter, "SGDR", ICLR 2017, equation 5.
public struct CosineDecay: LearningRateSchedule {
  public static var configuration: Configuration<Self> {
    Configuration(
      "cosine_decay", defaults: Self(initialLearningRate: 0.01, decaySteps: 1),
      options: [
        ConfigurableOption("initial_learning_rate", \.initialLearningRate, .zeroOrMore, isRequired: true),
        ConfigurableOption("decay_steps", \.decaySteps, .aboveZero, isRequired: true),
        ConfigurableOption("alpha", \.alpha, .zeroOrMore),
        ConfigurableOption("warmup_target", \.warmupTarget, .zeroOrMore),
        ConfigurableOption("warmup_steps", \.warmupSteps, .zeroOrMore),
      ])
  }

  /// The rate of the first update, 0 or more.
  public var initialLearningRate: Double
  /// The number of updates of the fall, above 0.
  public var decaySteps: Double
  /// The share of the top that is left at the end, 0 or more.
  public var alpha: Double
  /// The rate to rise to before the fall, 0 or more; `nil` for no rise.
  public var warmupTarget: Double?
  /// The number of updates of the rise, 0 or more.
  public var warmupSteps: Double

  /// Creates the schedule from its properties; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    initialLearningRate: Double, decaySteps: Double, alpha: Double = 0, warmupTarget: Double? = nil,
    warmupSteps: Double = 0
  ) {
    self.initialLearningRate = initialLearningRate
    self.decaySteps = decaySteps
    self.alpha = alpha
    self.warmupTarget = warmupTarget
    self.warmupSteps = warmupSteps
    checkOptions()
  }

  public func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar {
    let initial = Scalar(initialLearningRate)
    let steps = Scalar(decaySteps)
    guard let warmupTarget else { return fallen(from: initial, time: min(Scalar(updates), steps)) }
    let target = Scalar(warmupTarget)
    let rise = Scalar(warmupSteps)
    let time = min(Scalar(updates), steps + rise)
    return time < rise
      ? (target - initial) * share(time, of: warmupSteps) + initial : fallen(from: target, time: time - rise)
  }

  private func fallen<Scalar: MatrixScalar>(from top: Scalar, time: Scalar) -> Scalar {
    let angle = Scalar(Double.pi) * share(time, of: decaySteps)
    let height = Scalar(0.5) * (1 + Scalar.cosine(angle))
    return top * (Scalar(1 - alpha) * height + Scalar(alpha))
  }
}
