import LinearAlgebra

/// The loop that trains: it makes updates, reports epochs, and carries out what callbacks request.
///
/// All memory is allocated before the first update.
final class TrainingLoop<Scalar: MatrixScalar>: AnyTrainingLoop, @unchecked Sendable {
  // Sendable holds because a `TrainingRun` changes its loop only where no other value shares it.
  private let task: TrainingTask<Scalar>
  var training: Training
  var learned: LearnedState<Scalar>
  private(set) var parts: TrainingParts<Scalar>
  var callbacks: CallbackList
  var kept: KeptWeights<Scalar>
  var progress: RunProgress
  private var outcome = Outcome()

  /// How the updates of one call went. Lane 0 alone writes it, between the two waits of a step; the others read
  /// it after the second.
  private struct Outcome {
    var updates = 0
    /// The batch whose loss is NaN or infinite, counted from 1.
    var divergedBatch: Int?
    var isCancelled = false
    /// Why a callback stopped training after an update.
    var stopReason: String?

    /// Whether the epoch is left before its end.
    var isLeft: Bool { isCancelled || stopReason != nil }
    var isBrokenOff: Bool { isLeft || divergedBatch != nil }
  }

  /// Begins a run.
  ///
  /// - Parameter state: the weights to begin with; they stay unchanged.
  /// - Throws: ``NetworkError/invalidThreadCount(_:)``.
  init(
    _ task: TrainingTask<Scalar>, _ state: LearnedState<Scalar>, training: Training, history: History
  ) throws(NetworkError) {
    self.task = task
    self.training = training
    learned = LearnedState(continuing: state, for: training)
    callbacks = CallbackList(training.callbacks)
    let lanes = try Self.lanes(training, learned, rows: task.data.count)
    parts = TrainingParts(task, learned, training, callbacks, lanes: lanes)
    kept = KeptWeights(learned.parameters.values, epoch: history.keptEpoch ?? 0)
    progress = RunProgress(
      after: history.epochs, epochs: training.epochs, history: history, threads: parts.team.count)
    if let set = learned.setRate, set.given == training.optimizer.learningRate {
      progress.learningRate = Exact(wrappedValue: set.rate)
    }
    callbacks.trainingBegins()
  }

  private init(copying other: TrainingLoop) {
    task = other.task
    training = other.training
    learned = LearnedState(copying: other.learned)
    callbacks = other.callbacks
    kept = KeptWeights(copying: other.kept)
    progress = other.progress
    parts = TrainingParts(task, learned, training, callbacks, lanes: other.parts.team.count)
    parts.resume(progress, metrics: other.parts.metrics?.memory)
  }

  private static func lanes(
    _ training: Training, _ learned: LearnedState<Scalar>, rows: Int
  ) throws(NetworkError) -> Int {
    let batch = RowOrder(rows: rows, training: training).largestBatch
    return try ThreadCount.of(training, scalars: learned.parameters.layout.count, rows: batch)
  }

  func copy() -> any AnyTrainingLoop { TrainingLoop(copying: self) }

  /// What the optimizer remembers.
  var memory: OptimizerState<Scalar> { learned.optimizer!.state }
  var weights: AlignedBuffer<Scalar> { learned.parameters.values }

  var iteration: Int { memory.iteration }
  var updatesPerEpoch: Int { parts.order.batchCount }
  var nextLearningRate: Double { learningRate(afterUpdates: iteration) }

  // MARK: Epochs

