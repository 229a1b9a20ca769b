import LinearAlgebra

/// Runs epochs, reports them, and carries out what callbacks ask for.
final class Trainer<Scalar: MatrixScalar> {
  private let training: Training
  private let data: TrainingRows<Scalar>
  private let team: ThreadTeam
  private let step: TrainingStep<Scalar>
  private let evaluation: Evaluation<Scalar>?
  private let metrics: MetricAccumulation<Scalar>?
  private let parameters: ParameterStore<Scalar>
  private let state: OptimizerState<Scalar>
  private var callbacks: [any Callback]
  private var weights: KeptWeights<Scalar>
  private var history: History
  private var order: [Int]
  private var outcome = EpochOutcome()

  /// - Parameters:
  ///   - parameters: the weights to begin with; they are changed.
  ///   - state: the optimizer's; it is changed.
  ///   - history: of the epochs before.
  init(
    network: Sequential, parameters: ParameterStore<Scalar>, state: OptimizerState<Scalar>,
    data: TrainingRows<Scalar>, validation: TrainingRows<Scalar>?, training: Training, history: History
  ) {
    self.training = training
    self.data = data
    self.parameters = parameters
    self.state = state
    self.history = history
    callbacks = training.callbacks
    weights = KeptWeights(of: parameters)
    order = Array(0..<data.count)
    let batchSize = min(training.batchSize, data.count)
    team = ThreadTeam(
      count: training.threads ?? ThreadCount.automatic(scalars: parameters.layout.count, rows: batchSize))
    let objective = Objective(network, training.loss)
    step = TrainingStep(
      objective: objective, inputs: data.x.columns, parameters: parameters, state: state, training: training,
      batchSize: batchSize, isWeighted: data.weights != nil, lanes: team.count)
    metrics =
      training.metrics.isEmpty
      ? nil
      : MetricAccumulation(
        training.metrics, rows: data.count, rowsAtOnce: batchSize, outputs: data.y.columns)
    let lanes = team.count
    evaluation = validation.map {
      Evaluation(
        of: $0, objective: objective, metrics: training.metrics, inputs: data.x.columns,
        parameters: parameters, lanes: lanes)
    }
  }

  /// Trains to the end and returns the history; the parameters then hold what was asked for.
  func run() -> History {
    for index in callbacks.indices { callbacks[index].trainingBegins() }
    let first = history.epochs + 1
    let last = history.epochs + training.epochs
    history.ending = .completed
    history.threads = team.count
    for epoch in first...last {
      guard run(epoch: epoch, of: last) else { break }
    }
    if let epoch = weights.restore(into: parameters, ending: history.ending) { history.keptEpoch = epoch }
    return history
  }

  /// Runs one epoch; answers whether training goes on.
  private func run(epoch: Int, of last: Int) -> Bool {
    let clock = ContinuousClock()
    let start = clock.now
    if training.shuffles { shuffle(epoch: epoch) }
    propagateEpoch()
    if outcome.isCancelled {
      history.ending = .interrupted
      return false
    }
    let validationLoss = evaluation.map { reported($0.meanLoss) }
    if outcome.divergedBatch != nil || validationLoss?.isFinite == false {
      history.ending = .diverged(epoch: epoch, batch: outcome.divergedBatch ?? batchCount)
      return false
    }
    let loss = reported(outcome.lossSum / Double(data.count))
    let reports = figures(loss: loss, validationLoss: validationLoss)
    let figures = EpochFigures(
      epoch: epoch, lastEpoch: last, names: reports.map(\.name), values: reports.map(\.value),
      seconds: (clock.now - start) / .seconds(1), learningRate: training.optimizer.learningRate)
    history.append(figures)
    weights.epochEnded(epoch, watched: validationLoss ?? loss, parameters: parameters)
    return carryOut(figures)
  }

  /// An epoch's figures under their names: those of the training rows, then those of the validation rows.
  private func figures(loss: Double, validationLoss: Double?) -> [(name: String, value: Double)] {
    let names = metrics?.names ?? []
    let training = zip(["loss"] + names, [loss] + (metrics?.results ?? []).map(reported))
    guard let evaluation, let validationLoss else { return training.map { (name: $0, value: $1) } }
    let validation = zip(["loss"] + names, [validationLoss] + evaluation.metricResults().map(reported))
    return training.map { (name: $0, value: $1) } + validation.map { (name: "val_\($0)", value: $1) }
  }

  /// Asks every callback; answers whether training goes on.
  private func carryOut(_ figures: EpochFigures) -> Bool {
    var goesOn = true
    for index in callbacks.indices {
      for request in callbacks[index].epochEnded(figures) {
        switch request {
        case .stop(let reason):
          history.ending = .stopped(reason)
          goesOn = false
        case .keepWeights:
          weights.keep(parameters, epoch: figures.epoch, for: index)
        }
      }
    }
    return goesOn
  }

  /// A loss as it is reported: rounded to the network's precision, as Keras's are.
  private func reported(_ loss: Double) -> Double { Double(Scalar(loss)) }

  private var batchCount: Int { (data.count + training.batchSize - 1) / training.batchSize }

  private func shuffle(epoch: Int) {
    for index in order.indices { order[index] = index }
    var stream = RandomStream(seed: training.seed, keys: StreamKey.shuffling, epoch)
    stream.shuffle(&order)
  }
}

extension Trainer {
  private struct EpochOutcome {
    /// The batches' mean losses, each times its rows.
    var lossSum = 0.0
    /// The batch whose loss was no number, counted from 1.
    var divergedBatch: Int?
    var isCancelled = false
  }

  /// Takes every batch through propagation and update, then the validation rows through the network.
  private func propagateEpoch() {
    outcome = EpochOutcome()
    metrics?.reset()
    team.run { [self] lane in propagateEpoch(lane: lane) }
    state.iteration += batchCount
  }

  /// One lane's part of an epoch.
  ///
  /// Lane 0 alone writes the outcome, between the two waits of a step; the others read it after the second.
  private func propagateEpoch(lane: Int) {
    for batch in 0..<batchCount {
      let first = batch * training.batchSize
      let rows = first..<min(first + training.batchSize, data.count)
      let pass = Pass.training(seed: training.seed, step: state.iteration + batch)
      order.withUnsafeBufferPointer {
        step.propagate(
          UnsafeBufferPointer(rebasing: $0[rows]), of: data, lane: lane, team: team, pass: pass)
      }
      team.wait()
      let loss = step.batchLoss(rows: rows.count)
      // Every lane computes the same sum, and so leaves at the same place.
      guard loss.isFinite else {
        if lane == 0 { outcome.divergedBatch = batch + 1 }
        return
      }
      if lane == 0 {
        outcome.lossSum += loss * Double(rows.count)
        outcome.isCancelled = training.isCancelled?() ?? false
        if let metrics { step.add(to: metrics, rows: rows.count) }
      }
      step.update(
        lane: lane, rows: rows.count,
        at: OptimizerStep(
          iteration: state.iteration + batch + 1, learningRate: training.optimizer.learningRate))
      team.wait()
      if outcome.isCancelled { return }
    }
    if let evaluation {
      evaluation.run(lane: lane, blocks: team.blocks(of: evaluation.blocks, for: lane))
    }
  }
}
