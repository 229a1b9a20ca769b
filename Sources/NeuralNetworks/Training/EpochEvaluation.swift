import LinearAlgebra

/// What is computed when an epoch's updates are made: the figures of the validation rows and, where training
/// asks for that, of the training rows.
final class EpochEvaluation<Scalar: MatrixScalar> {
  private let training: Evaluation<Scalar>?
  private let validation: Evaluation<Scalar>?
  private let interval: Int
  /// The metrics' names, as ``MetricAccumulation`` tells them apart.
  let metricNames: [String]
  /// Whether penalties are a part of the losses.
  private let addsPenalty: Bool

  /// - Parameter makeEvaluation: of some rows.
  init(
    _ training: Training, data: TrainingRows<Scalar>, validation: TrainingRows<Scalar>?,
    makeEvaluation: (TrainingRows<Scalar>) -> Evaluation<Scalar>
  ) {
    self.training = training.evaluatesAfterEpoch ? makeEvaluation(data) : nil
    self.validation = validation.map(makeEvaluation)
    interval = training.evaluationInterval
    metricNames = MetricAccumulation<Scalar>.distinct(training.metrics.map(\.name))
    addsPenalty = !training.evaluatesAfterEpoch
  }

  var hasValidation: Bool { validation != nil }
  var hasTraining: Bool { training != nil }
  var isEmpty: Bool { !hasValidation && !hasTraining }

  /// Whether an epoch is one of those whose figures are computed.
  func isDue(_ epoch: Int, of last: Int) -> Bool { epoch == last || epoch.isMultiple(of: interval) }

  /// Computes a lane's share of both.
  func run(lane: Int, in team: ThreadTeam) {
    for evaluation in [training, validation] {
      guard let evaluation else { continue }
      evaluation.run(lane: lane, blocks: team.blocks(of: evaluation.blocks, for: lane))
    }
  }

  /// Gives back the memory of rows that can be read from a file again.
  func releaseMemory() {
    training?.releaseMemory()
    validation?.releaseMemory()
  }

  /// The mean loss over the validation rows and what the parameters add to it, once every lane has run; `nil`
  /// without such rows.
  func validationLoss(penalty: Double) -> Double? {
    validation.map { $0.meanLoss + (addsPenalty ? penalty : 0) }
  }

  /// The mean loss over the training rows, once every lane has run; `nil` where it is not asked for.
  var trainingLoss: Double? { training?.meanLoss }

  /// The metrics of the validation rows.
  func validationMetrics() -> [Double] { validation?.metricResults() ?? [] }

  /// The metrics of the training rows.
  func trainingMetrics() -> [Double] { training?.metricResults() ?? [] }
}
