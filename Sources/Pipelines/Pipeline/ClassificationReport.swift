import LinearAlgebra
import NeuralNetworks

/// What a training of two classes came to, with the figure that keeps one honest beside it.
///
/// The figures of its `run` can be asked for as its own: `report.epochs`.
@dynamicMemberLookup
public struct ClassificationReport: Sendable {
  /// What the training came to.
  public let run: RunReport
  /// The saved model on the validation rows.
  public let metrics: ClassificationMetrics
  /// The same without the validation rows that repeat a training row; `nil` where all do.
  public let metricsWithoutRepeated: ClassificationMetrics?
  /// The accuracy of always naming the more frequent class of the training rows.
  ///
  /// Source: scikit-learn, `DummyClassifier`.
  public let majorityAccuracy: Double

  /// A figure of the run.
  public subscript<Value>(dynamicMember path: KeyPath<RunReport, Value>) -> Value { run[keyPath: path] }

  init(_ prepared: PreparedClassification, history: History, probabilities: [Double]) {
    let repeats = prepared.validationRepeatsTraining
    let fresh = repeats.indices.filter { !repeats[$0] }
    run = RunReport(
      history, trainRows: prepared.trainTargets.count, validationRows: repeats.count,
      repeatedRows: repeats.count - fresh.count)
    let targets = prepared.validationTargets
    let threshold = prepared.pipeline.threshold
    metrics = ClassificationMetrics(probabilities: probabilities, targets: targets, threshold: threshold)
    metricsWithoutRepeated =
      fresh.isEmpty
      ? nil
      : ClassificationMetrics(
        probabilities: fresh.map { probabilities[$0] }, targets: fresh.map { targets[$0] },
        threshold: threshold)
    majorityAccuracy = Self.majorityAccuracy(
      share: prepared.trainTargets.reduce(0, +) / Double(prepared.trainTargets.count), targets)
  }

  /// Of a table that is streamed.
  init(_ streamed: StreamedClassification, history: History, probabilities: [Double], targets: [Double]) {
    run = RunReport(history, trainRows: streamed.rows.trainCount, validationRows: targets.count)
    metrics = ClassificationMetrics(
      probabilities: probabilities, targets: targets, threshold: streamed.pipeline.threshold)
    metricsWithoutRepeated = nil
    majorityAccuracy = Self.majorityAccuracy(share: streamed.rows.meanTarget, targets)
  }

  /// How often the class that is more frequent in training is right.
  private static func majorityAccuracy(share: Double, _ targets: [Double]) -> Double {
    let majority = share > 0.5 ? 1.0 : 0
    return Double(targets.count { $0 == majority }) / Double(targets.count)
  }
}
