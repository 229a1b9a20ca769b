import LinearAlgebra

/// Adam with Nesterov's look ahead.
///
///     μₜ = β₁·(1 − ½·0.96ᵗ),  Πₜ = μ₁·…·μₜ
///     m += (g − m)·(1 − β₁),  v += (g² − v)·(1 − β₂)
///     w −= (μₜ₊₁·m / (1 − Πₜ₊₁) + (1 − μₜ)·g / (1 − Πₜ))·rate / (√(v / (1 − β₂ᵗ)) + ε)
///
/// All of it is computed in the network's precision, 1 − β too.
/// Shapes: m and v are those of the parameter; both begin at 0
/// Source: T. Dozat, "Incorporating Nesterov momentum into Adam", 2015; `keras.optimizers.Nadam`.
public struct Nadam: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "nadam", defaults: Self(),
      options: options(
        ConfigurableOption("beta_1", \.beta1, .fraction),
        ConfigurableOption("beta_2", \.beta2, .fraction),
        ConfigurableOption("epsilon", \.epsilon, .zeroOrMore)))
  }

  public var settings: OptimizerSettings
  /// How much of the mean is kept from step to step, in [0, 1).
  public var beta1: Double
  /// How much of the mean square is kept from step to step, in [0, 1).
  public var beta2: Double
  /// What is added to the root, 0 or more.
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

  public var initialState: [Double] { [0, 0, 1] }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    block.update(at: step).nadam(beta1: beta1, beta2: beta2, epsilon: epsilon)
  }
}
