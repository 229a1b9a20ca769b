import LinearAlgebra

/// A training in progress: it advances by some updates at a time, and can be inspected, saved and resumed in
/// between.
///
///     var run = try network.training(on: x, y, validation: held, with: training)
///     while run.ending == nil {
///       if let epoch = try run.advance().epoch { print(epoch.epoch, epoch["loss"]!) }
///     }
///     let trained = run.network
///
/// It makes the same updates as
/// ``TrainedNetwork/fitted(to:_:sampleWeights:validation:validationWeights:with:resuming:)``,
/// which does nothing but advance a run to its end. It is a value: a copy advances separately.
public struct TrainingRun: Sendable {
  private var loop: any AnyTrainingLoop
  /// Shared by the values that share the loop: the standard library cannot see whether an `any` is unique.
  private var owner = Owner()
  /// When a state was saved last, or the run began.
  private var lastSaved = ContinuousClock.now

  private final class Owner: Sendable {}

  init(_ loop: any AnyTrainingLoop) { self.loop = loop }

  /// What happened in a call of ``TrainingRun/advance(updates:)``.
  public struct Advance: Sendable {
    /// How many updates were made.
    public internal(set) var updates: Int
    /// The metrics of the epoch that was finished, if one was.
    public internal(set) var epoch: EpochMetrics?
    /// Why the run has ended; `nil` while it is in progress.
    public internal(set) var ending: History.Ending?
  }

  /// How the network is trained.
  public var training: Training { loop.training }
  /// The epochs that are finished, those before the run among them.
  public var epoch: Int { loop.progress.epoch }
  /// The updates that the optimizer has made, those before the run among them.
  public var updates: Int { loop.iteration }
  /// The rate of the next update.
  public var learningRate: Double { loop.nextLearningRate }
  /// Why the run has ended; `nil` while it is in progress.
  public var ending: History.Ending? { loop.progress.ending }
  /// A copy of the network in its current state, with the history so far.
  public var network: TrainedNetwork { loop.trained(copiesState: true) }
  /// All that the run remembers, to be saved and given to
  /// ``TrainedNetwork/training(on:_:sampleWeights:validation:validationWeights:with:resuming:)``.
  public var state: TrainingState { loop.state }

  /// Makes updates, up to the end of the epoch at most. A run that has ended makes none.
  ///
  /// - Parameter updates: how many at most, 1 or more. Default: all that are left of the epoch.
  /// - Throws: ``NetworkError/notSaved(path:reason:)``; of ``Training/checkpoints``
  ///   ``NetworkError/checkpointNotSaved(reason:)`` and ``NetworkError/undeclaredProperty(callback:property:)``. A loss
  ///   that diverges ends the run; it is not an error.
  @discardableResult
  public mutating func advance(updates: Int = .max) throws(NetworkError) -> Advance {
    precondition(updates > 0, "A run advances by 1 update or more, received \(updates).")
    makeUnique()
    let advance = try loop.advance(updates: updates)
    // Within an epoch nothing is copied: an update allocates nothing.
    if advance.epoch != nil || advance.ending != nil, let checkpoints = loop.training.checkpoints {
      if advance.ending == nil, let epoch = advance.epoch,
        checkpoints.interval.isDue(after: epoch.epoch, since: lastSaved)
      {
        try save(loop.state, with: checkpoints)
      } else if advance.ending == .interrupted, let state = loop.interruptedState {
        try save(state, with: checkpoints)
      }
    }
    return advance
  }

  private mutating func save(_ state: TrainingState, with checkpoints: Checkpoints) throws(NetworkError) {
    if let (callback, property) = loop.undeclaredProperty {
      throw .undeclaredProperty(callback: callback, property: property)
    }
    do { try checkpoints.save(state) } catch { throw .checkpointNotSaved(reason: "\(error)") }
    lastSaved = .now
  }

  /// Advances to the end.
  ///
  /// - Throws: as ``advance(updates:)``; ``NetworkError/diverged(epoch:batch:best:)``.
  consuming func completed() throws(NetworkError) -> TrainedNetwork {
    while ending == nil { try advance() }
    return try finished()
  }

