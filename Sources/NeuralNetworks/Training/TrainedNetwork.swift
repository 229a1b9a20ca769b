import LinearAlgebra

/// A network with its weights: it answers, and it can be trained further.
public struct TrainedNetwork: Sendable {
  /// What it is made of.
  public let network: Sequential
  /// The number of values a row that it takes.
  public let inputs: Int
  /// The width of its numbers.
  public let precision: Precision
  /// The epochs that led here; empty for weights that were read from a file.
  public private(set) var history = History()
  var weights: Weights

  enum Weights: Sendable {
    case single(LearnedState<Float>)
    case double(LearnedState<Double>)
  }

  /// Gives a network fresh weights, drawn from a seed.
  ///
  /// - Parameters:
  ///   - network: the layers, 1 or more.
  ///   - inputs: the columns of its input, 1 or more.
  ///   - seed: of the weights. Default 0.
  ///   - precision: the width of its numbers. Default: single.
  public init(_ network: Sequential, inputs: Int, seed: UInt64 = 0, precision: Precision = .single) {
    self.init(network, inputs: inputs, precision: precision)
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
    self.init(network, inputs: inputs, precision: precision)
    switch weights {
    case .single(let state): try state.parameters.take(parameters)
    case .double(let state): try state.parameters.take(parameters)
    }
  }

  /// This network with other values of some parameters. What its optimizer remembers, the history and the
  /// number of epochs stay, so that training goes on from there.
  ///
  /// - Parameter changed: named and shaped as those of ``parameters``.
  /// - Throws: ``NetworkError`` where one is unknown or of another shape.
  public func replacing(parameters changed: [Parameter]) throws(NetworkError) -> TrainedNetwork {
    switch weights {
    case .single(let state): with(.single(try state.replacing(changed)), history)
    case .double(let state): with(.double(try state.replacing(changed)), history)
    }
  }

  private init(_ network: Sequential, inputs: Int, precision: Precision) {
    precondition(inputs > 0, "A network takes 1 value a row or more, received \(inputs).")
    precondition(!network.layers.isEmpty, "A network has 1 layer or more.")
    self.network = network
    self.inputs = inputs
    self.precision = precision
    let layout = ParameterLayout(network: network, inputs: inputs)
    weights =
      switch precision {
      case .single: .single(LearnedState(parameters: ParameterStore(layout: layout)))
      case .double: .double(LearnedState(parameters: ParameterStore(layout: layout)))
      }
  }

  /// The number of values a row that it answers with.
  public var outputs: Int { network.widths(inputs: inputs).last! }

  /// All parameters, layer after layer.
  public var parameters: [Parameter] {
    switch weights {
    case .single(let state): state.parameters.parameters { .single($0) }
    case .double(let state): state.parameters.parameters { .double($0) }
    }
  }

  /// Trains the network further: the weights, the optimizer's state, the epochs' numbers and the history
  /// go on where they stood. An optimizer of another kind begins afresh.
  ///
  /// Parameters, shapes and errors are those of a ``Sequential``'s first fit; the precision stays.
  public func fitted<Scalar: MatrixScalar>(
    to x: Matrix<Scalar>, _ y: Matrix<Scalar>,
    sampleWeights: [Double]? = nil, validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)? = nil,
    validationWeights: [Double]? = nil, with training: Training
  ) throws(NetworkError) -> TrainedNetwork {
    check(x, y, sampleWeights)
    try network.checkSoftmax(inputs: inputs)
    precondition(
      sampleWeights == nil || training.classWeights == nil,
      "Training takes sample weights or class weights, received both.")
    let sampleWeights = try training.classWeights?.sampleWeights(for: y) ?? sampleWeights
    if let validation { check(validation.x, validation.y, validationWeights) }
    var result = self
    switch weights {
    case .single(let state):
      let next = LearnedState(continuing: state, for: training)
      result.history = try next.train(
        network, TrainingRows(x, y, sampleWeights),
        validation.map { TrainingRows($0.x, $0.y, validationWeights) }, training, history
      ) { with(.single($0), $1) }
      result.weights = .single(next)
    case .double(let state):
      let next = LearnedState(continuing: state, for: training)
      result.history = try next.train(
        network, TrainingRows(x, y, sampleWeights),
        validation.map { TrainingRows($0.x, $0.y, validationWeights) }, training, history
      ) { with(.double($0), $1) }
      result.weights = .double(next)
    }
    if case .diverged(let epoch, let batch) = result.history.ending {
      throw .diverged(epoch: epoch, batch: batch, best: result.history.keptEpoch == nil ? nil : result)
    }
    return result
  }

  /// This network with other weights and history.
  private func with(_ weights: Weights, _ history: History) -> TrainedNetwork {
    var result = self
    result.weights = weights
    result.history = history
    return result
  }

  func check<Scalar>(_ x: Matrix<Scalar>, _ y: Matrix<Scalar>, _ weights: [Double]?) {
    precondition(x.rows > 0, "Training takes 1 row or more, received none.")
    precondition(x.rows == y.rows, "X and Y have equally many rows, received \(x.rows) and \(y.rows).")
    precondition(x.columns == inputs, "The network takes \(inputs) values a row, received \(x.columns).")
    precondition(
      y.columns == outputs, "The last layer has \(outputs) units, but Y has \(y.columns) columns.")
    guard let weights else { return }
    precondition(
      weights.count == y.rows, "Each of \(y.rows) rows has a weight, received \(weights.count) weights.")
    precondition(
      weights.allSatisfy { $0 >= 0 && $0.isFinite }, "A sample weight is a number of 0 or more.")
  }
}

/// A parameter of a network with its values.
public struct Parameter: Sendable, Equatable {
  /// `layers.N.` and the parameter's name within layer N, counted from 0 over all layers.
  public let name: String
  /// The sizes, the outermost first: (inputs, units) of a kernel, (units) of a bias.
  public let shape: [Int]
  /// Whether an optimizer changes it.
  public let isTrainable: Bool
  /// Row after row.
  public let values: Values

  /// The values, in one of the two precisions.
  public enum Values: Sendable, Equatable {
    case single([Float])
    case double([Double])

    var count: Int {
      switch self {
      case .single(let values): values.count
      case .double(let values): values.count
      }
    }
  }

  /// Creates a parameter.
  ///
  /// - Parameters:
  ///   - name: `layers.N.` and the parameter's name within layer N.
  ///   - shape: the sizes, the outermost first.
  ///   - isTrainable: whether an optimizer changes it. Default `true`.
  ///   - values: row after row, as many as the shape has places.
  /// - Precondition: there are as many.
  public init(name: String, shape: [Int], isTrainable: Bool = true, values: Values) {
    let count = shape.reduce(1, *)
    precondition(
      values.count == count, "\(name) of shape \(shape) has \(count) values, received \(values.count).")
    self.name = name
    self.shape = shape
    self.isTrainable = isTrainable
    self.values = values
  }

  /// The number of scalars.
  public var count: Int { shape.reduce(1, *) }
}
