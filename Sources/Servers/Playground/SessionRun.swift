import Vintner

/// A run at some epoch: rows, training, curve and what ends it. Used by one thread at a time.
///
/// It knows neither threads nor clocks: the same state gives the same figures, whoever looks on.
final class SessionRun {
  private(set) var state: PlaygroundState
  private(set) var material: SessionMaterial
  private(set) var curve = LossCurve()
  private(set) var ending: StopRule.Ending?
  private(set) var live: LiveTraining
  /// Whether settings of the training or weights were changed on the way, so that the state alone does not give
  /// this run again.
  private(set) var wasChanged = false
  private var rule: StopRule

  /// - Throws: `SessionError` where the run cannot be.
  init(_ state: PlaygroundState, _ material: SessionMaterial) throws(SessionError) {
    self.state = state
    self.material = material
    rule = StopRule(state)
    let network = TrainedNetwork(
      state.network(output: material.output), inputs: material.train.x.columns, seed: UInt64(state.seed))
    live = try session { () throws(NetworkError) in
      try LiveTraining(
        network, on: (material.train.x, material.train.y), validation: (material.test.x, material.test.y),
        with: state.training)
    }
    measure()
  }

  /// The epoch with the lowest test loss that was measured.
  var best: (epoch: Int, loss: Double)? { rule.best }

  /// Makes updates, but none beyond the epoch's end, and measures an epoch that ends where that is due. A run
  /// that has ended makes none.
  func advance(updates limit: Int) {
    guard ending == nil else { return }
    guard live.advance(updates: limit) else {
      if live.hasDiverged { ending = .diverged }
      return
    }
    if rule.watches || curve.isDue(live.epoch) || rule.isLast(live.epoch) { measure() }
  }

  /// Goes on where a rule has ended the run, if nothing else is asked for.
  func goOn() {
    guard let ending, ending != .diverged else { return }
    rule.goOn()
    self.ending = nil
  }

  private func measure() {
    let losses = live.losses()
    let verdict = rule.judge(epoch: live.epoch, train: losses.train, test: losses.validation)
    if curve.isDue(live.epoch) || verdict.ending != nil {
      curve.append(.init(epoch: live.epoch, train: losses.train, test: losses.validation))
    }
    if verdict.keepsWeights { live.keepWeights() }
    ending = verdict.ending
    if ending != nil, ending != .diverged, rule.restoresBest { live.restoreKeptWeights() }
  }

  /// Goes on with other settings that need no new beginning.
  ///
  /// - Precondition: the new state continues the old one.
  func change(to state: PlaygroundState) throws(SessionError) {
    let training = state.training
    try session { () throws(NetworkError) in try live.change(training) }
    if live.updates > 0, !state.trainsLike(self.state) { wasChanged = true }
    rule = rule.changed(to: state)
    self.state = state
    if ending != .diverged { ending = nil }
  }

  /// Goes on with other values of parameters.
  func replace(_ parameters: [Parameter]) throws(SessionError) {
    try session { () throws(NetworkError) in try live.replace(parameters: parameters) }
    wasChanged = true
    ending = nil
    rule.restartPatience()
    let losses = live.losses()
    curve.append(.init(epoch: live.epoch, train: losses.train, test: losses.validation))
  }

  /// Shows another plane.
  func show(_ material: SessionMaterial) { self.material = material }

  /// The run as it is, for those who look at no picture.
  var snapshot: SessionSnapshot { snapshot(number: 0, isRunning: false, epochsPerSecond: 0, focus: nil) }

  /// What a picture is drawn from.
  func snapshot(number: Int, isRunning: Bool, epochsPerSecond: Double, focus: Focus?) -> SessionSnapshot {
    SessionSnapshot(
      number: number, isRunning: isRunning, epochsPerSecond: epochsPerSecond, state: state,
      material: material, network: live.network, epoch: live.epoch, updates: live.updates,
      learningRate: live.learningRate, best: best, ending: ending, focus: focus)
  }
}

/// A neuron that is looked at closely.
struct Focus: Sendable, Equatable {
  /// Of the hidden layers, counted from 0; the output follows them.
  let layer: Int
  let unit: Int
}

/// A run at one moment: all that a frame is made of.
struct SessionSnapshot: Sendable {
  let number: Int
  let isRunning: Bool
  let epochsPerSecond: Double
  let state: PlaygroundState
  let material: SessionMaterial
  let network: TrainedNetwork
  let epoch: Int
  let updates: Int
  let learningRate: Double
  let best: (epoch: Int, loss: Double)?
  let ending: StopRule.Ending?
  let focus: Focus?
}

/// Does what the network may refuse.
func session<Value>(_ body: () throws(NetworkError) -> Value) throws(SessionError) -> Value {
  do throws(NetworkError) { return try body() } catch { throw .malformed("\(error)") }
}

/// The losses of a run over its epochs, in a limited number of points: where there would be more, every second one is
/// removed, and from then on every second epoch is recorded.
///
/// Which epochs are recorded depends only on their numbers, so that a replayed run has the same curve.
struct LossCurve: Sendable {
  struct Point: Sendable, Equatable {
    let epoch: Int
    let train: Double
    let test: Double
  }

  /// The most points.
  static let limit = 2_000

  private(set) var points: [Point] = []
  /// Every how many epochs one is recorded.
  private(set) var interval = 1

  /// Whether an epoch is to be recorded.
  func isDue(_ epoch: Int) -> Bool { epoch.isMultiple(of: interval) }

  mutating func append(_ point: Point) {
    if let last = points.last, last.epoch >= point.epoch { points.removeAll { $0.epoch >= point.epoch } }
    points.append(point)
    guard points.count > Self.limit else { return }
    interval *= 2
    points.removeAll { !$0.epoch.isMultiple(of: interval) }
  }
}
