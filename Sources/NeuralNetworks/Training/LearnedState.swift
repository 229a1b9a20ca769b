import LinearAlgebra

/// A network's weights with the memory of their optimizer. Written only by the training that owns it.
struct LearnedState<Scalar: MatrixScalar>: Sendable {
  let parameters: ParameterStore<Scalar>
  private(set) var optimizer: (kind: String, state: OptimizerState<Scalar>)?
  /// The rate that a callback set, and the optimizer's own, which it replaces.
  var setRate: (rate: Double, given: LearningRate)?

  init(parameters: ParameterStore<Scalar>) { self.parameters = parameters }

  /// Continues from another state, in separate memory. An optimizer of another kind begins afresh.
  init(continuing other: LearnedState, for training: Training) {
    parameters = ParameterStore(copying: other.parameters)
    let kind = type(of: training.optimizer).kind
    let initial = training.optimizer.initialState
    if let (known, state) = other.optimizer, known == kind,
      state.values.count == initial.count * parameters.layout.count
    {
      optimizer = (kind, OptimizerState(copying: state))
      setRate = other.setRate
    } else {
      optimizer = (kind, OptimizerState(initial: initial, layout: parameters.layout))
    }
  }

  /// A copy in separate memory.
  init(copying other: LearnedState) {
    parameters = ParameterStore(copying: other.parameters)
    optimizer = other.optimizer.map { ($0.kind, OptimizerState(copying: $0.state)) }
    setRate = other.setRate
  }

  /// A copy with other values of some parameters.
  func replacing(_ changed: [Parameter]) throws(NetworkError) -> LearnedState {
    let result = LearnedState(copying: self)
    try result.parameters.take(changed, isComplete: false)
    return result
  }
}

/// What an optimizer remembers between updates.
final class OptimizerState<Scalar: MatrixScalar>: @unchecked Sendable {
  // Sendable holds because a state is written only by the training that owns it.
  let values: AlignedBuffer<Scalar>
  /// The number of scalars of one kind: the parameter store's.
  let stride: Int
  /// The number of updates so far.
  var iteration = 0

  /// - Parameter initial: the first value of the numbers of each kind.
  init(initial: [Double], layout: ParameterLayout) {
    stride = layout.count
    values = AlignedBuffer(count: initial.count * layout.count)
    for (index, value) in initial.enumerated() {
      (values.pointer + index * stride).update(repeating: Scalar(value), count: stride)
    }
  }

  init(copying other: OptimizerState) {
    values = AlignedBuffer(copying: other.values)
    stride = other.stride
    iteration = other.iteration
  }
}
