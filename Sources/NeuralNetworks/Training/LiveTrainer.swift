import LinearAlgebra

/// Live training in one precision: the parts of ``Trainer``, without what ends a training.
final class LiveTrainer<Scalar: MatrixScalar>: LiveRows {
  private let network: Sequential
  private let data: TrainingRows<Scalar>
  private let validation: TrainingRows<Scalar>
  private var training: Training
  private var state: LearnedState<Scalar>
  private var team: ThreadTeam
  private var order: RowOrder
  private var step: TrainingStep<Scalar>
  private var evaluations: [Evaluation<Scalar>]
  private var kept: AlignedBuffer<Scalar>?
  /// The next batch of the epoch.
  private var batch = 0
  /// How many updates the last call made. Written by lane 0, between two waits.
  private var made = 0
  private(set) var epoch = 0
  private(set) var hasDiverged = false

  /// - Throws: ``NetworkError/invalidThreadCount(_:)``.
  init(
    _ network: Sequential, _ state: LearnedState<Scalar>, _ train: (x: Matrix<Double>, y: Matrix<Double>),
    _ validation: (x: Matrix<Double>, y: Matrix<Double>), _ training: Training
  ) throws(NetworkError) {
    self.network = network
    self.training = training
    data = TrainingRows(train.x, train.y, nil)
    self.validation = TrainingRows(validation.x, validation.y, nil)
    let parts = try Parts(network, state, data, self.validation, training)
    (self.state, team, order, step, evaluations) =
      (parts.state, parts.team, parts.order, parts.step, parts.evaluations)
  }

  private var memory: OptimizerState<Scalar> { state.optimizer!.state }
  var updates: Int { memory.iteration }
  var isWithinEpoch: Bool { batch > 0 }
  var updatesPerEpoch: Int { order.batchCount }

  func advance(updates limit: Int) -> Bool {
    guard !hasDiverged else { return false }
    if batch == 0 { order.begin(epoch: epoch + 1) }
    let next = batch..<batch + min(limit, order.batchCount - batch)
    made = 0
    if !next.isEmpty { team.run { [self] in propagate(next, lane: $0) } }
    memory.iteration += made
    batch += made
    guard batch == order.batchCount, !hasDiverged else { return false }
    batch = 0
    epoch += 1
    return true
  }

  /// One lane's part of some updates, as in ``Trainer``: lane 0 alone writes what they come to.
  private func propagate(_ batches: Range<Int>, lane: Int) {
    for batch in batches {
      let rows = order.places(ofBatch: batch)
      let iteration = memory.iteration + batch - batches.lowerBound
      let pass = Pass.training(seed: training.seed, step: iteration)
      order.withRows(rows) { step.propagate($0, of: data, lane: lane, team: team, pass: pass) }
      step.sumPenalties(lane: lane)
      team.wait()
      guard step.batchLoss(rows: rows.count).isFinite || !training.stopsOnDivergence else {
        if lane == 0 { hasDiverged = true }
        return
      }
      if lane == 0 { made += 1 }
      let rate = training.optimizer.learningRate.rate(afterUpdates: iteration, in: Scalar.self)
      step.update(
        lane: lane, rows: rows.count, at: OptimizerStep(iteration: iteration + 1, learningRate: rate),
        in: team)
      team.wait()
    }
  }

  func losses() -> (train: Double, validation: Double) {
    team.run { [self] lane in
      step.sumPenalties(lane: lane)
      for evaluation in evaluations {
        evaluation.run(lane: lane, blocks: team.blocks(of: evaluation.blocks, for: lane))
      }
    }
    let penalty = training.evaluatesAfterEpoch ? 0 : step.penalty
    let losses = evaluations.map { Double(Scalar($0.meanLoss + penalty)) }
    return (losses[0], losses[1])
  }

  func snapshot(of base: TrainedNetwork) -> TrainedNetwork {
    var result = base
    let parameters = ParameterStore(copying: state.parameters)
    if let single = LearnedState(parameters: parameters) as? LearnedState<Float> {
      result.weights = .single(single)
    } else if let double = LearnedState(parameters: parameters) as? LearnedState<Double> {
      result.weights = .double(double)
    }
    return result
  }

  func replace(_ parameters: [Parameter]) throws(NetworkError) {
    try state.parameters.take(parameters, isComplete: false)
    hasDiverged = false
  }

  func change(_ training: Training) throws(NetworkError) {
    let parts = try Parts(network, state, data, validation, training)
    (state, team, step, evaluations) = (parts.state, parts.team, parts.step, parts.evaluations)
    if training.batchSize != self.training.batchSize || training.seed != self.training.seed {
      order = parts.order
      batch = 0
    }
    self.training = training
  }

  func keepWeights() {
    if let kept {
      kept.pointer.update(from: state.parameters.values.pointer, count: kept.count)
    } else {
      kept = AlignedBuffer(copying: state.parameters.values)
    }
  }

  func restoreKeptWeights() {
    guard let kept else { return }
    state.parameters.values.pointer.update(from: kept.pointer, count: kept.count)
  }
}

extension LiveTrainer {
  /// What hangs on the training's settings.
  private struct Parts {
    let state: LearnedState<Scalar>
    let team: ThreadTeam
    let order: RowOrder
    let step: TrainingStep<Scalar>
    let evaluations: [Evaluation<Scalar>]

    init(
      _ network: Sequential, _ before: LearnedState<Scalar>, _ data: TrainingRows<Scalar>,
      _ validation: TrainingRows<Scalar>, _ training: Training
    ) throws(NetworkError) {
      let state = LearnedState(continuing: before, for: training)
      let parameters = state.parameters
      let order = RowOrder(rows: data.count, training: training)
      let batchSize = order.largestBatch
      let lanes = try ThreadCount.of(training, scalars: parameters.layout.count, rows: batchSize)
      let objective = Objective(network, training.loss)
      self.state = state
      self.order = order
      team = ThreadTeam(count: lanes)
      step = TrainingStep(
        objective: objective, inputs: data.x.columns, parameters: parameters, state: state.optimizer!.state,
        training: training, batchSize: batchSize, isWeighted: false, lanes: lanes)
      evaluations = [data, validation].map {
        Evaluation(
          of: $0, objective: objective, metrics: [], batchSize: training.batchSize, inputs: data.x.columns,
          parameters: parameters, lanes: lanes)
      }
    }
  }
}
