import LinearAlgebra

/// A network with its weights: it predicts, and it can be trained further.
///
/// It may be an ensemble: several networks of one architecture, its ``members``, which predict together.
public struct TrainedNetwork: Sendable {
  /// Its architecture.
  public let network: Sequential
  /// The number of values a row that it takes.
  public let inputs: Int
  /// The epochs that led here; empty for weights that were read from a file. Of an ensemble an epoch's values are the
  /// means over those members that were trained for so many epochs, and ``History/keptEpoch`` is their median.
  public internal(set) var history = History()
  /// Those of the first member.
  private(set) var weights: Weights
  /// The members of an ensemble; `nil` for one network.
  var ensemble: Members?
  /// Whether its weights are sampled, so that layers may still take first values from rows.
  var isFresh = false

  enum Weights: Sendable {
    case single(LearnedState<Float>)
    case double(LearnedState<Double>)

    init<Scalar: MatrixScalar>(_ state: LearnedState<Scalar>) {
      self =
        Scalar.precision == .single
        ? .single(state as! LearnedState<Float>) : .double(state as! LearnedState<Double>)
    }

    /// The state in the precision that it has.
    func state<Scalar: MatrixScalar>() -> LearnedState<Scalar> {
      switch self {
      case .single(let state): state as! LearnedState<Scalar>
      case .double(let state): state as! LearnedState<Scalar>
      }
    }
  }

  /// Gives a network fresh weights, sampled with a seed.
  ///
  /// - Parameters:
  ///   - network: the layers, 1 or more.
  ///   - inputs: the columns of its input, 1 or more.
  ///   - seed: of the weights. Default 0.
  ///   - precision: the width of its numbers. Default: single.
  ///   - ensemble: how many networks, each with its own weights: the seed of member i is `seed` + i. Default: one.
  public init(
    _ network: Sequential, inputs: Int, seed: UInt64 = 0, precision: Precision = .single,
    ensemble: Ensemble? = nil
  ) {
    if let ensemble, ensemble.members > 1 {
      self.init(
        joining: (0..<ensemble.members).map {
          TrainedNetwork(network, inputs: inputs, seed: seed &+ UInt64($0), precision: precision)
        }, by: ensemble.combination)
      return
    }
    self.init(network, inputs: inputs, layout: Self.layout(network, inputs: inputs), precision: precision)
    isFresh = true
    switch weights {
    case .single(let state): state.parameters.initialize(seed: seed)
    case .double(let state): state.parameters.initialize(seed: seed)
    }
  }

  /// Gives a network the weights of another training, found by their names.
  ///
  /// - Parameter parameters: all of the network's, named as ``Parameter/name`` says, in any order.
  /// - Parameter network: the layers, 1 or more.
  /// - Parameter inputs: the columns of its input, 1 or more.
  /// - Parameter precision: the width of its numbers. Default: single.
  /// - Throws: ``NetworkError`` where one is missing, unknown or of another shape.
  public init(
    _ network: Sequential, inputs: Int, parameters: [Parameter], precision: Precision = .single
  ) throws(NetworkError) {
    try network.checkLayers(inputs: inputs)
    let layout = Self.layout(network, inputs: inputs)
    // Before memory is requested, which the description alone could make any size.
    _ = try layout.values(among: parameters)
    try network.requireMemoryToPredict(inputs: inputs, precision: precision)
    self.init(network, inputs: inputs, layout: layout, precision: precision)
    switch weights {
    case .single(let state): try state.parameters.take(parameters)
    case .double(let state): try state.parameters.take(parameters)
    }
  }

  /// This network with other values of some parameters. What its optimizer remembers, the history and the
  /// number of epochs stay, so that training continues from there.
  ///
  /// - Parameter changed: named and shaped as those of ``parameters``.
  /// - Throws: ``NetworkError`` where one is unknown or of another shape.
  public func replacing(parameters changed: [Parameter]) throws(NetworkError) -> TrainedNetwork {
    if ensemble != nil { return try replacing(parametersOfMembers: changed) }
    var result = self
    result.isFresh = false
    switch weights {
    case .single(let state): result.weights = .single(try state.replacing(changed))
    case .double(let state): result.weights = .double(try state.replacing(changed))
    }
    return result
  }

  /// Makes a network of what a training that diverged left.
  ///
  /// - Parameters:
  ///   - network: the layers that were trained.
  ///   - best: the best epoch, as ``NetworkError/diverged(epoch:batch:best:)`` carries it.
  /// - Precondition: the weights are the network's.
  public init(_ network: Sequential, best: BestEpoch) {
    do {
      try self.init(
        network, inputs: best.inputs, parameters: best.parameters, precision: best.precision,
        ensemble: best.ensemble)
    } catch {
      preconditionFailure("The best epoch is that of another network: \(error)")
    }
    history = best.history
  }

  /// Weights that training has made.
  init(_ network: Sequential, inputs: Int, weights: Weights, history: History) {
    self.network = network
    self.inputs = inputs
    self.weights = weights
    self.history = history
  }

  private static func layout(_ network: Sequential, inputs: Int) -> ParameterLayout {
    precondition(inputs > 0, "A network takes 1 value a row or more, received \(inputs).")
    precondition(!network.layers.isEmpty, "A network has 1 layer or more.")
    do { try network.checkLayers(inputs: inputs) } catch { preconditionFailure("\(error)") }
    return ParameterLayout(network: network, inputs: inputs)
  }

