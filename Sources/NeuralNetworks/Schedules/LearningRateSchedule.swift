import LinearAlgebra

/// A rule that gives each update its learning rate.
///
/// In the formulas t is the number of updates so far, 0 at the first. A schedule computes in the network's
/// precision, one rounding an operation, as Keras does.
/// Source: Keras, `keras.optimizers.schedules`.
public protocol LearningRateSchedule: Configurable, Equatable {
  /// The rate of the update that comes after so many: 0 before the first.
  func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar
}

extension LearningRateSchedule {
  public static var kerasName: String? { "keras.optimizers.schedules.\(Self.self)" }

  /// t / steps, computed as t · (1 / steps).
  ///
  /// So rounds TensorFlow, which turns divisions by constants into products: 41 · (1 / 41) is below 1 in
  /// single precision, and a staircase of 41 steps falls one update later than the quotient would have it.
  func share<Scalar: MatrixScalar>(_ time: Scalar, of steps: Double) -> Scalar {
    time * (1 / Scalar(steps))
  }

  func isEqual(to other: any LearningRateSchedule) -> Bool { other as? Self == self }
}
