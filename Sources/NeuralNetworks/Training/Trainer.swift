import LinearAlgebra

/// Runs epochs, reports them, and carries out what callbacks ask for.
final class Trainer<Scalar: MatrixScalar> {
  private let training: Training
  private let data: TrainingRows<Scalar>
  private let team: ThreadTeam
  private let step: TrainingStep<Scalar>
  private let evaluation: EpochEvaluation<Scalar>
  private let metrics: MetricAccumulation<Scalar>?
  private let parameters: ParameterStore<Scalar>
  private let state: OptimizerState<Scalar>
  private var callbacks: CallbackList
  private var weights: KeptWeights<Scalar>
  private var history: History
  private let order: RowOrder
  private var outcome = EpochOutcome()
  /// The rate that a callback set.
  private var setLearningRate: Double?
  private let snapshot: (History) -> TrainedNetwork

  /// - Parameters:
  ///   - parameters: the weights to begin with; they are changed.
  ///   - state: the optimizer's; it is changed.
  ///   - history: of the epochs before.
  ///   - snapshot: the network as it is when it is called.
  init(
    network: Sequential, parameters: ParameterStore<Scalar>, state: OptimizerState<Scalar>,
    data: TrainingRows<Scalar>, validation: TrainingRows<Scalar>?, training: Training, history: History,
    snapshot: @escaping (History) -> TrainedNetwork
  ) throws(NetworkError) {
    self.training = training
    self.data = data
    self.parameters = parameters
    self.state = state
    self.history = history
    self.snapshot = snapshot
    callbacks = CallbackList(training.callbacks)
    weights = KeptWeights(of: parameters)
    order = RowOrder(rows: data.count, training: training)
    let batchSize = order.largestBatch
    team = ThreadTeam(
      count: try ThreadCount.of(training, scalars: parameters.layout.count, rows: batchSize))
    let objective = Objective(network, training.loss)
    step = TrainingStep(
      objective: objective, inputs: data.x.columns, parameters: parameters, state: state, training: training,
      batchSize: batchSize, isWeighted: data.weights != nil, lanes: team.count)
    metrics =
      training.metrics.isEmpty || training.evaluatesAfterEpoch
      ? nil
      : MetricAccumulation(
        training.metrics, rows: data.count + batchSize, rowsAtOnce: batchSize, outputs: data.y.columns)
    let lanes = team.count
    evaluation = EpochEvaluation(training, data: data, validation: validation) {
      Evaluation(
        of: $0, objective: objective, metrics: training.metrics, batchSize: training.batchSize,
        inputs: data.x.columns, parameters: parameters, lanes: lanes)
    }
  }

  /// Trains to the end and returns the history; the parameters then hold what was asked for.
  func run() throws(NetworkError) -> History {
    callbacks.trainingBegins()
    let first = history.epochs + 1
    let last = history.epochs + training.epochs
    history.ending = .completed
    history.threads = team.count
    for epoch in first...last {
      guard try run(epoch: epoch, of: last) else { break }
    }
    if let epoch = weights.restore(into: parameters, isBrokenOff: outcome.isBrokenOff) {
      history.keptEpoch = epoch
    }
    return history
  }

  /// Runs one epoch; answers whether training goes on.
  private func run(epoch: Int, of last: Int) throws(NetworkError) -> Bool {
    let clock = ContinuousClock()
    let start = clock.now
    let begin = callbacks.epochBegins(epoch, learningRate: learningRate(afterUpdates: state.iteration))
    guard try carryOut(begin, epoch: epoch) else { return false }
    order.begin(epoch: epoch)
    let isEvaluated = evaluation.isDue(epoch, of: last)
    propagateEpoch(epoch, isEvaluated: isEvaluated)
    let losses = losses(isEvaluated: isEvaluated)
    if isEvaluated && training.stopsOnDivergence && !losses.areFinite {
      outcome.divergedBatch = outcome.divergedBatch ?? order.batchCount
    }
    if let ending = brokenOff(epoch: epoch) {
      history.ending = ending
      return false
    }
    let reports = figures(losses, isEvaluated: isEvaluated)
    let figures = EpochFigures(
      epoch: epoch, lastEpoch: last, names: reports.map(\.name), values: reports.map(\.value),
      seconds: (clock.now - start) / .seconds(1),
      learningRate: learningRate(afterUpdates: state.iteration - 1))
    history.append(figures)
    weights.epochEnded(epoch, watched: losses.validation ?? losses.training, parameters: parameters)
    return try carryOut(outcome.asked + callbacks.epochEnded(figures), epoch: epoch)
  }

  /// How the epoch broke training off, if it did.
  private func brokenOff(epoch: Int) -> History.Ending? {
    if outcome.isCancelled { return .interrupted }
    if let batch = outcome.divergedBatch {
      return callbacks.lossDiverged(epoch: epoch, batch: batch).map { .stopped($0) }
        ?? .diverged(epoch: epoch, batch: batch)
    }
    return outcome.stopReason.map { .stopped($0) }
  }

  /// The losses of an epoch; NaN where they are to be evaluated and this epoch is not.
  private func losses(isEvaluated: Bool) -> EpochLosses {
    let validation = isEvaluated ? evaluation.validationLoss(penalty: step.penalty) : .nan
    let training =
      evaluation.hasTraining
      ? (isEvaluated ? evaluation.trainingLoss! : .nan) : outcome.lossSum / Double(outcome.rows)
    return EpochLosses(
      training: reported(training), validation: evaluation.hasValidation ? reported(validation!) : nil)
  }

