import LinearAlgebra

/// Adam with the largest gradient in place of the root mean square.
///
///     m += (g − m)·(1 − β₁)
///     u = max(β₂·u, |g|)
///     w −= rate·m / ((1 − β₁ᵗ)·(u + ε))
///
/// Shapes: m and u are those of the parameter; both begin at 0
/// Source: D. Kingma, J. Ba, "Adam", ICLR 2015, section 7.1, algorithm 2; `keras.optimizers.Adamax`.
public struct Adamax: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "adamax", defaults: Self(),
      options: options(
        ConfigurableOption("beta_1", \.beta1, .fraction),
        ConfigurableOption("beta_2", \.beta2, .fraction),
        ConfigurableOption("epsilon", \.epsilon, .zeroOrMore)))
  }

  public var settings: OptimizerSettings
  /// How much of the mean is kept from step to step, in [0, 1).
  public var beta1: Double
  /// How much of the largest is kept from step to step, in [0, 1).
  public var beta2: Double
  /// What is added to u, 0 or more.
  public var epsilon: Double

  /// Creates the rule from its properties and ``OptimizerSettings``; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
    weightDecay: Double? = nil, weightDecaySchedule: (any LearningRateSchedule)? = nil,
    clipping: GradientClipping? = nil
  ) {
    settings = OptimizerSettings(
      learningRate, weightDecay: weightDecay, weightDecaySchedule: weightDecaySchedule, clipping: clipping)
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    checkOptions()
  }

  public var initialState: [Double] { [0, 0] }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    block.update(at: step).adamax(beta1: beta1, beta2: beta2, epsilon: epsilon)
  }
}