  /// Continues for some more epochs; where the run has ended, from there. The callbacks begin anew. A run that
  /// has diverged stays ended.
  ///
  /// - Parameter epochs: how many, 1 or more.
  public mutating func resume(epochs: Int) {
    precondition(epochs > 0, "A run takes 1 epoch or more, received \(epochs).")
    makeUnique()
    loop.resume(epochs: epochs)
  }

  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&owner) else { return }
    loop = loop.copy()
    owner = Owner()
  }

  /// The network at the end of a fit, without a copy of its weights.
  ///
  /// - Throws: ``NetworkError/diverged(epoch:batch:best:)``, or ``NetworkError/notFinite(values:row:column:)``
  ///   where that is why.
  private consuming func finished() throws(NetworkError) -> TrainedNetwork {
    if case .diverged(let epoch, let batch) = ending { throw divergence(epoch: epoch, batch: batch) }
    // A unit that is never active hides an infinite weight from the loss.
    if training.stopsOnDivergence, !loop.hasFiniteWeights {
      throw divergence(epoch: epoch, batch: loop.updatesPerEpoch)
    }
    return loop.trained(copiesState: false)
  }

  /// The rows are searched only now, so that a training that goes well pays nothing.
  private func divergence(epoch: Int, batch: Int) -> NetworkError {
    loop.faultyValue.map { .notFinite(values: $0.values, row: $0.row, column: $0.column) }
      ?? .diverged(epoch: epoch, batch: batch, best: loop.best)
  }
}

extension TrainingRun {
  /// Whether an epoch has begun and not ended.
  package var isWithinEpoch: Bool { loop.progress.batch > 0 }
  /// The updates of an epoch; 0 where batches are larger than all rows and partial ones are carried over.
  package var updatesPerEpoch: Int { loop.updatesPerEpoch }
  /// The epoch whose weights a callback requested last to keep.
  package var keptEpoch: Int? { loop.progress.keptEpoch }

  /// Every how many epochs one is evaluated, as the last one always is.
  package var evaluationInterval: Int {
    get { training.evaluationInterval }
    set {
      makeUnique()
      loop.training.evaluationInterval = newValue
    }
  }

  /// The losses of the current weights on all training rows and on the validation rows, with what penalties on
  /// the weights add, unless training evaluates after the epoch; NaN for rows that a run does not evaluate.
  ///
  /// - Parameter withPenalty: whether what penalties add is included. Default `true`.
  package func losses(withPenalty: Bool = true) -> (train: Double, validation: Double) {
    loop.losses(withPenalty: withPenalty)
  }

  /// Continues with other values of some parameters; the optimizer's memory stays. The callbacks begin anew, and
  /// the run where it has ended.
  ///
  /// - Throws: ``NetworkError`` where one is unknown or of another shape.
  package mutating func replace(parameters: [Parameter]) throws(NetworkError) {
    makeUnique()
    try loop.replace(parameters)
  }

  /// Continues in another way. The memory of the optimizer stays where it is of the same kind, that of each
  /// callback where it is equal to the one in its place; with other batches an epoch that has begun starts over.
  /// A run that has ended continues, unless it has diverged; its epochs count from the run's beginning.
  ///
  /// - Throws: ``NetworkError/invalidThreadCount(_:)``.
  package mutating func change(_ training: Training) throws(NetworkError) {
    makeUnique()
    try loop.change(training)
  }
}

/// A loop in one precision or the other.
protocol AnyTrainingLoop: AnyObject, Sendable {
  var training: Training { get set }
  var network: Sequential { get }
  /// Whether the run keeps no history.
  var isLive: Bool { get }
  var progress: RunProgress { get }
  var iteration: Int { get }
  var updatesPerEpoch: Int { get }
  var nextLearningRate: Double { get }
  /// Whether no weight is NaN or infinite.
  var hasFiniteWeights: Bool { get }
  /// The first value of the rows that is NaN or infinite.
  var faultyValue: (values: String, row: Int, column: Int)? { get }
  /// What is left of a run that diverged, if an epoch ended before.
  var best: BestEpoch? { get }
  var state: TrainingState { get }
  /// The state before an interruption ended the run, where checkpoints are saved; `nil` where it cannot be resumed.
  var interruptedState: TrainingState? { get }
  /// What keeps a state from holding all that the callbacks remember: see ``CallbackList/undeclaredProperty``.
  var undeclaredProperty: (callback: String, property: String)? { get }
  func copy() -> any AnyTrainingLoop
  func advance(updates limit: Int) throws(NetworkError) -> TrainingRun.Advance
  func trained(copiesState: Bool) -> TrainedNetwork
  func losses(withPenalty: Bool) -> (train: Double, validation: Double)
  func resume(epochs: Int)
  func replace(_ parameters: [Parameter]) throws(NetworkError)
  func change(_ training: Training) throws(NetworkError)
  func restore(_ state: TrainingState) throws(NetworkError)
  /// Does what callbacks that watch an ensemble requested of all members, at the end of an epoch.
  func carryOut(ofEnsemble requests: [CallbackList.Request]) throws(NetworkError)
}