  private init(_ network: Sequential, inputs: Int, layout: ParameterLayout, precision: Precision) {
    self.network = network
    self.inputs = inputs
    weights =
      switch precision {
      case .single: .single(LearnedState(parameters: ParameterStore(layout: layout)))
      case .double: .double(LearnedState(parameters: ParameterStore(layout: layout)))
      }
  }

  /// The width of its numbers.
  public var precision: Precision { if case .single = weights { .single } else { .double } }

  /// The number of values a row that it predicts.
  public var outputs: Int { network.widths(inputs: inputs).last! }

  /// All parameters, layer after layer; of an ensemble member after member, with `members.N.` before their names.
  public var parameters: [Parameter] {
    if let ensemble { return ensemble.parameters }
    return switch weights {
    case .single(let state): state.parameters.parameters
    case .double(let state): state.parameters.parameters
    }
  }

  /// Trains the network further: the weights, the optimizer's state, the epochs' numbers and the history
  /// continue. An optimizer of another kind begins afresh.
  ///
  /// Parameters, shapes and errors are those of a ``Sequential``'s first fit; the precision stays.
  public func fitted<Scalar: MatrixScalar>(
    to x: Matrix<Scalar>, _ y: Matrix<Scalar>,
    sampleWeights: [Double]? = nil, validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)? = nil,
    validationWeights: [Double]? = nil, with training: Training, resuming state: TrainingState? = nil
  ) throws(NetworkError) -> TrainedNetwork {
    try self.training(
      on: x, y, sampleWeights: sampleWeights, validation: validation, validationWeights: validationWeights,
      with: training, resuming: state
    ).completed()
  }

  /// Gives the network the history of the training that its weights come from.
  package func with(_ history: History) -> TrainedNetwork {
    var result = self
    result.history = history
    return result
  }

  /// Begins a training that is advanced step by step, or resumes one that was saved.
  ///
  /// Shapes, errors and preconditions are those of
  /// ``fitted(to:_:sampleWeights:validation:validationWeights:with:resuming:)``.
  /// - Parameters:
  ///   - x: the inputs.
  ///   - y: the targets.
  ///   - sampleWeights: how much each row counts. Default: every row counts 1.
  ///   - validation: rows that are not trained on. Default: none.
  ///   - validationWeights: how much each of those counts. Default: every row counts 1.
  ///   - training: how to train.
  ///   - state: what a run of the same network, rows and settings remembered. Default: the run begins.
  /// - Throws: ``NetworkError/stateOfAnotherTraining(problem:)``, too.
  public func training<Scalar: MatrixScalar>(
    on x: Matrix<Scalar>, _ y: Matrix<Scalar>,
    sampleWeights: [Double]? = nil, validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)? = nil,
    validationWeights: [Double]? = nil, with training: Training, resuming state: TrainingState? = nil
  ) throws(NetworkError) -> TrainingRun {
    try run((x, y, sampleWeights), validation.map { ($0.x, $0.y, validationWeights) }, training, state)
  }

  /// Begins a training without an end, to be watched: it keeps no history, and the losses that it reports are
  /// those of all training rows after an epoch.
  package func liveTraining<Scalar: MatrixScalar>(
    on train: (x: Matrix<Scalar>, y: Matrix<Scalar>), validation: (x: Matrix<Scalar>, y: Matrix<Scalar>),
    with training: Training
  ) throws(NetworkError) -> TrainingRun {
    try run((train.x, train.y, nil), (validation.x, validation.y, nil), training, nil, isLive: true)
  }

  /// The network with the first values that its layers take from rows. The first training of sampled weights does so by
  /// itself.
  package func initialized<Scalar: MatrixScalar>(
    from x: Matrix<Scalar>, with training: Training
  ) -> TrainedNetwork {
    var result = self
    result.isFresh = false
    switch weights {
    case .single(let state): result.weights = .single(state.initialized(network, from: Matrix(x), training))
    case .double(let state): result.weights = .double(state.initialized(network, from: Matrix(x), training))
    }
    return result
  }

  /// Refuses targets that the loss does not take with this network's outputs.
  func checkTargets<Scalar: MatrixScalar>(_ y: Matrix<Scalar>, _ loss: any Loss) throws(NetworkError) {
    let outputs = outputs
    guard loss.takes(targets: y.columns, outputs: outputs) else {
      throw .targetsDoNotFit(loss: loss.name, targets: y.columns, outputs: outputs)
    }
    if let foreign = y.firstForeignClass(outputs: outputs) {
      throw .foreignClass(Double(foreign), classes: outputs)
    }
  }

  func check<Scalar: MatrixScalar>(_ x: Matrix<Scalar>, _ y: Matrix<Scalar>, _ weights: [Double]?) {
    precondition(x.rows > 0, "Training takes 1 row or more, received none.")
    precondition(x.rows == y.rows, "X and Y have equally many rows, received \(x.rows) and \(y.rows).")
    precondition(x.columns == inputs, "The network takes \(inputs) values a row, received \(x.columns).")
    guard let weights else { return }
    precondition(
      weights.count == y.rows, "Each of \(y.rows) rows has a weight, received \(weights.count) weights.")
    precondition(
      weights.allSatisfy { $0 >= 0 && $0.isFinite }, "A sample weight is a number of 0 or more.")
  }
}
