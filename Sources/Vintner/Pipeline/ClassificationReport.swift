import LinearAlgebra
import NeuralNetworks

/// What a training of two classes came to, with the figure that keeps one honest beside it.
///
/// The figures of its `run` can be asked for as its own: `report.epochs`.
@dynamicMemberLookup
public struct ClassificationReport: Sendable {
  public let run: RunReport
  /// The saved model on the validation rows.
  public let metrics: ClassificationMetrics
  /// The same without the validation rows that repeat a training row; `nil` where all do.
  public let metricsWithoutRepeated: ClassificationMetrics?
  /// The accuracy of always naming the more frequent class of the training rows.
  public let majorityAccuracy: Double

  /// A figure of the run.
  public subscript<Value>(dynamicMember path: KeyPath<RunReport, Value>) -> Value { run[keyPath: path] }

  init(_ prepared: PreparedClassification, history: History, probabilities: [Double]) {
    run = RunReport(
      history, trainRows: prepared.trainTargets.count, validationRepeats: prepared.validationRepeatsTraining)
    let targets = prepared.validationTargets
    let threshold = prepared.pipeline.threshold
    metrics = ClassificationMetrics(probabilities: probabilities, targets: targets, threshold: threshold)
    let fresh = run.freshRows
    metricsWithoutRepeated =
      fresh.isEmpty
      ? nil
      : ClassificationMetrics(
        probabilities: fresh.map { probabilities[$0] }, targets: fresh.map { targets[$0] },
        threshold: threshold)
    let share = prepared.trainTargets.reduce(0, +) / Double(prepared.trainTargets.count)
    let majority = share > 0.5 ? 1.0 : 0
    majorityAccuracy = Double(targets.count { $0 == majority }) / Double(targets.count)
  }
}
