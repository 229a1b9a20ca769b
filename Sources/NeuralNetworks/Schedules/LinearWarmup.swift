import LinearAlgebra

/// A rate that rises in a straight line before another one begins.
///
///     rate = start + (first − start) · t / steps        t < steps, first: the other's first rate
///     rate = the other's, of t − steps                   then
///
/// One that goes by the planned updates (``ProgressSchedule``) stands where it would without the rise.
/// Keras knows a rise only before a cosine (``CosineDecay``); this one precedes any rate.
/// Source: P. Goyal et al., "Accurate, large minibatch SGD", 2017, section 2.2.
public struct LinearWarmup: LearningRateSchedule {
  public static var configuration: Configuration<Self> {
    Configuration(
      "linear_warmup", inKeras: nil, defaults: Self(steps: 1, following: 0.001),
      options: [
        ConfigurableOption("warmup_steps", \.steps, .aboveZero, isRequired: true, label: "steps"),
        ConfigurableOption("initial_learning_rate", \.start, .zeroOrMore, label: "start"),
        ConfigurableOption("learning_rate", \.following, .learningRate, isRequired: true, label: "following"),
      ])
  }

  /// The number of updates of the rise, 1 or more.
  public var steps: Int
  /// The rate of the first update, 0 or more.
  public var start: Double
  /// The rate to rise to, and what comes after.
  public var following: LearningRate

  /// Creates the schedule from its properties.
  ///
  /// - Precondition: every option lies in its range.
  public init(steps: Int, start: Double = 0, following: LearningRate) {
    self.steps = steps
    self.start = start
    self.following = following
    checkOptions()
  }

  public func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar {
    rate(at: TrainingTime(updates: updates), in: precision)
  }

  public func rate<Scalar: MatrixScalar>(at time: TrainingTime, in precision: Scalar.Type) -> Scalar {
    var later = time
    later.updates -= steps
    guard later.updates < 0 else { return Scalar(following.rate(at: later, in: precision)) }
    let first = Scalar(following.rate(afterUpdates: 0, in: precision))
    return Scalar(start) + (first - Scalar(start)) * (Scalar(time.updates) / Scalar(steps))
  }
}