  // The loop is called through `any AnyTrainingLoop`: without these all of it would be generic at run time.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func advance(updates limit: Int) throws(NetworkError) -> TrainingRun.Advance {
    guard progress.ending == nil else { return TrainingRun.Advance(updates: 0, ending: progress.ending) }
    let start = ContinuousClock.now
    let epoch = progress.epoch + 1
    if progress.batch == 0, let reason = try beginEpoch(epoch) {
      end(.stopped(reason))
      return TrainingRun.Advance(updates: 0, ending: progress.ending)
    }
    let count = parts.order.batchCount
    let batches = progress.batch..<progress.batch + min(limit, count - progress.batch)
    let isEvaluated = epoch >= progress.lastEpoch || epoch.isMultiple(of: training.evaluationInterval)
    propagate(epoch, batches, isEvaluated: isEvaluated && batches.upperBound == count)
    var advance = TrainingRun.Advance(updates: outcome.updates)
    if progress.batch == count || outcome.isBrokenOff {
      advance.epoch = try endEpoch(epoch, isEvaluated: isEvaluated, since: start)
    } else {
      progress.seconds += (ContinuousClock.now - start) / .seconds(1)
    }
    advance.ending = progress.ending
    return advance
  }

  /// Begins an epoch; returns why to stop, where a callback requests that.
  private func beginEpoch(_ epoch: Int) throws(NetworkError) -> String? {
    progress.lossSum = 0
    progress.penaltySum = 0
    progress.rows = 0
    progress.seconds = 0
    progress.requests = []
    let reason = try carryOut(callbacks.epochBegins(epoch, learningRate: nextLearningRate), epoch: epoch)
    if reason == nil {
      parts.order.begin(epoch: epoch)
      parts.metrics?.reset()
    }
    return reason
  }

  /// Ends an epoch; returns its metrics, or `nil` where it broke off and the run with it.
  private func endEpoch(
    _ epoch: Int, isEvaluated: Bool, since start: ContinuousClock.Instant
  ) throws(NetworkError) -> EpochMetrics? {
    // Rows that are carried over are in memory: they are never read from a file.
    if !training.carriesPartialBatches { task.data.release(rows: parts.order.window) }
    for evaluation in parts.evaluations { evaluation.releaseMemory() }
    let losses = losses(isEvaluated: isEvaluated)
    let areFinite = losses.training.isFinite && losses.validation?.isFinite != false
    if isEvaluated, training.stopsOnDivergence, !outcome.isBrokenOff, !areFinite {
      outcome.divergedBatch = parts.order.batchCount
    }
    if let ending = brokenOff(epoch) {
      end(ending, isBrokenOff: true)
      return nil
    }
    let values = values(losses, isEvaluated: isEvaluated)
    let metrics = EpochMetrics(
      epoch: epoch, lastEpoch: progress.lastEpoch, isEvaluated: isEvaluated, names: parts.names,
      values: values, lossesWithoutPenalty: lossesWithoutPenalty(isEvaluated: isEvaluated),
      seconds: progress.seconds + (ContinuousClock.now - start) / .seconds(1),
      learningRate: learningRate(afterUpdates: iteration - 1))
    if !task.isLive { progress.history.append(metrics) }
    kept.epochEnded(epoch, watched: losses.validation ?? losses.training, weights: weights)
    progress.epoch = epoch
    progress.batch = 0
    let requests = progress.requests + callbacks.epochEnded(metrics)
    let reason = try carryOut(requests, epoch: epoch)
    if let reason {
      end(.stopped(reason))
    } else if epoch >= progress.lastEpoch {
      end(.completed)
    }
    return metrics
  }

  /// How the epoch broke the run off, if it did.
  private func brokenOff(_ epoch: Int) -> History.Ending? {
    if outcome.isCancelled { return .interrupted }
    if let batch = outcome.divergedBatch {
      return callbacks.lossDiverged(epoch: epoch, batch: batch).map { .stopped($0) }
        ?? .diverged(epoch: epoch, batch: batch)
    }
    return outcome.stopReason.map { .stopped($0) }
  }

  /// Ends the run with the weights that callbacks requested or, where it broke off, the best epoch's. A run that
  /// diverged keeps the weights that it has: ``best`` holds the others.
  private func end(_ ending: History.Ending, isBrokenOff: Bool = false) {
    progress.ending = ending
    progress.history.ending = ending
    if case .diverged = ending { return }
    progress.batch = 0
    guard let final = kept.final(isBrokenOff: isBrokenOff) else { return }
    weights.pointer.update(from: final.values.pointer, count: weights.count)
    progress.history.keptEpoch = final.epoch
  }

  /// The losses of an epoch; NaN where they are to be evaluated and this epoch is not.
  private func losses(isEvaluated: Bool) -> (training: Double, validation: Double?) {
    (
      parts.training.map { isEvaluated ? loss(of: $0) : .nan }
        ?? reported(progress.lossSum / Double(progress.rows)),
      parts.validation.map { isEvaluated ? loss(of: $0) : .nan }
    )
  }

  /// The mean loss of rows that every lane has evaluated, with what penalties add.
  private func loss(of evaluation: Evaluation<Scalar>) -> Double {
    reported(evaluation.meanLoss + (training.evaluatesAfterEpoch ? 0 : parts.step.penalty))
  }

  /// The losses of an epoch without what penalties add; `nil` where they add nothing.
  private func lossesWithoutPenalty(isEvaluated: Bool) -> LossesWithoutPenalty? {
    guard includesPenalty else { return nil }
    let batches = (progress.lossSum - progress.penaltySum) / Double(progress.rows)
    return LossesWithoutPenalty(
      training: reported(parts.training.map { isEvaluated ? $0.meanLoss : .nan } ?? batches),
      validation: parts.validation.flatMap { isEvaluated ? reported($0.meanLoss) : nil })
  }

  /// Whether the losses that are reported include what penalties add.
  private var includesPenalty: Bool { parts.step.isPenalized && !training.evaluatesAfterEpoch }

  /// An epoch's values in the order of their names: those of the training rows, those of the validation rows, and
  /// the learning rate where a callback reports it. What is not evaluated is `nil`.
  private func values(_ losses: (training: Double, validation: Double?), isEvaluated: Bool) -> [Double?] {
    var values: [Double?] = []
    values.reserveCapacity(parts.names.count)
    func append(
      _ loss: Double, _ metrics: @autoclosure () -> [Double], isLossKnown: Bool, areMetricsKnown: Bool
    ) {
      values.append(isLossKnown ? loss : nil)
      guard !training.allMetrics.isEmpty else { return }
      if areMetricsKnown {
        for metric in metrics() { values.append(reported(metric)) }
      } else {
        for _ in training.allMetrics { values.append(nil) }
      }
    }
    append(
      losses.training, parts.metrics?.results ?? parts.training!.metricResults(),
      isLossKnown: parts.training == nil || isEvaluated,
      areMetricsKnown: parts.metrics != nil || isEvaluated)
    if let validation = losses.validation {
      append(
        validation, parts.validation!.metricResults(), isLossKnown: isEvaluated,
        areMetricsKnown: isEvaluated)
    }
    if callbacks.reportsLearningRate { values.append(nextLearningRate) }
    return values
  }

  /// Does what callbacks requested; returns why to stop, where that is among it.
  private func carryOut(_ requests: [CallbackList.Request], epoch: Int) throws(NetworkError) -> String? {
    var stopReason: String?
    for request in requests {
      switch request.content {
      case .stop(let reason): stopReason = reason
      case .keepWeights:
        kept.keep(weights, epoch: epoch, for: request.callback)
        progress.keptEpoch = epoch
      case .setLearningRate(let rate):
        precondition(
          rate >= 0 && rate.isFinite, "A learning rate is a number of 0 or more, received \(rate).")
        progress.learningRate = Exact(wrappedValue: rate)
      case .save(let path): try save(to: path)
      case .failToSave(let path, let reason): throw .notSaved(path: path, reason: reason)
      }
    }
    return stopReason
  }

  private func save(to path: String) throws(NetworkError) {
    guard let save = training.save else {
      throw .notSaved(path: path, reason: "nothing was given to save networks with (`Training.save`).")
    }
    do {
      try save(trained(copiesState: true), path)
    } catch {
      throw .notSaved(path: path, reason: "\(error)")
    }
  }

  /// The rate that a callback set, or else the optimizer's.
  private var learningRate: LearningRate {
    progress.learningRate.map { .constant($0.wrappedValue) } ?? training.optimizer.learningRate
  }

  /// The rate of the update that comes after so many.
  private func learningRate(afterUpdates updates: Int) -> Double {
    learningRate.rate(afterUpdates: updates, in: Scalar.self)
  }

  /// A value as it is reported: rounded to the network's precision, as Keras's are.
  private func reported(_ value: Double) -> Double { Double(Scalar(value)) }

  // MARK: Updates

  /// Propagates batches and updates the weights, then evaluates rows.
  private func propagate(_ epoch: Int, _ batches: Range<Int>, isEvaluated: Bool) {
    outcome = Outcome()
    let (team, step, evaluations) = (parts.team, parts.step, isEvaluated ? parts.evaluations : [])
    team.run { [self] lane in
      guard propagate(epoch, batches, lane: lane), !evaluations.isEmpty else { return }
      step.sumPenalties(lane: lane)
      for evaluation in evaluations { evaluation.run(lane: lane, in: team) }
    }
    memory.iteration += outcome.updates
    progress.batch += outcome.updates
  }

  /// One lane's part of some updates; returns whether all were made.
  private func propagate(_ epoch: Int, _ batches: Range<Int>, lane: Int) -> Bool {
    // What does not change is read once: an update of a tiny network takes a microsecond or two.
    let (team, step, order, metrics, data) = (parts.team, parts.step, parts.order, parts.metrics, task.data)
    let (seed, stopsOnDivergence, isCancelled) = (
      training.seed, training.stopsOnDivergence, training.isCancelled
    )
    let (learningRate, watchesUpdates) = (learningRate, callbacks.watchesUpdates)
    let isPenalized = step.isPenalized
    let first = iteration - batches.lowerBound
    for batch in batches {
      let rows = order.places(ofBatch: batch)
      if order.endsWindow(before: rows.lowerBound) {
        if lane == 0 { beginWindow(at: rows.lowerBound) }
        team.wait()
      }
      let iteration = first + batch
      let pass = Pass.training(seed: seed, step: iteration)
      order.withRows(rows) { step.propagate($0, of: data, lane: lane, team: team, pass: pass) }
      step.sumPenalties(lane: lane)
      team.wait()
      let loss = step.batchLoss(rows: rows.count)
      // Every lane computes the same sum, and so leaves at the same place.
      guard loss.isFinite || !stopsOnDivergence else {
        if lane == 0 { outcome.divergedBatch = batch + 1 }
        return false
      }
      let rate = learningRate.rate(afterUpdates: iteration, in: Scalar.self)
      if lane == 0 {
        progress.lossSum += loss * Double(rows.count)
        if isPenalized { progress.penaltySum += step.penalty * Double(rows.count) }
        progress.rows += rows.count
        outcome.updates += 1
        if let isCancelled { outcome.isCancelled = isCancelled() }
        if watchesUpdates {
          report(
            UpdateMetrics(
              epoch: epoch, batch: batch + 1, iteration: iteration + 1, loss: reported(loss),
              learningRate: rate))
        }
        if let metrics { step.add(to: metrics, rows: rows.count) }
      }
      step.update(
        lane: lane, rows: rows.count, at: OptimizerStep(iteration: iteration + 1, learningRate: rate),
        in: team)
      team.wait()
      if outcome.isLeft { return false }
    }
    return true
  }

  /// Begins the next window of rows, and releases the memory of the one before.
  private func beginWindow(at first: Int) {
    task.data.release(rows: parts.order.window)
    parts.order.beginWindow(at: first)
  }

  /// Reports an update to the callbacks. It is called while the update is made, by one lane.
  private func report(_ metrics: UpdateMetrics) {
    let requests = callbacks.updateEnded(metrics)
    outcome.stopReason = requests.lazy.compactMap(\.stopReason).first
    progress.requests += requests.filter { $0.stopReason == nil }
  }
}