  /// An epoch's figures under their names: those of the training rows, those of the validation rows, and
  /// the learning rate where a callback reports it.
  private func figures(_ losses: EpochLosses, isEvaluated: Bool) -> [(name: String, value: Double)] {
    let names = ["loss"] + evaluation.metricNames
    let unknown = [Double](repeating: .nan, count: evaluation.metricNames.count)
    let ofTraining =
      metrics?.results ?? (isEvaluated ? evaluation.trainingMetrics() : unknown)
    var figures = zip(names, [losses.training] + ofTraining.map(reported)).map { (name: $0, value: $1) }
    if let validation = losses.validation {
      let values = [validation] + (isEvaluated ? evaluation.validationMetrics() : unknown).map(reported)
      figures += zip(names, values).map { (name: "val_\($0)", value: $1) }
    }
    if callbacks.reportsLearningRate {
      figures.append((name: "learning_rate", value: learningRate(afterUpdates: state.iteration)))
    }
    return figures
  }

  /// Does what callbacks asked for; answers whether training goes on.
  private func carryOut(_ asked: [CallbackList.Asked], epoch: Int) throws(NetworkError) -> Bool {
    var goesOn = true
    for asked in asked {
      switch asked.request {
      case .stop(let reason):
        history.ending = .stopped(reason)
        goesOn = false
      case .keepWeights: weights.keep(parameters, epoch: epoch, for: asked.callback)
      case .setLearningRate(let rate):
        precondition(rate > 0, "A learning rate is above 0, received \(rate).")
        setLearningRate = rate
      case .save(let path): try save(to: path)
      }
    }
    return goesOn
  }

  private func save(to path: String) throws(NetworkError) {
    guard let save = training.save else {
      preconditionFailure("A callback asks to save \(path), but the training has no `save`.")
    }
    do {
      try save(snapshot(history), path)
    } catch {
      throw .notSaved(path: path, reason: "\(error)")
    }
  }

  /// The rate of the update that comes after so many.
  private func learningRate(afterUpdates updates: Int) -> Double {
    (setLearningRate.map { .constant($0) } ?? training.optimizer.learningRate)
      .rate(afterUpdates: updates, in: Scalar.self)
  }

  /// A loss as it is reported: rounded to the network's precision, as Keras's are.
  private func reported(_ loss: Double) -> Double { Double(Scalar(loss)) }

}

extension Trainer {
  /// Takes every batch through propagation and update, then the validation rows through the network.
  private func propagateEpoch(_ epoch: Int, isEvaluated: Bool) {
    outcome = EpochOutcome()
    metrics?.reset()
    team.run { [self] lane in
      guard propagate(epoch, lane: lane), isEvaluated, !evaluation.isEmpty else { return }
      step.sumPenalties(lane: lane)
      evaluation.run(lane: lane, in: team)
    }
    state.iteration += outcome.updates
    // Rows that are carried over stand in memory: they are never read from a file.
    if !training.carriesPartialBatches { data.release(rows: order.window) }
    evaluation.releaseMemory()
  }

  /// One lane's part of an epoch's updates; answers whether all were made.
  ///
  /// Lane 0 alone writes the outcome, between the two waits of a step; the others read it after the second.
  private func propagate(_ epoch: Int, lane: Int) -> Bool {
    for batch in 0..<order.batchCount {
      let rows = order.places(ofBatch: batch)
      if order.endsWindow(before: rows.lowerBound) {
        if lane == 0 { goOn(from: rows.lowerBound) }
        team.wait()
      }
      let pass = Pass.training(seed: training.seed, step: state.iteration + batch)
      order.withRows(rows) { step.propagate($0, of: data, lane: lane, team: team, pass: pass) }
      step.sumPenalties(lane: lane)
      team.wait()
      let loss = step.batchLoss(rows: rows.count)
      // Every lane computes the same sum, and so leaves at the same place.
      guard loss.isFinite || !training.stopsOnDivergence else {
        if lane == 0 { outcome.divergedBatch = batch + 1 }
        return false
      }
      let rate = learningRate(afterUpdates: state.iteration + batch)
      if lane == 0 {
        outcome.lossSum += loss * Double(rows.count)
        outcome.updates += 1
        outcome.rows += rows.count
        outcome.isCancelled = training.isCancelled?() ?? false
        if callbacks.watchesUpdates { ask(epoch, batch: batch, loss: loss, learningRate: rate) }
        if let metrics { step.add(to: metrics, rows: rows.count) }
      }
      step.update(
        lane: lane, rows: rows.count,
        at: OptimizerStep(iteration: state.iteration + batch + 1, learningRate: rate), in: team)
      team.wait()
      if outcome.isLeft { return false }
    }
    return true
  }

  /// Begins the next window of rows, and gives back the memory of the one before.
  private func goOn(from first: Int) {
    data.release(rows: order.window)
    order.goOn(from: first)
  }

  /// Tells the callbacks of an update. It is called while the update is made, by one lane.
  private func ask(_ epoch: Int, batch: Int, loss: Double, learningRate: Double) {
    let asked = callbacks.updateEnded(
      UpdateFigures(
        epoch: epoch, batch: batch + 1, iteration: state.iteration + batch + 1, loss: reported(loss),
        learningRate: learningRate))
    outcome.stopReason = asked.lazy.compactMap(\.stopReason).first
    outcome.asked += asked.filter { $0.stopReason == nil }
  }
}
