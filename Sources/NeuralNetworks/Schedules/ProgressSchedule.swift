import LinearAlgebra

/// A schedule by the share of the planned updates that were made, so that it fits a training of any length.
///
///     value = peak · height(t)        t from 0, the first update, to 1, the end of the last
///
/// It is computed in double precision and rounded once. By a number of updates alone, without a plan, it stays at its
/// beginning.
/// Source: pytabkit, `TimeSchedule` of `models/training/scheduling.py`.
public protocol ProgressSchedule: LearningRateSchedule {
  /// The highest value, above 0.
  var peak: Double { get set }

  /// The share of the peak, 0 to 1.
  func height(at progress: Double) -> Double
}

extension ProgressSchedule {
  public func rate<Scalar: MatrixScalar>(at time: TrainingTime, in precision: Scalar.Type) -> Scalar {
    Scalar(peak * height(at: time.progress))
  }

  public func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar {
    rate(at: TrainingTime(updates: updates), in: precision)
  }

  /// The option of the peak, 1 by default.
  static var peakOption: ConfigurableOption<Self> {
    ConfigurableOption("peak", \.peak, .aboveZero, label: .some(nil))
  }
}

/// Waves that begin and end at 0, each twice as long as the one before.
///
///     value = peak · ½(1 − cos(2π · log₂(1 + (2ᶜ − 1)·t)))        c cycles
///
/// Four cycles are pytabkit's `coslog4`.
/// Source: D. Holzmüller et al., "Better by default", NeurIPS 2024, section 3; pytabkit, `CoslogFunc`.
public struct Coslog: ProgressSchedule {
  public static var configuration: Configuration<Self> {
    Configuration(
      "coslog", inKeras: nil, defaults: Self(),
      options: [peakOption, ConfigurableOption("cycles", \.cycles, .within(1...30))])
  }

  public var peak: Double
  /// The number of waves, 1 to 30.
  public var cycles: Int

  /// Creates the schedule from its properties.
  ///
  /// - Precondition: every option lies in its range.
  public init(_ peak: Double = 1, cycles: Int = 4) {
    self.peak = peak
    self.cycles = cycles
    checkOptions()
  }

  public func height(at progress: Double) -> Double {
    let octaves = Double.logarithm(1 + Double((1 << cycles) - 1) * progress) / Double.logarithm(2)
    return 0.5 * (1 - Double.cosine(2 * .pi * octaves))
  }
}

/// The peak for half of the training, then half a cosine down to 0.
///
///     value = peak                               t < ½
///     value = peak · ½(1 + cos(π · (2t − 1)))    then
///
/// Source: pytabkit, `flat_cos` of `models/training/scheduling.py`.
public struct FlatCosine: ProgressSchedule {
  public static var configuration: Configuration<Self> {
    Configuration(
      "flat_cos", also: ["flat_cosine"], inKeras: nil, defaults: Self(), options: [peakOption])
  }

  public var peak: Double

  /// Creates the schedule.
  ///
  /// - Precondition: the peak is above 0.
  public init(_ peak: Double = 1) {
    self.peak = peak
    checkOptions()
  }

  public func height(at progress: Double) -> Double {
    progress < 0.5 ? 1 : 0.5 * (1 + Double.cosine(.pi * (2 * progress - 1)))
  }
}
