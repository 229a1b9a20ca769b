import LinearAlgebra

/// Steps that shrink with the squares of all gradients so far.
///
///     a += g²                     a begins at the initial accumulator value
///     w −= rate·g / √(a + ε)
///
/// Shapes: a is that of the parameter
/// Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", JMLR 12, 2011;
/// `keras.optimizers.Adagrad`.
public struct AdaGrad: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "adagrad", inKeras: "Adagrad", defaults: Self(),
      options: options(
        ConfigurableOption("initial_accumulator_value", \.initialAccumulatorValue, .zeroOrMore),
        ConfigurableOption("epsilon", \.epsilon, .zeroOrMore)))
  }

  public var settings: OptimizerSettings
  /// The initial sum of squares, 0 or more.
  public var initialAccumulatorValue: Double
  /// What is added to a, under the root, 0 or more.
  public var epsilon: Double

  /// Creates the rule from its properties and ``OptimizerSettings``; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, initialAccumulatorValue: Double = 0.1, epsilon: Double = 1e-7,
    weightDecay: Double? = nil, weightDecaySchedule: (any LearningRateSchedule)? = nil,
    clipping: GradientClipping? = nil
  ) {
    settings = OptimizerSettings(
      learningRate, weightDecay: weightDecay, weightDecaySchedule: weightDecaySchedule, clipping: clipping)
    self.initialAccumulatorValue = initialAccumulatorValue
    self.epsilon = epsilon
    checkOptions()
  }

  public var initialState: [Double] { [initialAccumulatorValue] }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    block.update(at: step).adagrad(epsilon: epsilon)
  }
}
