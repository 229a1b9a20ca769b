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
  public static let kind = "nadam"

  public var learningRate: LearningRate
  /// How much of the mean is kept from step to step, in [0, 1).
  public var beta1: Double
  /// How much of the mean square is kept from step to step, in [0, 1).
  public var beta2: Double
  /// What is added to the root, 0 or more.
  public var epsilon: Double
  public var weightDecay: Double?
  public var clipping: GradientClipping?

  /// Creates the rule; its defaults are Keras's.
  ///
  /// - Parameters:
  ///   - learningRate: the size of a step, above 0, or a schedule. Default 0.001.
  ///   - beta1: how much of the mean is kept from step to step, in [0, 1). Default 0.9.
  ///   - beta2: how much of the mean square is kept, in [0, 1). Default 0.999.
  ///   - epsilon: added to the root, 0 or more. Default 10⁻⁷.
  ///   - weightDecay: how much of each weight a step takes off, times the rate, 0 or more. Default: nothing.
  ///   - clipping: what keeps gradients small. Default: nothing.
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
    weightDecay: Double? = nil, clipping: GradientClipping? = nil
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.clipping = clipping
    checkOptions()
  }

  public static var defaults: Self { Self() }

  public static var options: [ConfigurableOption<Self>] {
    commonOptions + [
      ConfigurableOption("beta_1", \.beta1, .fraction),
      ConfigurableOption("beta_2", \.beta2, .fraction),
      ConfigurableOption("epsilon", \.epsilon, .zeroOrMore),
    ]
  }

  public var initialState: [Double] { [0, 0, 1] }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    let beta1 = Scalar(beta1)
    let beta2 = Scalar(beta2)
    let share = share(at: step.iteration, in: Scalar.self)
    let now = beta1 * share
    let next = beta1 * self.share(at: step.iteration + 1, in: Scalar.self)
    // The product of the momenta so far stands in the third state's first place.
    let product = block.state(2)[0] * beta1 * share
    block.state(2)[0] = product
    Scalar.nadam(
      weights: block.weights, gradient: block.gradient, mean: block.state(0), variance: block.state(1),
      oneMinusBeta1: 1 - beta1, oneMinusBeta2: 1 - beta2, next: next, oneMinusNextProduct: 1 - product * next,
      oneMinusNow: 1 - now, oneMinusProduct: 1 - product,
      oneMinusBeta2Power: 1 - Scalar.power(beta2, Scalar(step.iteration)), rate: Scalar(step.learningRate),
      epsilon: Scalar(epsilon), count: block.count)
  }

  /// μₜ / β₁ = 1 − ½·0.96ᵗ
  private func share<Scalar: MatrixScalar>(at iteration: Int, in precision: Scalar.Type) -> Scalar {
    1 - Scalar(0.5) * Scalar.power(Scalar(0.96), Scalar(iteration))
  }
}
