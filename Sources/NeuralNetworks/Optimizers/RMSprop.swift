import LinearAlgebra

/// Gradients divided by the root of their mean square.
///
///     v = ρ·v + (1 − ρ)·g²
///     i = rate·g / √(v + ε)                          centered: √(v − a² + ε), a = ρ·a + (1 − ρ)·g
///     w −= i                                         momentum μ: p = μ·p + i, w −= p
///
/// Shapes: v, a and p are those of the parameter; all begin at 0
/// Source: T. Tieleman, G. Hinton, Coursera lecture 6.5, 2012; A. Graves, "Generating sequences with
/// recurrent neural networks", 2013, equations 38 to 41 (centered); `keras.optimizers.RMSprop`.
public struct RMSprop: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "rmsprop", defaults: Self(),
      options: options(
        ConfigurableOption("rho", \.rho, .fraction),
        ConfigurableOption("momentum", \.momentum, .fraction),
        ConfigurableOption("epsilon", \.epsilon, .zeroOrMore),
        ConfigurableOption("centered", \.centered)))
  }

  public var settings: OptimizerSettings
  /// ρ, how much of the mean square is kept, in [0, 1).
  public var rho: Double
  /// μ, in [0, 1).
  public var momentum: Double
  /// What is added under the root, 0 or more.
  public var epsilon: Double
  /// Whether the square of the mean is subtracted.
  public var centered: Bool

  /// Creates the rule from its properties and ``OptimizerSettings``; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7,
    centered: Bool = false, weightDecay: Double? = nil,
    weightDecaySchedule: (any LearningRateSchedule)? = nil, clipping: GradientClipping? = nil
  ) {
    settings = OptimizerSettings(
      learningRate, weightDecay: weightDecay, weightDecaySchedule: weightDecaySchedule, clipping: clipping)
    self.rho = rho
    self.momentum = momentum
    self.epsilon = epsilon
    self.centered = centered
    checkOptions()
  }

  public var initialState: [Double] {
    [Double](repeating: 0, count: 1 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0))
  }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    block.update(at: step).rmsprop(
      rho: rho, momentum: momentum, epsilon: epsilon, centered: centered)
  }
}
