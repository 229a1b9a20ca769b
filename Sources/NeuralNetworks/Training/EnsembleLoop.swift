import LinearAlgebra

/// The loops of an ensemble's members, which train side by side and wait for each other after every epoch.
///
/// A member depends on no other, and what is reported is computed in the order of the members: no bit depends on the
/// number of threads. The means are those over the members that trained for the epoch: one that has stopped waits.
final class EnsembleLoop: AnyTrainingLoop, @unchecked Sendable {
  // Sendable holds because a `TrainingRun` changes its loop only where no other value shares it.
  private var loops: [any AnyTrainingLoop]
  private let combination: Ensemble.Combination
  /// Each lane trains one member at a time.
  private let team: ThreadTeam
  private let threadsEach: Int
  /// Those that watch the ensemble.
  private var callbacks: CallbackList
  private(set) var progress: RunProgress

  var training: Training {
    didSet {
      for loop in loops { loop.training.evaluationInterval = training.evaluationInterval }
    }
  }

  /// - Parameters:
  ///   - loops: one for each member, in their order.
  ///   - threads: how many members train at once, and how many threads each has.
  init(
    _ loops: [any AnyTrainingLoop], training: Training, combination: Ensemble.Combination, history: History,
    threads: (atOnce: Int, each: Int)
  ) {
    self.loops = loops
    self.training = training
    self.combination = combination
    team = ThreadTeam(count: threads.atOnce)
    threadsEach = threads.each
    callbacks = CallbackList(training.callbacks.filter(\.watchesEnsemble))
    progress = RunProgress(
      after: history.epochs, epochs: training.epochs, history: history, threads: team.count * threads.each)
    callbacks.trainingBegins()
  }

  private init(copying other: EnsembleLoop) {
    loops = other.loops.map { $0.copy() }
    training = other.training
    combination = other.combination
    team = ThreadTeam(count: other.team.count)
    threadsEach = other.threadsEach
    callbacks = other.callbacks
    progress = other.progress
  }

  func copy() -> any AnyTrainingLoop { EnsembleLoop(copying: self) }

  var iteration: Int { loops.map(\.iteration).max()! }
  var updatesPerEpoch: Int { loops[0].updatesPerEpoch }
  var nextLearningRate: Double { (active.first ?? loops[0]).nextLearningRate }
  var hasFiniteWeights: Bool { loops.allSatisfy(\.hasFiniteWeights) }

  /// The members that have not ended.
  private var active: [any AnyTrainingLoop] { loops.filter { $0.progress.ending == nil } }

  func advance(updates limit: Int) throws(NetworkError) -> TrainingRun.Advance {
    guard progress.ending == nil else { return TrainingRun.Advance(updates: 0, ending: progress.ending) }
    if progress.batch == 0 {
      progress.seconds = 0
      try carryOut(callbacks.epochBegins(progress.epoch + 1, learningRate: nextLearningRate))
    }
    let start = ContinuousClock.now
    let advances = try advances(of: active, updates: limit)
    progress.seconds += (ContinuousClock.now - start) / .seconds(1)
    progress.batch = active.map(\.progress.batch).max() ?? 0
    var advance = TrainingRun.Advance(updates: advances.map(\.updates).max() ?? 0)
    let epochs = advances.compactMap(\.epoch)
    if !epochs.isEmpty {
      let metrics = EpochMetrics(
        epoch: progress.epoch + 1, lastEpoch: progress.lastEpoch, seconds: progress.seconds,
        meanOf: EpochMetrics(meanOf: epochs))
      progress.epoch += 1
      if !loops[0].isLive { progress.history.append(metrics) }
      advance.epoch = metrics
      try carryOut(callbacks.epochEnded(metrics))
    }
    endIfAllHave()
    advance.ending = progress.ending
    return advance
  }

  /// Advances members, as many at once as there are lanes.
  private func advances(
    of loops: [any AnyTrainingLoop], updates limit: Int
  ) throws(NetworkError) -> [TrainingRun.Advance] {
    var results = [Result<TrainingRun.Advance, NetworkError>?](repeating: nil, count: loops.count)
    results.withUnsafeMutableBufferPointer { results in
      team.deal(loops.count) { index, _ in
        results[index] = Result { () throws(NetworkError) in try loops[index].advance(updates: limit) }
      }
    }
    var advances: [TrainingRun.Advance] = []
    for result in results { advances.append(try result!.get()) }
    return advances
  }

  /// Does what callbacks that watch the ensemble requested.
  private func carryOut(_ requests: [CallbackList.Request]) throws(NetworkError) {
    for request in requests {
      switch request.content {
      case .save(let path): try save(to: path)
      case .failToSave(let path, let reason): throw .notSaved(path: path, reason: reason)
      case .stop, .keepWeights, .setLearningRate:
        if request.content == .keepWeights { progress.keptEpoch = progress.epoch }
        for loop in active { try loop.carryOut(ofEnsemble: [request]) }
      }
    }
  }

  private func save(to path: String) throws(NetworkError) {
    guard let save = training.save else { throw .noSaving(path) }
    do {
      try save(trained(copiesState: true), path)
    } catch {
      throw .notSaved(path: path, reason: "\(error)")
    }
  }

