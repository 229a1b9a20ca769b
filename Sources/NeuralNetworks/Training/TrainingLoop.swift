import LinearAlgebra

/// The loop that trains: it makes updates, reports epochs, and carries out what callbacks request.
///
/// All memory is allocated before the first update.
final class TrainingLoop<Scalar: MatrixScalar>: AnyTrainingLoop, @unchecked Sendable {
  // Sendable holds because a `TrainingRun` changes its loop only where no other value shares it.
  let task: TrainingTask<Scalar>
  var training: Training
  var learned: LearnedState<Scalar>
  var parts: TrainingParts<Scalar>
  var callbacks: CallbackList
  var kept: KeptWeights<Scalar>
  var progress: RunProgress
  var outcome = Outcome()
  private(set) var interruptedState: TrainingState?

  /// How the updates of one call went. Lane 0 alone writes it, between the two waits of a step; the others read
  /// it after the second.
  struct Outcome {
    var updates = 0
    /// The batch whose loss is NaN or infinite, counted from 1.
    var divergedBatch: Int?
    var isCancelled = false
    /// Whether a batch counts in the epoch's loss whose update was left before its end.
    var countsLeftUpdate = false
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

  static func lanes(
    _ training: Training, _ learned: LearnedState<Scalar>, rows: Int
  ) throws(NetworkError) -> Int {
    let batch = RowOrder(rows: rows, training: training).largestBatch
    return try ThreadCount.of(training, scalars: learned.parameters.layout.count, rows: batch)
  }

  static func threads(
    _ training: Training, members: Int, _ learned: LearnedState<Scalar>, rows: Int
  ) throws(NetworkError) -> (atOnce: Int, each: Int) {
    let batch = RowOrder(rows: rows, training: training).largestBatch
    return try ThreadCount.ofEnsemble(
      training, members: members, scalars: learned.parameters.layout.count, rows: batch)
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
      if ending == .interrupted, training.checkpoints != nil, !outcome.countsLeftUpdate {
        interruptedState = state
      }
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

  /// Does what callbacks requested; returns why to stop, where that is among it.
  func carryOut(_ requests: [CallbackList.Request], epoch: Int) throws(NetworkError) -> String? {
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

  func carryOut(ofEnsemble requests: [CallbackList.Request]) throws(NetworkError) {
    let own = training.callbacks.count
    let requests = requests.map { CallbackList.Request(callback: own + $0.callback, content: $0.content) }
    if let reason = try carryOut(requests, epoch: progress.epoch) { end(.stopped(reason)) }
  }

  private func save(to path: String) throws(NetworkError) {
    guard let save = training.save else { throw .noSaving(path) }
    do {
      try save(trained(copiesState: true), path)
    } catch {
      throw .notSaved(path: path, reason: "\(error)")
    }
  }

  /// The rate that a callback set, or else the optimizer's.
  var learningRate: LearningRate {
    progress.learningRate.map { .constant($0.wrappedValue) } ?? training.optimizer.learningRate
  }

  /// The rate of the update that comes after so many.
  func learningRate(afterUpdates updates: Int) -> Double {
    learningRate.rate(at: plan.time(afterUpdates: updates), in: Scalar.self)
  }

  /// The updates of the run.
  var plan: UpdateCount {
    let perEpoch = updatesPerEpoch
    return UpdateCount(
      earlier: iteration - (progress.epoch - progress.firstEpoch) * perEpoch - progress.batch,
      planned: Double(progress.lastEpoch - progress.firstEpoch) * Double(perEpoch))
  }

  /// How many updates there are.
  struct UpdateCount {
    /// Those before the run.
    let earlier: Int
    /// Those of the run, if nothing stops it before.
    let planned: Double

    /// The time of the update that comes after so many.
    func time(afterUpdates updates: Int) -> TrainingTime {
      TrainingTime(after: updates - earlier, of: planned, earlier: earlier)
    }
  }
}
