import Vintner

/// A run at some epoch: rows, training, curve and what ends it. Used by one thread at a time.
///
/// It knows neither threads nor clocks: the same state gives the same results, however it is watched.
final class SessionRun: @unchecked Sendable {
  // Sendable holds because only the thread that has taken the run uses it, or the one that is making it.
  private(set) var state: PlaygroundState
  private(set) var material: SessionMaterial
  private(set) var curve = LossCurve()
  private(set) var ending: StopRule.Ending?
  private(set) var training: TrainingRun
  /// Whether settings of the training or weights were changed during the run, so that the state alone does not give
  /// this run again.
  private(set) var wasChanged = false
  private var rule: StopRule
  /// What its network takes of the memory.
  private let memory: Reservation
  /// Whether its losses are compared with those of runs that may have other penalties: they have none then.
  private let isCompared: Bool

  /// - Parameter budget: the memory of which the network takes its part.
  /// - Throws: `SessionError` where the settings do not fit, or there is no memory.
  init(
    _ state: PlaygroundState, _ material: SessionMaterial, isCompared: Bool = false,
    _ budget: MemoryBudget = MemoryBudget()
  ) throws(SessionError) {
    self.state = state
    memory = try budget.reserve(
      RunMemory.ofNetwork(state, rows: material.train.x.rows, inputs: material.train.x.columns),
      for: "This network", remedy: "give it fewer units or smaller batches")
    self.isCompared = isCompared
    self.material = material
    let rule = StopRule(state)
    self.rule = rule
    let network = TrainedNetwork(
      state.network(), inputs: material.train.x.columns, seed: UInt64(state.seed))
    training = try refusing {
      try network.liveTraining(
        on: (material.train.x, Matrix(material.train.y)),
        validation: (material.test.x, Matrix(material.test.y)), with: rule.training(evaluatingEvery: 1))
    }
    let losses = training.losses(withPenalty: !isCompared)
    record(train: losses.train, test: losses.validation)
  }

  /// A new run. Preparing its data may take long.
  ///
  /// - Parameters:
  ///   - tables: where its table is found, if it has one.
  ///   - budget: the memory of which it takes its part.
  /// - Throws: `SessionError` where the settings do not fit, or there is no memory for it.
  convenience init(
    _ state: PlaygroundState, from tables: (any TableSource)?, _ budget: MemoryBudget
  ) throws(SessionError) {
    try state.check()
    try self.init(state, try SessionMaterial(state, from: tables, budget), budget)
  }

  /// Gives back what it takes of the memory, before its last owner is gone.
  func release() {
    memory.release()
    material.memory?.release()
  }

  /// The epoch with the lowest test loss that was evaluated.
  var best: (epoch: Int, loss: Double)? { rule.best }

  /// Makes updates, but none beyond the epoch's end. A run that has ended makes none.
  func advance(updates limit: Int) {
    guard ending == nil else { return }
    do throws(NetworkError) {
      let advance = try training.advance(updates: limit)
      if let epoch = advance.epoch {
        if epoch.isEvaluated {
          isCompared
            ? record(train: epoch.lossWithoutPenalty!, test: epoch.validationLossWithoutPenalty!)
            : record(train: epoch["loss"]!, test: epoch["val_loss"]!)
        }
      } else if case .diverged = advance.ending {
        ending = .diverged
      }
    } catch {
      preconditionFailure("Nothing in a page's run is saved: \(error)")
    }
  }

  /// Continues where a rule has ended the run.
  ///
  /// - Throws: `SessionError.conflict` where the loss has diverged.
  func resume() throws(SessionError) {
    guard let ending else { return }
    guard ending != .diverged else {
      throw .conflict("The loss is not a finite number: lower the learning rate, then reset.")
    }
    rule.pass()
    try changeTraining()
    training.resume(epochs: StopRule.endless)
    self.ending = nil
  }

