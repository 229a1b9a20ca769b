import LinearAlgebra

/// Stochastic gradient descent, with or without momentum.
///
///     w −= rate·g                                  momentum 0
///     v = μ·v − rate·g,  w += v                    momentum μ
///     v = μ·v − rate·g,  w += μ·v − rate·g         momentum μ, Nesterov's
///
/// Shapes: v is that of the parameter; it begins at 0
/// Source: `keras.optimizers.SGD`; I. Sutskever et al., "On the importance of initialization and momentum
/// in deep learning", ICML 2013, equations 3 and 4.
public struct SGD: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "sgd", defaults: Self(),
      options: options(
        ConfigurableOption("momentum", \.momentum, .share),
        ConfigurableOption("nesterov", \.nesterov)))
  }

  public var settings: OptimizerSettings
  /// μ, in [0, 1].
  public var momentum: Double
  /// Whether the step looks ahead.
  public var nesterov: Bool

  /// Creates the rule from its properties and ``OptimizerSettings``; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.01, momentum: Double = 0, nesterov: Bool = false,
    weightDecay: Double? = nil, weightDecaySchedule: (any LearningRateSchedule)? = nil,
    clipping: GradientClipping? = nil
  ) {
    settings = OptimizerSettings(
      learningRate, weightDecay: weightDecay, weightDecaySchedule: weightDecaySchedule, clipping: clipping)
    self.momentum = momentum
    self.nesterov = nesterov
    checkOptions()
  }

  public var initialState: [Double] { momentum > 0 ? [0] : [] }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    block.update(at: step).descend(momentum: momentum, nesterov: nesterov)
  }
}
