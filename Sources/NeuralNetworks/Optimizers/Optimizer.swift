import LinearAlgebra

/// A rule by which gradients change parameters: an initial state and an update.
///
/// It sees memory and gradients, never layers. It is a description; the state lives with the training.
/// What every optimizer can be told beside its rule (clipping, weight decay) training carries out around
/// ``update(_:at:)``, in Keras's order: clip the gradient, decay the weights, update them.
/// Source: Keras, `keras.optimizers.Optimizer`.
public protocol Optimizer: Configurable {
  /// The size of a step, unless training is told otherwise.
  var learningRate: LearningRate { get set }

  /// How much of each weight a step takes off, times the learning rate, 0 or more; `nil` for nothing.
  ///
  ///     w −= w·decay·rate
  var weightDecay: Double? { get set }

  /// What keeps gradients small; `nil` for nothing.
  var clipping: GradientClipping? { get set }

  /// What the numbers begin at that the rule keeps for each parameter scalar; one entry for each of them.
  var initialState: [Double] { get }

  /// Whether the rule treats biases, parameters of one dimension, unlike weights. Default: it does not.
  var tellsBiasesApart: Bool { get }

  /// Changes a block of parameters by its gradient.
  func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep)
}

extension Optimizer {
  public var tellsBiasesApart: Bool { false }

  /// The options that all optimizers have.
  static var commonOptions: [ConfigurableOption<Self>] {
    [
      ConfigurableOption("learning_rate", \.learningRate, .learningRate),
      ConfigurableOption("weight_decay", \.weightDecay, .zeroOrMore),
      GradientClipping.option(\.clipping),
    ]
  }
}

/// Which update this is.
public struct OptimizerStep: Sendable {
  /// Counted from 1 over the whole training.
  public let iteration: Int
  /// The rate of this update.
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
  /// The number of scalars.
  public let count: Int
  /// Whether they belong to a parameter of one dimension, as biases do. Told to rules that ask for it
  /// (``Optimizer/tellsBiasesApart``); for others, whose blocks join neighbours, it is `false`.
  public let isBias: Bool
  let stateBase: UnsafeMutablePointer<Scalar>
  let stateStride: Int

  package init(
    weights: UnsafeMutablePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>, count: Int,
    isBias: Bool = false, stateBase: UnsafeMutablePointer<Scalar>, stateStride: Int
  ) {
    self.weights = weights
    self.gradient = gradient
    self.count = count
    self.isBias = isBias
    self.stateBase = stateBase
    self.stateStride = stateStride
  }

  /// The rule's numbers of one kind. Shape: (count)
  public func state(_ index: Int) -> UnsafeMutablePointer<Scalar> { stateBase + index * stateStride }
}
