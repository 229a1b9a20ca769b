import Foundation
import LinearAlgebra

/// What depends on the training's settings.
struct TrainingParts<Scalar: MatrixScalar> {
  let team: ThreadTeam
  let order: RowOrder
  let step: TrainingStep<Scalar>
  /// Of the training rows, where an epoch's losses are those after it.
  let training: Evaluation<Scalar>?
  let validation: Evaluation<Scalar>?
  /// Both, where they are there.
  let evaluations: [Evaluation<Scalar>]
  /// Of the epoch's batches; `nil` without metrics, or where they are evaluated after the epoch.
  let metrics: MetricAccumulation<Scalar>?
  /// The names of an epoch's values.
  let names: [String]

  /// - Parameter lanes: how many threads to use, where there are as many.
  init(
    _ task: TrainingTask<Scalar>, _ learned: LearnedState<Scalar>, _ training: Training,
    _ callbacks: CallbackList, lanes: Int
  ) {
    let data = task.data
    order = RowOrder(rows: data.count, training: training)
    let batchSize = order.largestBatch
    team = ThreadTeam(count: lanes)
    // The system may have fewer threads.
    let lanes = team.count
    let objective = Objective(task.network, training.loss)
    let inputs = data.x.columns
    step = TrainingStep(
      objective: objective, inputs: inputs, parameters: learned.parameters, state: learned.optimizer!.state,
      training: training, batchSize: batchSize, targets: data.y.columns, isWeighted: data.weights != nil,
      lanes: lanes)
    metrics =
      training.allMetrics.isEmpty || training.evaluatesAfterEpoch
      ? nil
      : MetricAccumulation(
        training.metrics, weighted: training.weightedMetrics, rows: data.count + batchSize,
        rowsAtOnce: batchSize, outputs: step.outputs, targets: data.y.columns)
    func evaluation(_ rows: TrainingRows<Scalar>) -> Evaluation<Scalar> {
      Evaluation(
        of: rows, objective: objective, training: training, inputs: inputs, parameters: learned.parameters,
        lanes: lanes)
    }
    self.training = training.evaluatesAfterEpoch || task.isLive ? evaluation(data) : nil
    self.validation = task.validation.map(evaluation)
    evaluations = [self.training, self.validation].compactMap { $0 }
    let names = ["loss"] + MetricAccumulation<Scalar>.distinct(training.allMetrics.map(\.name))
    self.names =
      names + (task.validation == nil ? [] : names.map { "val_\($0)" })
      + (callbacks.reportsLearningRate ? ["learning_rate"] : [])
  }

  /// Moves to a run's place within its epoch.
  func resume(_ progress: RunProgress, metrics memory: [Data]?) {
    guard progress.batch > 0 else { return }
    order.begin(epoch: progress.epoch + 1, before: progress.batch)
    if let metrics, let memory, memory.map(\.count) == metrics.memory.map(\.count) { metrics.memory = memory }
  }
}

/// What a run trains, and on which rows: what does not depend on the training's settings.
struct TrainingTask<Scalar: MatrixScalar> {
  let network: Sequential
  /// The rows to learn from.
  let data: TrainingRows<Scalar>
  let validation: TrainingRows<Scalar>?
  /// Whether the run is watched and has no end: it keeps no history, which would grow with every epoch, and an
  /// epoch's losses are those of all training rows after it, whatever the training says.
  let isLive: Bool
}

extension Training {
  /// Whether another training takes the same rows in the same batches.
  func takesRows(as other: Training) -> Bool {
    batchSize == other.batchSize && seed == other.seed && shuffles == other.shuffles
      && shuffleWindow == other.shuffleWindow && carriesPartialBatches == other.carriesPartialBatches
  }
}
