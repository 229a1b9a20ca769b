import LinearAlgebra

/// Stochastic gradient descent, with or without momentum.
///
///     w −= rate·g                                  momentum 0
///     v = μ·v − rate·g,  w += v                    momentum μ
///     v = μ·v − rate·g,  w += μ·v − rate·g         momentum μ, Nesterov's
///
/// Source: `keras.optimizers.SGD`; I. Sutskever et al., "On the importance of initialization and momentum
/// in deep learning", ICML 2013, equations 3 and 4.
public struct SGD: Optimizer, Equatable {
  public static let kind = "sgd"

  public var learningRate: Double
  public var momentum: Double
  public var nesterov: Bool

  /// - Parameters:
  ///   - learningRate: default 0.01.
  ///   - momentum: μ, in [0, 1). Default 0.
  ///   - nesterov: whether the step looks ahead. Default `false`.
  public init(learningRate: Double = 0.01, momentum: Double = 0, nesterov: Bool = false) {
    precondition(learningRate > 0, "A learning rate is above 0, received \(learningRate).")
    precondition((0..<1).contains(momentum), "A momentum lies in [0, 1), received \(momentum).")
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
  }

  public var stateCount: Int { momentum > 0 ? 1 : 0 }

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