// MARK: Between updates

extension TrainingLoop {
  func trained(copiesState: Bool) -> TrainedNetwork {
    var state = copiesState ? LearnedState(copying: learned) : learned
    state.setRate = progress.learningRate.map { ($0.wrappedValue, training.optimizer.learningRate) }
    return TrainedNetwork(
      task.network, inputs: task.data.x.columns, weights: TrainedNetwork.Weights(state),
      history: progress.history)
  }

  var hasFiniteWeights: Bool { weights.isFinite }

  var best: BestEpoch? {
    guard let best = kept.final(isBrokenOff: true), best.values.isFinite else { return nil }
    var history = progress.history
    history.keptEpoch = best.epoch
    return BestEpoch(
      parameters: learned.parameters.parameters(in: best.values), history: history,
      inputs: task.data.x.columns,
      precision: Scalar.precision)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func losses(withPenalty: Bool) -> (train: Double, validation: Double) {
    let (team, step, evaluations) = (parts.team, parts.step, parts.evaluations)
    team.run { lane in
      step.sumPenalties(lane: lane)
      for evaluation in evaluations { evaluation.run(lane: lane, in: team) }
    }
    func loss(of evaluation: Evaluation<Scalar>?) -> Double {
      evaluation.map { withPenalty ? self.loss(of: $0) : reported($0.meanLoss) } ?? .nan
    }
    return (loss(of: parts.training), loss(of: parts.validation))
  }

  func resume(epochs: Int) {
    if case .diverged = progress.ending { return }
    progress.lastEpoch = progress.epoch.advancedUpToMax(by: epochs)
    begin()
  }

  func replace(_ parameters: [Parameter]) throws(NetworkError) {
    try learned.parameters.take(parameters, isComplete: false)
    begin()
  }

  /// Restarts the callbacks, and the run where it has ended.
  private func begin() {
    progress.ending = nil
    progress.history.ending = .completed
    callbacks.trainingBegins()
  }

  func change(_ training: Training) throws(NetworkError) {
    let next = LearnedState(continuing: learned, for: training)
    // Another rate, or an optimizer of another kind, replaces what a callback set.
    if training.optimizer.learningRate != self.training.optimizer.learningRate
      || next.optimizer!.kind != learned.optimizer!.kind
    {
      progress.learningRate = nil
    }
    var callbacks = callbacks
    let unchanged = callbacks.change(to: training.callbacks)
    let lanes = try Self.lanes(training, next, rows: task.data.count)
    let parts = TrainingParts(task, next, training, callbacks, lanes: lanes)
    if training.takesRows(as: self.training) {
      parts.resume(progress, metrics: self.parts.metrics?.memory)
    } else {
      progress.batch = 0
    }
    kept.forget { !unchanged.contains($0) }
    (learned, self.parts, self.callbacks, self.training) = (next, parts, callbacks, training)
    progress.lastEpoch = progress.firstEpoch.advancedUpToMax(by: training.epochs)
    progress.history.threads = parts.team.count
    if case .diverged = progress.ending { return }
    progress.ending = nil
    progress.history.ending = .completed
  }
}
