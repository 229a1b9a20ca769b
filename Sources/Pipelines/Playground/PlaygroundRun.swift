import LinearAlgebra
import NeuralNetworks
import Tabular

/// The description of a run of the TensorFlow Playground: data, features, network, and how it is trained.
///
///     let run = PlaygroundRun(data: .spiral, features: PlaygroundData.features, hidden: [8])
///     let result = try run.fitted(recordEvery: 10)
///     result.curve.last!.testLoss
///
/// The defaults are those of the Playground's page, including its 4-2 network.
/// The same value gives the same run, bit for bit. Source: TensorFlow Playground, `src/state.ts`.
public struct PlaygroundRun: Sendable, Equatable {
  /// The data set.
  public var data: PlaygroundData
  /// The number of points, 2 or more; `nil` for the data set's own.
  public var count: Int?
  /// 0 to 0.5.
  public var noise: Double
  /// The share of the points to train on, above 0 and below 1.
  public var trainFraction: Double
  /// Of ``PlaygroundData/features``, in the order in which the network takes them.
  public var features: [String]
  /// The units of each hidden layer, 1 or more; none for a single neuron.
  public var hidden: [Int]
  /// Of the hidden layers.
  public var activation: Activation
  /// The size of a step, above 0.
  public var learningRate: Double
  /// Points an update, 1 or more. Points that do not fill a batch wait for the next epoch's first update; more
  /// than there are training points means no update at all, as in the Playground.
  public var batchSize: Int
  /// The penalty on weights.
  public var regularization: PlaygroundRegularization
  /// How often to use all training points, 1 or more.
  public var epochs: Int
  /// Of the points and of the first weights.
  public var seed: UInt64
  /// The width of the network's numbers.
  public var precision: Precision

  /// Describes a run.
  ///
  /// - Parameters:
  ///   - data: the data set. Default: circle.
  ///   - count: the number of points, 2 or more. Default: the data set's own, 500 or 1,200.
  ///   - noise: 0 to 0.5. Default 0.
  ///   - trainFraction: the share of the points to train on, in (0, 1), rounded down to whole points. Default
  ///     0.5.
  ///   - features: of ``PlaygroundData/features``. Default: x1 and x2.
  ///   - hidden: the units of each hidden layer, 1 or more. Default: 4 and 2.
  ///   - activation: of the hidden layers. Default: tanh.
  ///   - learningRate: the size of a step, above 0. Default 0.03.
  ///   - batchSize: points an update, 1 or more; beyond the training points no update at all. Default 10.
  ///   - regularization: the penalty on weights. Default: none.
  ///   - epochs: how often to use all training points, 1 or more. Default 500.
  ///   - seed: of the points and of the first weights. Default 0.
  ///   - precision: the width of the network's numbers; the Playground's is double. Default: single.
  public init(
    data: PlaygroundData = .circle, count: Int? = nil, noise: Double = 0, trainFraction: Double = 0.5,
    features: [String] = ["x1", "x2"], hidden: [Int] = [4, 2], activation: Activation = .tanh,
    learningRate: Double = 0.03, batchSize: Int = 10, regularization: PlaygroundRegularization = .none,
    epochs: Int = 500, seed: UInt64 = 0, precision: Precision = .single
  ) {
    self.data = data
    self.count = count
    self.noise = noise
    self.trainFraction = trainFraction
    self.features = features
    self.hidden = hidden
    self.activation = activation
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.regularization = regularization
    self.epochs = epochs
    self.seed = seed
    self.precision = precision
  }

  /// The layers.
  public var network: Sequential {
    .playground(hidden: hidden, activation: activation, isClassification: data.isClassification)
  }

  /// How they are trained for a number of epochs. Where a loss becomes NaN or infinite, training continues, as in
  /// the Playground.
  ///
  /// - Precondition: 1 epoch or more, a batch of 1 point or more, a rate above 0.
  public func training(epochs: Int) -> Training {
    var training = Training.playground(
      learningRate: .constant(learningRate), batchSize: batchSize, regularization: regularization,
      epochs: epochs, seed: seed)
    training.stopsOnDivergence = false
    return training
  }

  /// Generates the points and trains on them.
  ///
  /// - Parameter recordEvery: every how many epochs one is recorded, 1 or more; the first (0, before any update)
  ///   and the last always are. Default 1.
  /// - Throws: ``VintnerError/playground(_:)`` where data, features or noise cannot be.
  /// - Precondition: as ``training(epochs:)``.
  public func fitted(recordEvery: Int = 1) throws(VintnerError) -> PlaygroundResult {
    var result = try begun()
    try result.advance(epochs: epochs, recordEvery: recordEvery)
    return result
  }

  /// Generates the points and the first weights: the run at epoch 0, to be advanced step by step.
  ///
  /// - Throws: as ``fitted(recordEvery:)``.
  public func begun() throws(VintnerError) -> PlaygroundResult {
    try checkFeatures()
    let points = try data.points(count: count, noise: noise, seed: seed)
    let size = Int((Double(points.count) * trainFraction + 1e-9).rounded(.down))
    guard size > 0, size < points.count else {
      throw .playground(.tooFewPoints(count: points.count, trainFraction: trainFraction))
    }
    let described = network
    try networking(
      described.requireMemory(
        inputs: features.count, rows: size, training: training(epochs: 1), precision: precision))
    let network = TrainedNetwork(described, inputs: features.count, seed: seed, precision: precision)
    return try networking(
      PlaygroundResult(
        self, train: Array(points[..<size]), test: Array(points[size...]), network: network))
  }

  private func checkFeatures() throws(VintnerError) {
    guard !features.isEmpty else { throw .playground(.noFeatures) }
    let known = PlaygroundData.features
    if let stranger = features.first(where: { !known.contains($0) }) {
      throw .playground(.unknownFeature(stranger, nearest: nearestName(to: stranger, among: known)!))
    }
  }
}
