import LinearAlgebra

/// A rate that changes at given updates and stays between them.
///
///     rate = values[i] where boundaries[i − 1] < t ≤ boundaries[i]
///
/// Source: `keras.optimizers.schedules.PiecewiseConstantDecay`.
public struct PiecewiseConstantDecay: LearningRateSchedule {
  public static var configuration: Configuration<Self> {
    Configuration(
      "piecewise_constant", defaults: Self(boundaries: [], values: [0.01]),
      options: [
        ConfigurableOption(
          "boundaries", \.boundaries,
          AllowedValues("ascends") { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } }, isRequired: true),
        ConfigurableOption(
          "values", \.values, AllowedValues("are above 0") { $0.allSatisfy(LearningRate.isUsable) },
          isRequired: true
        ).and { owner in
          owner.values.count == owner.boundaries.count + 1
            ? nil
            : "values are one more than boundaries, received \(owner.values.count) and \(owner.boundaries.count)"
        },
      ])
  }

  /// The last numbers of updates with the rates before, in ascending order.
  public var boundaries: [Int]
  /// The rates, above 0: one more than boundaries.
  public var values: [Double]

  /// Creates the schedule from its properties.
  ///
  /// - Precondition: the boundaries ascend; the rates are above 0 and one more.
  public init(boundaries: [Int], values: [Double]) {
    self.boundaries = boundaries
    self.values = values
    checkOptions()
  }

  public func rate<Scalar: MatrixScalar>(afterUpdates updates: Int, in precision: Scalar.Type) -> Scalar {
    let piece = boundaries.firstIndex { updates <= $0 } ?? boundaries.count
    return Scalar(values[piece])
  }
}
