import LinearAlgebra

/// The size of an optimizer's steps: a number, or a schedule that gives that of each update.
///
///     Adam(learningRate: 0.01)
///     Adam(learningRate: .constant(rate))
///     Adam(learningRate: .schedule(CosineDecay(initialLearningRate: 0.1, decaySteps: 180)))
///
/// In files a number, or a schedule's name and options.
/// Source: Keras, `learning_rate` of `keras.optimizers.Optimizer`.
public enum LearningRate: Sendable {
  /// The same rate for every update, above 0; a subnormal number counts as 0.
  case constant(Double)
  /// A rate for each update.
  case schedule(any LearningRateSchedule)

  /// The rate of the first update.
  public var first: Double { rate(afterUpdates: 0, in: Double.self) }

  /// The rate that stands for all: the one a schedule begins with, rises to, or never exceeds.
  package var base: Double {
    switch self {
    case .constant(let rate): rate
    case .schedule(let warmup as LinearWarmup): warmup.following.base
    case .schedule(let schedule as any ProgressSchedule): schedule.peak
    case .schedule: first
    }
  }

  /// Whether a number can be a rate, on every thread alike: those that train flush subnormal numbers to 0.
  package static func isUsable(_ rate: Double) -> Bool {
    rate >= Double.leastNormalMagnitude && rate.isFinite
  }

  /// The rate of the update that comes after so many, in the network's precision. Where a schedule depends on the
  /// number of planned updates, its first rate.
  public func rate<Scalar: MatrixScalar>(
    afterUpdates updates: Int, in precision: Scalar.Type = Float.self
  ) -> Double {
    rate(at: TrainingTime(updates: updates), in: precision)
  }

  /// The rate of an update, in the network's precision.
  public func rate<Scalar: MatrixScalar>(
    at time: TrainingTime, in precision: Scalar.Type = Float.self
  ) -> Double {
    switch self {
    case .constant(let rate): Double(Scalar(rate))
    case .schedule(let schedule): Double(schedule.rate(at: time, in: precision))
    }
  }
}

extension LearningRate: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self = .constant(value) }
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }
}

extension LearningRate: Equatable {
  public static func == (left: LearningRate, right: LearningRate) -> Bool {
    switch (left, right) {
    case (.constant(let left), .constant(let right)): left == right
    case (.schedule(let left), .schedule(let right)): areEqual(left, right)
    case (.constant, .schedule), (.schedule, .constant): false
    }
  }
}

extension LearningRate: CustomStringConvertible {
  /// The number, or the schedule's name.
  public var description: String {
    switch self {
    case .constant(let rate): "\(rate)"
    case .schedule(let schedule): type(of: schedule).kind
    }
  }
}

extension LearningRate: OptionValue {
  public init(from decoder: any Decoder) throws {
    if let rate = try? decoder.singleValueContainer().decode(Double.self) {
      self = .constant(rate)
    } else {
      self = .schedule(try ScheduleKinds.decode(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .constant(let rate):
      var container = encoder.singleValueContainer()
      try container.encode(rate)
    case .schedule(let schedule): try schedule.encode(to: encoder)
    }
  }

  /// `0.01`, `.schedule(CosineDecay(initialLearningRate: 0.1, decaySteps: 1000))`
  public var swiftLiteral: String? {
    switch self {
    case .constant(let rate): rate.swiftLiteral
    case .schedule(let schedule): ".schedule(\(schedule.swiftSource))"
    }
  }

  /// `0.01`, `keras.optimizers.schedules.CosineDecay(initial_learning_rate=0.1, decay_steps=1000)`
  public var kerasLiteral: String? {
    switch self {
    case .constant(let rate): rate.kerasLiteral
    case .schedule(let schedule): schedule.kerasSource
    }
  }
}

extension AllowedValues where Value == LearningRate {
  static var learningRate: Self {
    Self("is above 0") { if case .constant(let rate) = $0 { LearningRate.isUsable(rate) } else { true } }
  }
}

/// A rule that gives each update a number: its learning rate, or what multiplies a dropout's rate
/// (``Dropout/schedule``) or a weight decay (``OptimizerSettings/weightDecaySchedule``).
///
/// In the formulas t is the number of updates so far, 0 at the first. A schedule computes in the network's
/// precision, one rounding an operation, as Keras does. One that depends on how many updates are planned is a
/// ``ProgressSchedule``.
/// Source: Keras, `keras.optimizers.schedules`.
public protocol LearningRateSchedule: Configurable, Equatable {
  /// The rate of the update that comes after so many: 0 before the first.
  func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar

  /// The rate of an update. Default: that of the number of updates before it.
  func rate<Scalar: MatrixScalar>(at time: TrainingTime, in precision: Scalar.Type) -> Scalar
}

extension LearningRateSchedule {
  public static var kerasModule: String? { "keras.optimizers.schedules" }

  public func rate<Scalar: MatrixScalar>(at time: TrainingTime, in precision: Scalar.Type) -> Scalar {
    rate(afterUpdates: time.updates, in: precision)
  }

  /// t / steps, computed as t · (1 / steps).
  ///
  /// So rounds TensorFlow, which turns divisions by constants into products: 41 · (1 / 41) is below 1 in
  /// single precision, and a staircase of 41 steps falls one update later than the quotient would have it.
  func share<Scalar: MatrixScalar>(_ time: Scalar, of steps: Double) -> Scalar {
    time * (1 / Scalar(steps))
  }
}

extension Registry {
  /// The schedules of the learning rate that files can name: add those of your own.
  public static let schedules = PartRegistry<any LearningRateSchedule.Type>(
    "schedules", "a learning-rate schedule", of: ScheduleKinds.self
  ) {
    [
      ExponentialDecay.self, InverseTimeDecay.self, PolynomialDecay.self, CosineDecay.self,
      CosineDecayRestarts.self, PiecewiseConstantDecay.self, LinearWarmup.self,
      Coslog.self, FlatCosine.self,
    ]
  }
}

/// The schedules that files can name.
package enum ScheduleKinds: KindList {
  package typealias Member = any LearningRateSchedule
  package static var registry: PartRegistry<any LearningRateSchedule.Type> { Registry.schedules }
}