  /// Ends the run where every member has ended, or one has diverged.
  private func endIfAllHave() {
    let histories = loops.map(\.progress.history)
    let hasDiverged = loops.contains {
      if case .diverged? = $0.progress.ending { true } else { false }
    }
    guard hasDiverged || active.isEmpty else { return }
    progress.history.end(with: histories)
    progress.ending = progress.history.ending
    progress.batch = 0
  }

  func trained(copiesState: Bool) -> TrainedNetwork {
    TrainedNetwork(
      joining: loops.map { $0.trained(copiesState: copiesState) }, by: combination, history: progress.history)
  }

  var faultyValue: (values: String, row: Int, column: Int)? { loops.lazy.compactMap(\.faultyValue).first }

  var best: BestEpoch? {
    let members = loops.compactMap(\.best)
    guard members.count == loops.count else { return nil }
    var history = progress.history
    history.end(with: members.map(\.history))
    history.ending = progress.history.ending
    let networks = members.map { TrainedNetwork(loops[0].network, best: $0) }
    return BestEpoch(
      parameters: TrainedNetwork.Members(networks: networks, combination: combination).parameters,
      history: history, inputs: members[0].inputs, precision: members[0].precision,
      ensemble: Ensemble(members: members.count, combination: combination))
  }

  func losses(withPenalty: Bool) -> (train: Double, validation: Double) {
    let losses = loops.map { $0.losses(withPenalty: withPenalty) }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    return (mean(losses.map(\.train)), mean(losses.map(\.validation)))
  }
}

/// What is changed between updates.
extension EnsembleLoop {
  func resume(epochs: Int) {
    if case .diverged = progress.ending { return }
    progress.lastEpoch = progress.epoch.advancedUpToMax(by: epochs)
    for loop in loops { loop.resume(epochs: epochs) }
    begin()
  }

  func replace(_ parameters: [Parameter]) throws(NetworkError) {
    // Refuses names that no member has before any member changes.
    _ = try trained(copiesState: true).replacing(parameters: parameters)
    for (index, loop) in loops.enumerated() {
      try loop.replace(TrainedNetwork.Members.parameters(of: index, among: parameters))
    }
    begin()
  }

  func change(_ training: Training) throws(NetworkError) {
    for (index, loop) in loops.enumerated() {
      try loop.change(training.ofMember(index, threads: threadsEach))
    }
    _ = callbacks.change(to: training.callbacks.filter(\.watchesEnsemble))
    self.training = training
    progress.lastEpoch = progress.firstEpoch.advancedUpToMax(by: training.epochs)
    progress.batch = active.map(\.progress.batch).max() ?? 0
    if case .diverged = progress.ending { return }
    progress.ending = nil
    progress.history.ending = .completed
  }

  private func begin() {
    progress.ending = nil
    progress.history.ending = .completed
    callbacks.trainingBegins()
  }

  func carryOut(ofEnsemble requests: [CallbackList.Request]) throws(NetworkError) { try carryOut(requests) }

  var undeclaredProperty: (callback: String, property: String)? {
    callbacks.undeclaredProperty ?? loops[0].undeclaredProperty
  }

  /// Members that are interrupted stop after different updates, which no state of all has.
  var interruptedState: TrainingState? { nil }

  var network: Sequential { loops[0].network }
  var isLive: Bool { loops[0].isLive }

  var state: TrainingState {
    let members = loops.map(\.state)
    var state = members[0]
    state.progress = progress
    state.callbacks = callbacks.memories.map { $0.mapValues { Exact(wrappedValue: $0) } }
    state.settings = settings
    state.members = members
    return state
  }

  private var settings: [String: String] {
    ["combination": combination.rawValue, "callbacks": callbacks.names]
  }

  func restore(_ state: TrainingState) throws(NetworkError) {
    guard let members = state.members, members.count == loops.count else {
      throw .stateOfAnotherTraining(problem: "the ensemble has \(loops.count) networks")
    }
    guard state.callbacks.count == callbacks.memories.count else {
      throw .stateOfAnotherTraining(
        problem: "it has \(state.callbacks.count) callbacks that watch the ensemble")
    }
    if let problem = state.difference(from: settings) { throw .stateOfAnotherTraining(problem: problem) }
    for (loop, member) in zip(loops, members) { try loop.restore(member) }
    let threads = progress.history.threads
    progress = try state.progress.planned(training.epochs, before: state.epochs)
    progress.history.threads = threads
    callbacks.memories = state.callbacks.map { $0.mapValues(\.wrappedValue) }
  }
}

extension EpochMetrics {
  /// An epoch of an ensemble, with its own number and time.
  fileprivate init(epoch: Int, lastEpoch: Int, seconds: Double, meanOf mean: EpochMetrics) {
    self.init(
      epoch: epoch, lastEpoch: lastEpoch, isEvaluated: mean.isEvaluated, names: mean.names,
      values: mean.values, lossesWithoutPenalty: mean.lossesWithoutPenalty, seconds: seconds,
      learningRate: mean.learningRate)
  }
}
