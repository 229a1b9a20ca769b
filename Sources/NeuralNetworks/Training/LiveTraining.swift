import LinearAlgebra

/// Training that stays at hand: it goes on by some updates at a time, and between them everything can be seen
/// and changed.
///
///     let live = try LiveTraining(network, on: (x, y), validation: (vx, vy), with: training)
///     live.advance(updates: 1)
///     try live.change(faster)              // another rate, batch or penalty, without beginning anew
///     live.losses().validation
///
/// An epoch gives the bits that ``TrainedNetwork/fitted(to:_:sampleWeights:validation:validationWeights:with:)``
/// gives, but all memory stays between the epochs, and no history grows. Callbacks, class weights and windows
/// of rows it does not know; the epochs of the training count for nothing.
///
/// It is used by one thread at a time.
package final class LiveTraining {
  /// How it is trained.
  package private(set) var training: Training
  private let base: TrainedNetwork
  private let rows: any LiveRows

  /// Begins with a network's weights.
  ///
  /// Shapes: x (rows, inputs), y (rows, outputs)
  /// - Parameters:
  ///   - network: where to begin.
  ///   - train: the rows to learn from, 1 or more.
  ///   - validation: rows to measure on, 1 or more.
  ///   - training: how to train.
  /// - Throws: ``NetworkError/softmaxOfOneUnit(layer:)``, ``NetworkError/invalidThreadCount(_:)``.
  package init(
    _ network: TrainedNetwork, on train: (x: Matrix<Double>, y: Matrix<Double>),
    validation: (x: Matrix<Double>, y: Matrix<Double>), with training: Training
  ) throws(NetworkError) {
    precondition(training.shuffleWindow == nil, "Live training takes all rows at once, not windows.")
    network.check(train.x, train.y, nil)
    network.check(validation.x, validation.y, nil)
    try network.network.checkSoftmax(inputs: network.inputs)
    self.training = training
    base = network
    rows =
      switch network.weights {
      case .single(let state):
        try LiveTrainer<Float>(network.network, state, train, validation, training)
      case .double(let state):
        try LiveTrainer<Double>(network.network, state, train, validation, training)
      }
  }

  /// The epochs that are finished.
  package var epoch: Int { rows.epoch }
  /// The updates so far.
  package var updates: Int { rows.updates }
  /// Whether an epoch has begun and not ended.
  package var isWithinEpoch: Bool { rows.isWithinEpoch }
  /// The updates that an epoch takes; 0 where batches are larger than all rows and such are carried over.
  package var updatesPerEpoch: Int { rows.updatesPerEpoch }
  /// Whether a batch's loss was no longer a number, in a training that stops there.
  package var hasDiverged: Bool { rows.hasDiverged }

  /// The rate of the next update.
  package var learningRate: Double {
    switch base.precision {
    case .single: training.optimizer.learningRate.rate(afterUpdates: updates, in: Float.self)
    case .double: training.optimizer.learningRate.rate(afterUpdates: updates, in: Double.self)
    }
  }

  /// Makes updates, but none beyond the epoch's end; answers whether that was reached.
  ///
  /// - Parameter limit: the most updates, 1 or more. Default: to the epoch's end.
  @discardableResult
  package func advance(updates limit: Int = .max) -> Bool { rows.advance(updates: limit) }

  /// The losses of the weights as they are, on all training rows and on the validation rows, with what
  /// penalties on the weights add, unless training evaluates after the epoch.
  package func losses() -> (train: Double, validation: Double) { rows.losses() }

  /// A copy of the network as it is, without a history.
  package var network: TrainedNetwork { rows.snapshot(of: base) }

  /// Goes on with other values of some parameters; what the optimizer remembers stays.
  ///
  /// - Throws: ``NetworkError`` where one is unknown or of another shape.
  package func replace(parameters: [Parameter]) throws(NetworkError) { try rows.replace(parameters) }

  /// Goes on in another way. What the optimizer remembers stays where it is of the same kind; with another
  /// batch size an epoch that has begun begins anew.
  package func change(_ training: Training) throws(NetworkError) {
    try rows.change(training)
    self.training = training
  }

  /// Remembers the weights as they are.
  package func keepWeights() { rows.keepWeights() }
  /// Goes back to the weights that were kept last, if any were.
  package func restoreKeptWeights() { rows.restoreKeptWeights() }
}

/// What live training does in one precision or the other.
protocol LiveRows: AnyObject {
  var epoch: Int { get }
  var updates: Int { get }
  var isWithinEpoch: Bool { get }
  var updatesPerEpoch: Int { get }
  var hasDiverged: Bool { get }
  func advance(updates limit: Int) -> Bool
  func losses() -> (train: Double, validation: Double)
  func snapshot(of base: TrainedNetwork) -> TrainedNetwork
  func replace(_ parameters: [Parameter]) throws(NetworkError)
  func change(_ training: Training) throws(NetworkError)
  func keepWeights()
  func restoreKeptWeights()
}
