import LinearAlgebra

/// The updates of an epoch, which all lanes make together.
extension TrainingLoop {
  /// Propagates batches and updates the weights, then evaluates rows.
  func propagate(_ epoch: Int, _ batches: Range<Int>, isEvaluated: Bool) {
    outcome = Outcome()
    let (team, step, evaluations) = (parts.team, parts.step, isEvaluated ? parts.evaluations : [])
    step.resetLongWork()
    for evaluation in evaluations { evaluation.resetLongWork() }
    team.run { [self] lane in
      guard propagate(epoch, batches, lane: lane), !evaluations.isEmpty else { return }
      step.sumPenalties(lane: lane)
      for evaluation in evaluations { evaluation.run(lane: lane, in: team) }
    }
    if evaluations.contains(where: \.isLeft) { outcome.isCancelled = true }
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
    let (decay, plan) = (training.optimizer.weightDecaySchedule, plan)
    let isPenalized = step.isPenalized
    let first = iteration - batches.lowerBound
    for batch in batches {
      let rows = order.places(ofBatch: batch)
      if order.endsWindow(before: rows.lowerBound) {
        if lane == 0 { beginWindow(at: rows.lowerBound) }
        team.wait()
      }
      let iteration = first + batch
      let time = plan.time(afterUpdates: iteration)
      let pass = Pass.training(seed: seed, step: iteration, time: time)
      order.withRows(rows) { step.propagate($0, of: data, lane: lane, team: team, pass: pass) }
      step.sumPenalties(lane: lane)
      team.wait()
      if step.hasLeftPass {
        if lane == 0 { discardUpdate() }
        return false
      }
      let loss = step.batchLoss(rows: rows.count)
      // Every lane computes the same sum, and so leaves at the same place.
      guard loss.isFinite || !stopsOnDivergence else {
        if lane == 0 { outcome.divergedBatch = batch + 1 }
        return false
      }
      let rate = learningRate.rate(at: time, in: Scalar.self)
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
      let optimizerStep = OptimizerStep(
        iteration: iteration + 1, learningRate: rate,
        decayFactor: decay.map { Double($0.rate(at: time, in: Scalar.self)) } ?? 1)
      let isMade = step.update(lane: lane, rows: rows.count, at: optimizerStep, in: team)
      if !isMade, lane == 0 {
        discardUpdate()
        outcome.updates -= 1
        outcome.countsLeftUpdate = true
      }
      team.wait()
      if outcome.isLeft { return false }
    }
    return true
  }

  /// Leaves the parameters as they were before an update that is left before its end.
  private func discardUpdate() {
    parts.step.discardPass()
    outcome.isCancelled = true
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