  private func record(train: Double, test: Double) {
    let epoch = training.epoch
    ending = rule.judge(
      epoch: epoch, train: train, test: test, ending: training.ending, keptEpoch: training.keptEpoch)
    guard curve.isDue(epoch) || ending != nil else { return }
    append(train: train, test: test)
  }

  private func append(train: Double, test: Double) {
    let interval = curve.interval
    curve.append(RunPoint(epoch: training.epoch, trainLoss: train, testLoss: test))
    if curve.interval != interval, !rule.needsEveryEpoch { training.evaluationInterval = curve.interval }
  }

  private func changeTraining() throws(SessionError) {
    let changed = rule.training(evaluatingEvery: curve.interval)
    try refusing { try training.change(changed) }
  }

  /// Continues with other settings that need no restart.
  ///
  /// - Precondition: the new state continues the old one.
  func change(to state: PlaygroundState) throws(SessionError) {
    rule = rule.changed(to: state)
    try changeTraining()
    if training.updates > 0, !state.trainsLike(self.state) { wasChanged = true }
    self.state = state
    if ending != .diverged { ending = nil }
  }

  /// Continues with other values of parameters; early stopping restarts, as in a new run.
  func replace(_ parameters: [Parameter]) throws(SessionError) {
    try refusing { try training.replace(parameters: parameters) }
    wasChanged = true
    ending = nil
    let losses = training.losses(withPenalty: !isCompared)
    append(train: losses.train, test: losses.validation)
  }

  /// Shows another plane.
  func show(_ material: SessionMaterial) { self.material = material }

  /// The run in its current state.
  ///
  /// - Parameters:
  ///   - epochsPerSecond: how fast it is trained. Default: it rests.
  ///   - focus: the neuron that is looked at. Default: none.
  func snapshot(epochsPerSecond: Double = 0, focus: Focus? = nil) -> SessionSnapshot {
    SessionSnapshot(
      epochsPerSecond: epochsPerSecond, state: state, material: material, network: training.network,
      curve: curve.points, epoch: training.epoch, updates: training.updates,
      learningRate: training.learningRate, best: best, ending: ending, focus: focus,
      wasChanged: wasChanged)
  }
}

/// The neuron whose picture is enlarged.
struct Focus: Sendable, Equatable, Decodable {
  /// Of the hidden layers, counted from 0; the output follows them.
  let layer: Int
  let unit: Int
}

/// A run at one moment: everything that a frame shows.
struct SessionSnapshot: Sendable {
  var number = 0
  var isRunning = false
  var epochsPerSecond: Double
  let state: PlaygroundState
  let material: SessionMaterial
  let network: TrainedNetwork
  let curve: [RunPoint]
  let epoch: Int
  let updates: Int
  let learningRate: Double
  let best: (epoch: Int, loss: Double)?
  let ending: StopRule.Ending?
  var focus: Focus?
  /// Whether settings or weights were changed on the way.
  let wasChanged: Bool
  /// The same for all snapshots that show the same weights on the same rows.
  let content = Content()

  final class Content: Sendable {}
}

/// The losses of a run over its epochs, in a limited number of points: where there would be more, every second one is
/// removed, and from then on every second epoch is recorded.
///
/// Which epochs are recorded depends only on their numbers, so that a replayed run has the same curve.
struct LossCurve: Sendable {
  /// The most points.
  static let limit = 2_000

  private(set) var points: [RunPoint] = []
  /// Every how many epochs one is recorded.
  private(set) var interval = 1

  /// Whether an epoch is to be recorded.
  func isDue(_ epoch: Int) -> Bool { epoch.isMultiple(of: interval) }

  mutating func append(_ point: RunPoint) {
    if let last = points.last, last.epoch >= point.epoch { points.removeAll { $0.epoch >= point.epoch } }
    points.append(point)
    guard points.count > Self.limit else { return }
    interval *= 2
    points.removeAll { !$0.epoch.isMultiple(of: interval) }
  }
}
