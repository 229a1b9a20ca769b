import LinearAlgebra

/// Adaptive moment estimation.
///
///     m += (g − m)·(1 − β₁)
///     v += (g² − v)·(1 − β₂)
///     w −= m·α / (√v + ε)      with α = rate·√(1 − β₂ᵗ) / (1 − β₁ᵗ)
///
/// The rounding is Keras's: βᵗ is a power in the network's precision, while 1 − β is subtracted in double
/// precision and then rounded.
/// Source: D. Kingma, J. Ba, "Adam", ICLR 2015, section 2, last paragraph; `keras.optimizers.Adam`.
public struct Adam: Optimizer, Equatable {
  public static let kind = "adam"

  public var learningRate: Double
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Double

  /// - Parameters:
  ///   - learningRate: default 0.001.
  ///   - beta1: how much of the mean is kept from step to step, in [0, 1). Default 0.9.
  ///   - beta2: how much of the mean square is kept, in [0, 1). Default 0.999.
  ///   - epsilon: added to √v, not to v. Default 10⁻⁷.
  public init(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7
  ) {
    precondition(learningRate > 0, "A learning rate is above 0, received \(learningRate).")
    precondition((0..<1).contains(beta1), "β₁ lies in [0, 1), received \(beta1).")
    precondition((0..<1).contains(beta2), "β₂ lies in [0, 1), received \(beta2).")
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  public var stateCount: Int { 2 }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    let iteration = Scalar(step.iteration)
    let beta1Power = Scalar.power(Scalar(beta1), iteration)
    let beta2Power = Scalar.power(Scalar(beta2), iteration)
    let alpha = Scalar(step.learningRate) * (1 - beta2Power).squareRoot() / (1 - beta1Power)
    Scalar.adam(
      weights: block.weights, gradient: block.gradient, mean: block.state(0), variance: block.state(1),
      oneMinusBeta1: Scalar(1 - beta1), oneMinusBeta2: Scalar(1 - beta2), alpha: alpha,
      epsilon: Scalar(epsilon), count: block.count)
  }
}
