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
  public static let kerasName: String? = "keras.optimizers.Adagrad"
  public static var defaults: Self { Self() }
  public static var options: [ConfigurableOption<Self>] {
    options(
      ConfigurableOption("initial_accumulator_value", \.initialAccumulatorValue, .zeroOrMore),
      ConfigurableOption("epsilon", \.epsilon, .zeroOrMore))
  }

  public var settings: OptimizerSettings
  /// What the sum of squares begins at, 0 or more.
  public var initialAccumulatorValue: Double
  /// What is added to a, under the root, 0 or more.
  public var epsilon: Double

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
    settings = OptimizerSettings(learningRate, weightDecay: weightDecay, clipping: clipping)
    self.initialAccumulatorValue = initialAccumulatorValue
    self.epsilon = epsilon
    checkOptions()
  }

  public var initialState: [Double] { [initialAccumulatorValue] }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    block.update(at: step).adagrad(epsilon: epsilon)
  }
}
