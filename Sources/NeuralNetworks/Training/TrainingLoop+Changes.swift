import LinearAlgebra

/// What is asked of a run, and changed in it, between updates.
extension TrainingLoop {
  func trained(copiesState: Bool) -> TrainedNetwork {
    var state = copiesState ? LearnedState(copying: learned) : learned
    state.setRate = progress.learningRate.map { ($0.wrappedValue, training.optimizer.learningRate) }
    return TrainedNetwork(
      task.network, inputs: task.data.x.columns, weights: TrainedNetwork.Weights(state),
      history: progress.history)
  }

  var network: Sequential { task.network }
  var isLive: Bool { task.isLive }

  var hasFiniteWeights: Bool { weights.isFinite }

  var faultyValue: (values: String, row: Int, column: Int)? {
    let parts = [("inputs", task.data.x), ("targets", task.data.y)]
    let held = task.validation.map { [("validation inputs", $0.x), ("validation targets", $0.y)] } ?? []
    for (values, matrix) in parts + held {
      if let index = matrix.withUnsafeBufferPointer({ $0.firstIndex { !$0.isFinite } }) {
        return (values, index / matrix.columns, index % matrix.columns)
      }
    }
    return nil
  }

  var undeclaredProperty: (callback: String, property: String)? { callbacks.undeclaredProperty }

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
      for evaluation in evaluations { evaluation.run(lane: lane, in: team, canBeLeft: false) }
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
