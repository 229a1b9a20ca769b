import LinearAlgebra

/// Steps of one size, in the direction of the sign of a mean gradient.
///
///     w −= rate·sign(β₁·m + (1 − β₁)·g)
///     m = β₂·m + (1 − β₂)·g
///
/// It keeps half of what Adam keeps. Every weight moves by the whole rate, so that the rate is 3 to 10 times smaller
/// than Adam's.
/// Shapes: m is that of the parameter; it begins at 0
/// Source: X. Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023; `keras.optimizers.Lion`.
public struct Lion: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "lion", defaults: Self(),
      options: options(
        ConfigurableOption("beta_1", \.beta1, .fraction), ConfigurableOption("beta_2", \.beta2, .fraction)))
  }

  public var settings: OptimizerSettings
  /// The share of the mean in a step's direction, in [0, 1).
  public var beta1: Double
  /// How much of the mean is kept from step to step, in [0, 1).
  public var beta2: Double

  /// Creates the rule from its properties and ``OptimizerSettings``; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.99, weightDecay: Double? = nil,
    weightDecaySchedule: (any LearningRateSchedule)? = nil, clipping: GradientClipping? = nil
  ) {
    settings = OptimizerSettings(
      learningRate, weightDecay: weightDecay, weightDecaySchedule: weightDecaySchedule, clipping: clipping)
    self.beta1 = beta1
    self.beta2 = beta2
    checkOptions()
  }

  public var initialState: [Double] { [0] }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    block.update(at: step).lion(beta1: beta1, beta2: beta2)
  }
}
