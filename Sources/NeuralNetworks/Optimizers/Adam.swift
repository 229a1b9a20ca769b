import LinearAlgebra

/// Adaptive moment estimation.
///
///     m += (g − m)·(1 − β₁)
///     v += (g² − v)·(1 − β₂)
///     w −= m·α / (√v + ε)      with α = rate·√(1 − β₂ᵗ) / (1 − β₁ᵗ)
///
/// AMSGrad puts the highest v so far in v's place, so that steps never grow again.
///
/// The rounding is Keras's: βᵗ is a power in the network's precision, while 1 − β is subtracted in double
/// precision and then rounded.
/// Shapes: m, v and the highest v are those of the parameter; all begin at 0
/// Source: D. Kingma, J. Ba, "Adam", ICLR 2015, algorithm 1 in the
/// order of section 2, last paragraph; S. Reddi et al.,
/// "On the convergence of Adam and beyond", ICLR 2018; `keras.optimizers.Adam`.
public struct Adam: Optimizer, Equatable {
  public static let kind = "adam"

  public var learningRate: LearningRate
  /// How much of the mean is kept from step to step, in [0, 1).
  public var beta1: Double
  /// How much of the mean square is kept from step to step, in [0, 1).
  public var beta2: Double
  /// What is added to √v, not to v, 0 or more.
  public var epsilon: Double
  /// Whether the highest v so far stands for v.
  public var amsgrad: Bool
  public var weightDecay: Double?
  public var clipping: GradientClipping?

  /// Creates the rule; its defaults are Keras's.
  ///
  /// - Parameters:
  ///   - learningRate: the size of a step, above 0, or a schedule. Default 0.001.
  ///   - beta1: how much of the mean is kept from step to step, in [0, 1). Default 0.9.
  ///   - beta2: how much of the mean square is kept, in [0, 1). Default 0.999.
  ///   - epsilon: added to √v, not to v, 0 or more. Default 10⁻⁷.
  ///   - amsgrad: whether the highest v so far stands for v. Default `false`.
  ///   - weightDecay: how much of each weight a step takes off, times the rate, 0 or more. Default: nothing.
  ///   - clipping: what keeps gradients small. Default: nothing.
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
    amsgrad: Bool = false, weightDecay: Double? = nil, clipping: GradientClipping? = nil
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.amsgrad = amsgrad
    self.weightDecay = weightDecay
    self.clipping = clipping
    checkOptions()
  }

  public static var defaults: Self { Self() }

  public static var options: [ConfigurableOption<Self>] { commonOptions + ruleOptions(at: \.self) }

  /// The options of the rule alone, for an owner that keeps an Adam.
  static func ruleOptions<Owner>(at path: WritableKeyPath<Owner, Adam>) -> [ConfigurableOption<Owner>] {
    [
      ConfigurableOption("beta_1", path.appending(path: \.beta1), .fraction),
      ConfigurableOption("beta_2", path.appending(path: \.beta2), .fraction),
      ConfigurableOption("epsilon", path.appending(path: \.epsilon), .zeroOrMore),
      ConfigurableOption("amsgrad", path.appending(path: \.amsgrad)),
    ]
  }

  public var initialState: [Double] { [Double](repeating: 0, count: amsgrad ? 3 : 2) }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    let iteration = Scalar(step.iteration)
    let beta1Power = Scalar.power(Scalar(beta1), iteration)
    let beta2Power = Scalar.power(Scalar(beta2), iteration)
    let alpha = Scalar(step.learningRate) * (1 - beta2Power).squareRoot() / (1 - beta1Power)
    if amsgrad {
      Scalar.amsgrad(
        weights: block.weights, gradient: block.gradient, mean: block.state(0), variance: block.state(1),
        highest: block.state(2), oneMinusBeta1: Scalar(1 - beta1), oneMinusBeta2: Scalar(1 - beta2),
        alpha: alpha, epsilon: Scalar(epsilon), count: block.count)
    } else {
      Scalar.adam(
        weights: block.weights, gradient: block.gradient, mean: block.state(0), variance: block.state(1),
        oneMinusBeta1: Scalar(1 - beta1), oneMinusBeta2: Scalar(1 - beta2), alpha: alpha,
        epsilon: Scalar(epsilon), count: block.count)
    }
  }
}
