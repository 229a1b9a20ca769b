import LinearAlgebra

/// A rate that falls along half a cosine again and again.
///
///     rate = initial · ((1 − alpha) · ½ · mᵏ · (1 + cos(π · p)) + alpha)
///
/// where k counts the restarts so far and p, from 0 to 1, is the progress of the k-th fall, which takes
/// `firstDecaySteps` · tᵏ updates.
/// Source: `keras.optimizers.schedules.CosineDecayRestarts`; I. Loshchilov, F. Hutter, "SGDR", ICLR 2017,
/// equation 5.
public struct CosineDecayRestarts: LearningRateSchedule {
  public static var configuration: Configuration<Self> {
    Configuration(
      "cosine_decay_restarts", defaults: Self(initialLearningRate: 0.01, firstDecaySteps: 1),
      options: [
        ConfigurableOption("initial_learning_rate", \.initialLearningRate, .aboveZero, isRequired: true),
        ConfigurableOption("first_decay_steps", \.firstDecaySteps, .aboveZero, isRequired: true),
        ConfigurableOption(
          "t_mul", \.timeFactor, AllowedValues("is 1 or more") { $0 >= 1 }, label: "timeFactor"),
        ConfigurableOption("m_mul", \.rateFactor, .aboveZero, label: "rateFactor"),
        ConfigurableOption("alpha", \.alpha, .zeroOrMore),
      ])
  }

  /// The rate of the first update, above 0.
  public var initialLearningRate: Double
  /// The number of updates of the first fall, above 0.
  public var firstDecaySteps: Double
  /// t, how much longer each fall takes than the one before, 1 or more.
  public var timeFactor: Double
  /// m, how much of the height each restart keeps, above 0.
  public var rateFactor: Double
  /// The share of the initial rate that is always there, 0 or more.
  public var alpha: Double

  /// Creates the schedule from its properties; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    initialLearningRate: Double, firstDecaySteps: Double, timeFactor: Double = 2, rateFactor: Double = 1,
    alpha: Double = 0
  ) {
    self.initialLearningRate = initialLearningRate
    self.firstDecaySteps = firstDecaySteps
    self.timeFactor = timeFactor
    self.rateFactor = rateFactor
    self.alpha = alpha
    checkOptions()
  }

  public func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar {
    let (restarts, progress) = place(after: share(Scalar(updates), of: firstDecaySteps))
    let height = Scalar(0.5) * Scalar.power(Scalar(rateFactor), restarts)
    let part = height * (1 + Scalar.cosine(Scalar(Double.pi) * progress))
    let floor = Scalar(alpha)
    return Scalar(initialLearningRate) * ((1 - floor) * part + floor)
  }

  /// The number of restarts so far and the progress of the present fall.
  ///
  /// - Parameter time: in lengths of the first fall.
  private func place<Scalar: MatrixScalar>(after time: Scalar) -> (restarts: Scalar, progress: Scalar) {
    let factor = Scalar(timeFactor)
    if factor == 1 {
      let restarts = time.rounded(.down)
      return (restarts, time - restarts)
    }
    // The first k falls take 1 + t + … + tᵏ⁻¹ = (1 − tᵏ) / (1 − t).
    let restarts =
      (Scalar.logarithm(1 - time * (1 - factor)) / Scalar.logarithm(factor)).rounded(.down)
    let length = Scalar.power(factor, restarts)
    return (restarts, (time - (1 - length) / (1 - factor)) / length)
  }
}
