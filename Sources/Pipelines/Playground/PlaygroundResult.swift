import Foundation
import LinearAlgebra
import NeuralNetworks
import Tabular

/// A run of the Playground at some epoch: its points, its curve so far, and the network, which can go on.
///
///     var result = try run.begun()
///     try result.advance(epochs: 1)
///     try result.replace(parameters: edited)        // and go on with other weights
///     try result.advance(epochs: 99, recordEvery: 10)
///
/// Going on gives the same bits as one go: what the optimizer remembers and the points that wait for the next
/// epoch's first update go on, too. (Of those the gradient is computed when they are used: where weights were
/// edited meanwhile, with the new ones, whereas the Playground has it from before.)
public struct PlaygroundResult: Sendable {
  /// What is reported of an epoch.
  public struct Record: Sendable, Equatable {
    /// Counted from 1; 0 before the first update.
    public let epoch: Int
    /// The mean of ½(ŷ − y)² over the training points, NaN or infinite where it is no number.
    public let trainLoss: Double
    /// The same over the test points.
    public let testLoss: Double
    /// The share of the training points whose output has the label's sign.
    public let trainAccuracy: Double
    /// The same of the test points.
    public let testAccuracy: Double

    /// Whether both losses are numbers.
    public var isFinite: Bool { trainLoss.isFinite && testLoss.isFinite }
  }

  /// What describes it.
  public private(set) var run: PlaygroundRun
  /// What was recorded, the first at epoch 0.
  public private(set) var curve: [Record] = []
  /// The network after ``epoch``.
  public private(set) var network: TrainedNetwork
  private let trainRows: PlaygroundRows
  private let testRows: PlaygroundRows

  package init(
    _ run: PlaygroundRun, train: [PlaygroundPoint], test: [PlaygroundPoint], network: TrainedNetwork
  ) {
    self.run = run
    self.network = network
    trainRows = PlaygroundRows(train, features: run.features, precision: network.precision)
    testRows = PlaygroundRows(test, features: run.features, precision: network.precision)
    curve = [record()]
  }

  /// The epochs so far.
  public var epoch: Int { network.history.epochs }

  /// The points that are trained on, in the order in which they are used: the columns x1, x2 and label.
  public var train: DataFrame { trainRows.frame }

  /// The points that are not.
  public var test: DataFrame { testRows.frame }

  /// Both parts as the network takes them. Shapes: x (points, features), y (points, 1)
  package var trainMatrices: (x: Matrix<Double>, y: Matrix<Double>) { trainRows.doubles }
  package var testMatrices: (x: Matrix<Double>, y: Matrix<Double>) { testRows.doubles }

  /// Whether a loss that was recorded is no number.
  public var hasDiverged: Bool { curve.contains { !$0.isFinite } }

  /// Trains further.
  ///
  /// - Parameters:
  ///   - epochs: how many, 1 or more. Default 1.
  ///   - recordEvery: from how many epochs one is recorded, 1 or more, counted from epoch 0; the last always
  ///     is. Default 1.
  /// - Throws: ``VintnerError/network(_:)``.
  public mutating func advance(epochs: Int = 1, recordEvery: Int = 1) throws(VintnerError) {
    var training = run.training(epochs: epochs)
    training.evaluationInterval = recordEvery
    let first = epoch
    do throws(NetworkError) {
      network =
        switch (trainRows.matrices, testRows.matrices) {
        case (.single(let train), .single(let test)):
          try network.fitted(to: train.x, train.y, validation: test, with: training)
        case (.double(let train), .double(let test)):
          try network.fitted(to: train.x, train.y, validation: test, with: training)
        default: preconditionFailure("Both parts have the network's precision.")
        }
    } catch {
      throw .network(error)
    }
    appendRecords(after: first, every: recordEvery)
  }

  /// Goes on with other values of some parameters: the last record is that of the network as it is then.
  ///
  /// Weights that L1 has set to 0 for good stay what they are given, and are not trained.
  /// - Throws: ``VintnerError/network(_:)`` where a parameter is not the network's.
  public mutating func replace(parameters: [Parameter]) throws(VintnerError) {
    do { network = try network.replacing(parameters: parameters) } catch { throw .network(error) }
    curve[curve.count - 1] = record()
  }

  /// Goes on with another rate, batch or penalty; what is `nil` stays.
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
  }

  /// The network's outputs at points of the plane.
  ///
  /// - Parameter points: x1 and x2 of each.
  public func outputs(at points: [(x1: Double, x2: Double)]) -> [Double] {
    let rows = PlaygroundRows(
      points.map { PlaygroundPoint(x1: $0.x1, x2: $0.x2, label: 0) }, features: run.features,
      precision: network.precision)
    return rows.outputs(of: network)
  }

  private mutating func appendRecords(after first: Int, every interval: Int) {
    let history = network.history
    let columns = ["loss", "val_loss", "sign_accuracy", "val_sign_accuracy"].map { history[$0] }
    for epoch in first + 1...history.epochs where epoch == history.epochs || epoch.isMultiple(of: interval) {
      curve.append(
        Record(
          epoch: epoch, trainLoss: columns[0][epoch - 1], testLoss: columns[1][epoch - 1],
          trainAccuracy: columns[2][epoch - 1], testAccuracy: columns[3][epoch - 1]))
    }
  }

  /// The figures of the network as it is.
  private func record() -> Record {
    let (train, test) = (trainRows.figures(of: network), testRows.figures(of: network))
    return Record(
      epoch: epoch, trainLoss: train.loss, testLoss: test.loss, trainAccuracy: train.accuracy,
      testAccuracy: test.accuracy)
  }
}
