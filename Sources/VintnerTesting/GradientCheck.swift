import Vintner

/// Holds the gradients of a network against central differences, in double precision.
///
/// Every trainable parameter is checked, and every input of every row: the layers get a linear dense layer
/// before them whose kernel is the input data and whose own input is the identity, so that the gradient of
/// that kernel is the gradient of the inputs, row for row.
///
///     let faults = try GradientCheck([Dense(3, activation: .tanh), Dense(1)]).faults()
///
/// It needs nothing but training itself: the loss is the one that an epoch of one batch reports, the gradient the one
/// that its step follows. Layers that take first values from rows take them from these. Inputs near a corner of a function, such as
/// relu's, may be reported without a fault: choose other inputs.
public struct GradientCheck {
  /// The layers behind the inputs.
  public var layers: [any Layer]
  /// What is differentiated.
  public var loss: any Loss
  /// Shape: (rows, inputs). Default: 7 rows of 3 numbers in [−1, 1).
  public var x: Matrix<Double>
  /// Shape: (rows, outputs). Default: `nil`, sampled.
  public var y: Matrix<Double>?
  /// The seed of parameters, noise and sampled targets. Default 2.
  public var seed: UInt64 = 2
  /// How far a scalar is moved. Default 10⁻⁵, away from the difference's own errors: h² of the third derivative and
  /// 10⁻¹⁶ / h.
  public var step = 1e-5
  /// The largest error, relative to slopes above 1. Default 10⁻⁷.
  public var tolerance = 1e-7

  /// Describes a check of layers.
  public init(_ layers: [any Layer], loss: any Loss = MeanSquaredError(), inputs: Int = 3) {
    self.layers = layers
    self.loss = loss
    x = sampled(rows: 7, columns: inputs, seed: 1)
  }

  /// One sentence for each scalar whose gradient is wrong.
  ///
  /// - Throws: `NetworkError` where the network cannot be trained.
  public func faults() throws -> [String] {
    let network = Sequential([Dense(x.columns)] + layers)
    let fresh = TrainedNetwork(network, inputs: x.rows, seed: seed, precision: .double)
    var parameters = fresh.parameters
    parameters[0] = Parameter(
      name: parameters[0].name, shape: [x.rows, x.columns], values: .double(x.scalars))
    parameters = try untrained(network, parameters).initialized(from: identity(x.rows), with: training)
      .parameters
    let start = try untrained(network, parameters)
    let gradients = Dictionary(
      uniqueKeysWithValues: start.gradients(identity(x.rows), targets(start), loss: loss, seed: seed).map {
        ($0.name, $0.scalars)
      })
    return try parameters.indices.filter { parameters[$0].isTrainable }.flatMap { index in
      try faults(network, parameters, of: index, gradient: gradients[parameters[index].name] ?? [])
    }
  }

  private func faults(
    _ network: Sequential, _ parameters: [Parameter], of index: Int, gradient: [Double]
  ) throws -> [String] {
    try gradient.enumerated().compactMap { place, exact in
      let numeric =
        (try lossOf(network, parameters, moving: index, place, by: step)
          - lossOf(network, parameters, moving: index, place, by: -step)) / (2 * step)
      guard !(abs(exact - numeric) <= tolerance * max(1, abs(numeric))) else { return nil }
      return "\(parameters[index].name)[\(place)]: gradient \(exact), difference quotient \(numeric)"
    }
  }

  private func lossOf(
    _ network: Sequential, _ parameters: [Parameter], moving index: Int, _ place: Int, by step: Double
  ) throws -> Double {
    var moved = parameters
    var values = moved[index].scalars
    values[place] += step
    moved[index] = Parameter(
      name: moved[index].name, shape: moved[index].shape, isTrainable: moved[index].isTrainable,
      values: .double(values))
    return try trained(network, moved).history.loss[0]
  }

  private func trained(_ network: Sequential, _ parameters: [Parameter]) throws -> TrainedNetwork {
    let start = try untrained(network, parameters)
    return try start.fitted(to: identity(x.rows), targets(start), with: training)
  }

  private func untrained(_ network: Sequential, _ parameters: [Parameter]) throws -> TrainedNetwork {
    try TrainedNetwork(network, inputs: x.rows, parameters: parameters, precision: .double)
  }

  private func targets(_ network: TrainedNetwork) -> Matrix<Double> {
    y ?? sampled(rows: x.rows, columns: network.outputs, seed: seed + 1)
  }

  private var training: Training {
    Training(
      optimizer: SGD(learningRate: 1), loss: loss, batchSize: x.rows, shuffles: false, seed: seed, threads: 1)
  }
}

private func identity(_ size: Int) -> Matrix<Double> {
  Matrix(rows: size, columns: size, scalars: (0..<size * size).map { $0 % (size + 1) == 0 ? 1 : 0 })
}
