import CVectorKernels
import LinearAlgebra

/// A run of parameter scalars with their gradients and the optimizer's state.
public struct ParameterBlock<Scalar: MatrixScalar> {
  /// Shape: (count)
  public let weights: UnsafeMutablePointer<Scalar>
  /// Shape: (count)
  public let gradient: UnsafeMutablePointer<Scalar>
  /// The number of scalars.
  public let count: Int
  /// Whether they belong to a parameter of one dimension, as biases do. Given to rules that require it
  /// (``Optimizer/treatsBiasesDifferently``); for others, whose blocks join neighbours, it is `false`.
  public let isBias: Bool
  let stateBase: UnsafeMutablePointer<Scalar>
  let stateStride: Int

  /// The rule's numbers of one kind. Shape: (count)
  public func state(_ index: Int) -> UnsafeMutablePointer<Scalar> { stateBase + index * stateStride }

  /// The block as the C loops of the rules take it: `block.update(at: step).adagrad(epsilon: 1e-7)`.
  func update(at step: OptimizerStep) -> WeightUpdate {
    WeightUpdate(
      precision: Scalar.kernels, weights: weights, gradient: gradient, state: stateBase, stride: stateStride,
      count: count, rate: step.learningRate, iteration: Double(step.iteration))
  }
}

/// Which update this is.
public struct OptimizerStep: Sendable {
  /// Counted from 1 over the whole training.
  public let iteration: Int
  /// The rate of this update.
  public let learningRate: Double
  /// What the weight decay is multiplied by.
  var decayFactor = 1.0
}
