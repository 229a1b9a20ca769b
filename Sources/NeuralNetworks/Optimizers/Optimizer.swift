import LinearAlgebra

/// A rule by which gradients change parameters: an initial state and an update.
///
/// It sees memory and gradients, never layers. It is a description; the state lives with the training.
public protocol Optimizer: Sendable, Codable {
  /// The name in files, as Keras's in lower case: `adam`.
  static var kind: String { get }

  /// The size of a step, unless training is told otherwise. Above 0.
  var learningRate: Double { get set }

  /// How many numbers the rule keeps for each parameter scalar. They begin at 0.
  var stateCount: Int { get }

  /// Changes a block of parameters by its gradient.
  func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep)
}

/// Which update this is.
public struct OptimizerStep: Sendable {
  /// Counted from 1 over the whole training.
  public let iteration: Int
  public let learningRate: Double

  package init(iteration: Int, learningRate: Double) {
    self.iteration = iteration
    self.learningRate = learningRate
  }
}

/// A run of parameter scalars with their gradients and the optimizer's state.
public struct ParameterBlock<Scalar: MatrixScalar> {
  /// Shape: (count)
  public let weights: UnsafeMutablePointer<Scalar>
  /// Shape: (count)
  public let gradient: UnsafeMutablePointer<Scalar>
  public let count: Int
  let stateBase: UnsafeMutablePointer<Scalar>
  let stateStride: Int

  package init(
    weights: UnsafeMutablePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>, count: Int,
    stateBase: UnsafeMutablePointer<Scalar>, stateStride: Int
  ) {
    self.weights = weights
    self.gradient = gradient
    self.count = count
    self.stateBase = stateBase
    self.stateStride = stateStride
  }

  /// The rule's numbers of one kind. Shape: (count)
  public func state(_ index: Int) -> UnsafeMutablePointer<Scalar> { stateBase + index * stateStride }
}
