import LinearAlgebra
import NeuralNetworks

/// What a training came to, with the figures that keep one honest beside it.
///
/// The figures of its `run` can be asked for as its own: `report.epochs`.
@dynamicMemberLookup
public struct RegressionReport: Sendable {
  /// What the training came to.
  public let run: RunReport
  /// The saved model on the validation rows, in the target's units.
  public let metrics: RegressionMetrics
  /// The same without the validation rows that repeat a training row; `nil` where all do.
  public let metricsWithoutRepeated: RegressionMetrics?
  /// What simple models reach on the same rows.
  public let baselines: Baselines?

  /// A figure of the run.
  public subscript<Value>(dynamicMember path: KeyPath<RunReport, Value>) -> Value { run[keyPath: path] }

  init(_ prepared: PreparedRegression, history: History, predictions: [Double]) {
    let repeats = prepared.validationRepeatsTraining
    let fresh = repeats.indices.filter { !repeats[$0] }
    run = RunReport(
      history, trainRows: prepared.trainTargets.rowCount, validationRows: repeats.count,
      repeatedRows: repeats.count - fresh.count)
    let targets = prepared.validationTargets
    metrics = RegressionMetrics(predictions: predictions, targets: targets)
    metricsWithoutRepeated =
      fresh.isEmpty
      ? nil
      : RegressionMetrics(
        predictions: fresh.map { predictions[$0] }, targets: fresh.map { targets[$0] })
    baselines = Baselines(prepared)
  }

  /// Of a table that is streamed, beside which there are no baselines.
  init(_ streamed: StreamedRegression, history: History, predictions: [Double], targets: [Double]) {
    run = RunReport(history, trainRows: streamed.rows.trainCount, validationRows: targets.count)
    metrics = RegressionMetrics(predictions: predictions, targets: targets)
    metricsWithoutRepeated = nil
    baselines = nil
  }
}
