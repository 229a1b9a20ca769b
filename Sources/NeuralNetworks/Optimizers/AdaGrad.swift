import LinearAlgebra

/// Steps that shrink with all that a parameter has gone.
///
///     a += g²                     a begins at the initial accumulator value
///     w −= rate·g / √(a + ε)
///
/// Shapes: a is that of the parameter
/// Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", JMLR 12, 2011;
/// `keras.optimizers.Adagrad`.
public struct AdaGrad: Optimizer, Equatable {
  public static let kind = "adagrad"

  public var learningRate: LearningRate
  /// What the sum of squares begins at, 0 or more.
  public var initialAccumulatorValue: Double
  /// What is added to a, under the root, 0 or more.
  public var epsilon: Double
  public var weightDecay: Double?
  public var clipping: GradientClipping?

  /// Creates the rule; its defaults are Keras's.
  ///
  /// - Parameters:
  ///   - learningRate: the size of a step, above 0, or a schedule. Default 0.001.
  ///   - initialAccumulatorValue: what the sum of squares begins at, 0 or more. Default 0.1.
  ///   - epsilon: added to a, under the root, 0 or more. Default 10⁻⁷.
  ///   - weightDecay: how much of each weight a step takes off, times the rate, 0 or more. Default: nothing.
  ///   - clipping: what keeps gradients small. Default: nothing.
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, initialAccumulatorValue: Double = 0.1, epsilon: Double = 1e-7,
    weightDecay: Double? = nil, clipping: GradientClipping? = nil
  ) {
    self.learningRate = learningRate
    self.initialAccumulatorValue = initialAccumulatorValue
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.clipping = clipping
    checkOptions()
  }

  public static var defaults: Self { Self() }

  public static var options: [ConfigurableOption<Self>] {
    commonOptions + [
      ConfigurableOption("initial_accumulator_value", \.initialAccumulatorValue, .zeroOrMore),
      ConfigurableOption("epsilon", \.epsilon, .zeroOrMore),
    ]
  }

  public var initialState: [Double] { [initialAccumulatorValue] }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    Scalar.adagrad(
      weights: block.weights, gradient: block.gradient, accumulator: block.state(0),
      rate: Scalar(step.learningRate), epsilon: Scalar(epsilon), count: block.count)
  }
}
