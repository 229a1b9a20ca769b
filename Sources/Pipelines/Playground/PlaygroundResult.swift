import Foundation
import LinearAlgebra
import NeuralNetworks
import Tabular

/// A run of the Playground at some epoch: its points, its curve so far, and the network, which can be trained
/// further.
///
///     var result = try run.begun()
///     try result.advance(epochs: 1)
///     try result.replace(parameters: edited)        // and continue with other weights
///     try result.advance(epochs: 99, recordEvery: 10)
///
/// In however many parts a run advances, the bits are the same: what the optimizer remembers and the points that
/// wait for the next epoch's first update are kept. (The gradient of those is computed when they are used: where
/// weights were edited meanwhile, with the new ones, whereas the Playground has it from before.)
public struct PlaygroundResult: Sendable {
  /// What is recorded of an epoch.
  public struct Record: Sendable, Equatable {
    /// Counted from 1; 0 before the first update.
    public let epoch: Int
    /// The mean of ½(ŷ − y)² over the training points; NaN or infinite where it diverged.
    public let trainLoss: Double
    /// The same over the test points.
    public let testLoss: Double
    /// The share of the training points whose output has the label's sign.
    public let trainAccuracy: Double
    /// The same of the test points.
    public let testAccuracy: Double

    /// Whether both losses are finite.
    public var isFinite: Bool { trainLoss.isFinite && testLoss.isFinite }
  }

  /// Its description.
  public private(set) var run: PlaygroundRun
  /// What was recorded, the first at epoch 0.
  public private(set) var curve: [Record] = []
  private var training: TrainingRun
  /// Whether ``run`` was changed since the last epoch.
  private var isChanged = false
  private let trainRows: PlaygroundRows
  private let testRows: PlaygroundRows

  package init(
    _ run: PlaygroundRun, train: [PlaygroundPoint], test: [PlaygroundPoint], network: TrainedNetwork
  ) throws(NetworkError) {
    self.run = run
    trainRows = PlaygroundRows(train, features: run.features)
    testRows = PlaygroundRows(test, features: run.features)
    training = try network.training(
      on: trainRows.x, trainRows.y, validation: (testRows.x, testRows.y), with: run.training(epochs: 1))
    curve = [record()]
  }

  /// The epochs so far.
  public var epoch: Int { training.epoch }

  /// The network after ``epoch``.
  public var network: TrainedNetwork { training.network }

  /// The points that are trained on, in the order in which they are used: the columns x1, x2 and label.
  public var train: DataFrame { trainRows.frame }

  /// The points that are not.
  public var test: DataFrame { testRows.frame }

  /// Both parts as the network takes them. Shapes: x (points, features), y (points, 1)
  package var trainMatrices: (x: Matrix<Double>, y: Matrix<Double>) { (trainRows.x, trainRows.y) }
  package var testMatrices: (x: Matrix<Double>, y: Matrix<Double>) { (testRows.x, testRows.y) }

  /// Whether a loss that was recorded is NaN or infinite.
  public var hasDiverged: Bool { curve.contains { !$0.isFinite } }

  /// Trains further.
  ///
  /// - Parameters:
  ///   - epochs: how many, 1 or more. Default 1.
  ///   - recordEvery: every how many epochs one is recorded, 1 or more, counted from epoch 0; the last always
  ///     is. Default 1.
  /// - Throws: ``VintnerError/network(_:)``.
  public mutating func advance(epochs: Int = 1, recordEvery: Int = 1) throws(VintnerError) {
    if isChanged {
      let changed = run.training(epochs: epochs)
      try networking(training.change(changed))
      isChanged = false
    }
    training.resume(epochs: epochs)
    training.evaluationInterval = recordEvery
    while training.ending == nil {
      let advance = try networking(training.advance())
      guard let epoch = advance.epoch, epoch.isEvaluated else { continue }
      curve.append(
        Record(
          epoch: epoch.epoch, trainLoss: epoch["loss"]!, testLoss: epoch["val_loss"]!,
          trainAccuracy: epoch["sign_accuracy"]!, testAccuracy: epoch["val_sign_accuracy"]!))
    }
  }

  /// Continues with other values of some parameters: the last record is then that of the changed network.
  ///
  /// Weights that L1 has set to 0 for good stay what they are given, and are not trained.
  /// - Throws: ``VintnerError/network(_:)`` where a parameter is not the network's.
  public mutating func replace(parameters: [Parameter]) throws(VintnerError) {
    try networking(training.replace(parameters: parameters))
    curve[curve.count - 1] = record()
  }

  /// Continues with another rate, batch or penalty; what is `nil` stays.
  ///
  /// Another kind of penalty forgets which weights were dead, another rate of it does not.
  /// - Parameters:
  ///   - learningRate: the size of a step, above 0.
  ///   - batchSize: points an update, 1 or more.
  ///   - regularization: the penalty on weights.
  public mutating func change(
    learningRate: Double? = nil, batchSize: Int? = nil, regularization: PlaygroundRegularization? = nil
  ) {
    run.learningRate = learningRate ?? run.learningRate
    run.batchSize = batchSize ?? run.batchSize
    run.regularization = regularization ?? run.regularization
    isChanged = true
  }

  /// The network's outputs at points of the plane.
  ///
  /// - Parameter points: x1 and x2 of each.
  public func outputs(at points: [(x1: Double, x2: Double)]) -> [Double] {
    PlaygroundRows(at: points, features: run.features).outputs(of: network)
  }

  /// The losses and accuracies of the network in its current state.
  private func record() -> Record {
    let network = network
    let (train, test) = (trainRows.evaluate(network), testRows.evaluate(network))
    return Record(
      epoch: epoch, trainLoss: train.loss, testLoss: test.loss, trainAccuracy: train.accuracy,
      testAccuracy: test.accuracy)
  }
}
