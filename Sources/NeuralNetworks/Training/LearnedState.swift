import LinearAlgebra

/// A network's weights with what its optimizer remembers. Written once, by the training that makes it.
struct LearnedState<Scalar: MatrixScalar>: Sendable {
  let parameters: ParameterStore<Scalar>
  private(set) var optimizer: (kind: String, state: OptimizerState<Scalar>)?

  init(parameters: ParameterStore<Scalar>) { self.parameters = parameters }

  /// Begins where another state stands, in memory of its own.
  init(continuing other: LearnedState, for training: Training) {
    parameters = ParameterStore(copying: other.parameters)
    let kind = type(of: training.optimizer).kind
    let initial = training.optimizer.initialState
    if let (known, state) = other.optimizer, known == kind,
      state.values.count == initial.count * parameters.layout.count
    {
      optimizer = (kind, OptimizerState(copying: state))
    } else {
      optimizer = (kind, OptimizerState(initial: initial, layout: parameters.layout))
    }
  }

  /// A copy in memory of its own.
  init(copying other: LearnedState) {
    parameters = ParameterStore(copying: other.parameters)
    optimizer = other.optimizer.map { ($0.kind, OptimizerState(copying: $0.state)) }
  }

  /// A copy with other values of some parameters.
  func replacing(_ changed: [Parameter]) throws(NetworkError) -> LearnedState {
    let result = LearnedState(copying: self)
    try result.parameters.take(changed, isComplete: false)
    return result
  }

  /// Trains the weights in place and returns the history.
  ///
  /// - Parameter snapshot: makes a network of a copy of this state, for those who save it meanwhile.
  func train(
    _ network: Sequential, _ data: TrainingRows<Scalar>, _ validation: TrainingRows<Scalar>?,
    _ training: Training, _ history: History, snapshot: @escaping (LearnedState, History) -> TrainedNetwork
  ) throws(NetworkError) -> History {
    try Trainer(
      network: network, parameters: parameters, state: optimizer!.state, data: data, validation: validation,
      training: training, history: history,
      snapshot: { snapshot(LearnedState(copying: self), $0) }
    ).run()
  }
}

extension ParameterStore {
  /// All parameters as values.
  func parameters(_ values: ([Scalar]) -> Parameter.Values) -> [Parameter] {
    layout.entries.map { entry in
      let source = UnsafeBufferPointer(
        start: self.values.pointer + entry.offset, count: entry.description.count)
      return Parameter(
        name: entry.name, shape: entry.description.shape, isTrainable: entry.description.isTrainable,
        values: values(Array(source)))
    }
  }

  /// Takes the values of parameters that are named and shaped as this store's.
  ///
  /// - Parameter isComplete: whether all must be there. Default `true`.
  func take(_ parameters: [Parameter], isComplete: Bool = true) throws(NetworkError) {
    let known = Set(layout.entries.map(\.name))
    if let stranger = parameters.first(where: { !known.contains($0.name) }) {
      throw .unknownParameter(name: stranger.name)
    }
    for entry in layout.entries {
      let shape = entry.description.shape
      guard let parameter = parameters.first(where: { $0.name == entry.name }) else {
        guard isComplete else { continue }
        throw .missingParameter(name: entry.name, shape: shape)
      }
      guard parameter.shape == shape else {
        throw .wrongShape(name: entry.name, expected: shape, found: parameter.shape)
      }
      let target = values.pointer + entry.offset
      switch parameter.values {
      case .single(let values): Scalar.convert(values, to: target, count: entry.description.count)
      case .double(let values): Scalar.convert(values, to: target, count: entry.description.count)
      }
    }
  }
}
