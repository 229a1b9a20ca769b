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
  public static let kind = "sgd"

  public var learningRate: LearningRate
  /// μ, in [0, 1].
  public var momentum: Double
  /// Whether the step looks ahead.
  public var nesterov: Bool
  public var weightDecay: Double?
  public var clipping: GradientClipping?

  /// Creates the rule; its defaults are Keras's.
  ///
  /// - Parameters:
  ///   - learningRate: the size of a step, above 0, or a schedule. Default 0.01.
  ///   - momentum: μ, in [0, 1]. Default 0.
  ///   - nesterov: whether the step looks ahead. Default `false`.
  ///   - weightDecay: how much of each weight a step takes off, times the rate, 0 or more. Default: nothing.
  ///   - clipping: what keeps gradients small. Default: nothing.
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.01, momentum: Double = 0, nesterov: Bool = false,
    weightDecay: Double? = nil, clipping: GradientClipping? = nil
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
    self.clipping = clipping
    checkOptions()
  }

  public static var defaults: Self { Self() }

  public static var options: [ConfigurableOption<Self>] {
    commonOptions + [
      ConfigurableOption("momentum", \.momentum, AllowedValues("lies in [0, 1]") { (0...1).contains($0) }),
      ConfigurableOption("nesterov", \.nesterov),
    ]
  }

  public var initialState: [Double] { momentum > 0 ? [0] : [] }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    let rate = Scalar(step.learningRate)
    if momentum == 0 {
      Scalar.gradientDescent(
        weights: block.weights, gradient: block.gradient, rate: rate, count: block.count)
    } else {
      Scalar.momentumDescent(
        weights: block.weights, gradient: block.gradient, velocity: block.state(0), rate: rate,
        momentum: Scalar(momentum), nesterov: nesterov, count: block.count)
    }
  }
}
