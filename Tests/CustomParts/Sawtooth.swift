import Vintner

/// A rate that falls to half in a straight line, again and again.
///
///     rate = initial·(1 − (t mod period) / (2·period))
struct Sawtooth: LearningRateSchedule {
  static var configuration: Configuration<Self> {
    Configuration(
      "sawtooth", inKeras: nil, defaults: Self(initialLearningRate: 0.01),
      options: [
        ConfigurableOption("initial_learning_rate", \.initialLearningRate, .aboveZero, isRequired: true),
        ConfigurableOption("period", \.period, .aboveZero),
      ])
  }

  /// The rate of the first update, above 0.
  var initialLearningRate: Double
  /// The updates of one fall, above 0.
  var period: Int

  init(initialLearningRate: Double, period: Int = 10) {
    self.initialLearningRate = initialLearningRate
    self.period = period
    checkOptions()
  }

  func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar {
    Scalar(initialLearningRate) * (1 - Scalar(updates % period) / Scalar(2 * period))
  }
}
