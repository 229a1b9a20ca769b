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

  /// - Parameter lanes: how many threads to use.
  init(
    _ network: Sequential, _ learned: LearnedState<Scalar>, _ data: TrainingRows<Scalar>,
    _ validation: TrainingRows<Scalar>?, _ training: Training, _ reporting: TrainingReporting,
    _ callbacks: CallbackList, lanes: Int
  ) {
    order = RowOrder(rows: data.count, training: training)
    let batchSize = order.largestBatch
    team = ThreadTeam(count: lanes)
    let objective = Objective(network, training.loss)
    let inputs = data.x.columns
    step = TrainingStep(
      objective: objective, inputs: inputs, parameters: learned.parameters, state: learned.optimizer!.state,
      training: training, batchSize: batchSize, isWeighted: data.weights != nil, lanes: lanes)
    metrics =
      training.metrics.isEmpty || training.evaluatesAfterEpoch
      ? nil
      : MetricAccumulation(
        training.metrics, rows: data.count + batchSize, rowsAtOnce: batchSize, outputs: data.y.columns)
    func evaluation(_ rows: TrainingRows<Scalar>) -> Evaluation<Scalar> {
      Evaluation(
        of: rows, objective: objective, metrics: training.metrics, batchSize: training.batchSize,
        inputs: inputs, parameters: learned.parameters, lanes: lanes)
    }
    self.training = training.evaluatesAfterEpoch || reporting.evaluatesTrainingRows ? evaluation(data) : nil
    self.validation = validation.map(evaluation)
    evaluations = [self.training, self.validation].compactMap { $0 }
    let names = ["loss"] + MetricAccumulation<Scalar>.distinct(training.metrics.map(\.name))
    self.names =
      names + (validation == nil ? [] : names.map { "val_\($0)" })
      + (callbacks.reportsLearningRate ? ["learning_rate"] : [])
  }

  /// Moves to a run's place within its epoch.
  func resume(_ progress: RunProgress, metrics memory: [Data]?) {
    guard progress.batch > 0 else { return }
    order.begin(epoch: progress.epoch + 1, before: progress.batch)
    if let metrics, let memory, memory.map(\.count) == metrics.memory.map(\.count) { metrics.memory = memory }
  }
}

/// What a run reports beyond its callbacks.
struct TrainingReporting {
  /// Whether a history is kept; it grows with every epoch.
  var keepsHistory = true
  /// Whether an epoch's losses are those of all training rows after it, whatever the training says.
  var evaluatesTrainingRows = false
}

extension Training {
  /// Whether another training takes the same rows in the same batches.
  func takesRows(as other: Training) -> Bool {
    batchSize == other.batchSize && seed == other.seed && shuffles == other.shuffles
      && shuffleWindow == other.shuffleWindow && carriesPartialBatches == other.carriesPartialBatches
  }
}
