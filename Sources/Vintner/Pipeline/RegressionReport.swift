import LinearAlgebra
import NeuralNetworks

/// What a training came to, with the figures that keep one honest beside it.
///
/// The figures of its `run` can be asked for as its own: `report.epochs`.
@dynamicMemberLookup
public struct RegressionReport: Sendable {
  public let run: RunReport
  /// The saved model on the validation rows, in the target's units.
  public let metrics: RegressionMetrics
  /// The same without the validation rows that repeat a training row; `nil` where all do.
  public let metricsWithoutRepeated: RegressionMetrics?
  public let baselines: Baselines

  /// A figure of the run.
  public subscript<Value>(dynamicMember path: KeyPath<RunReport, Value>) -> Value { run[keyPath: path] }

  init(_ prepared: PreparedRegression, history: History, predictions: [Double]) {
    run = RunReport(
      history, trainRows: prepared.trainTargets.rowCount,
      validationRepeats: prepared.validationRepeatsTraining)
    let targets = prepared.validationTargets
    metrics = RegressionMetrics(predictions: predictions, targets: targets)
    let fresh = run.freshRows
    metricsWithoutRepeated =
      fresh.isEmpty
      ? nil
      : RegressionMetrics(
        predictions: fresh.map { predictions[$0] }, targets: fresh.map { targets[$0] })
    baselines = Baselines(prepared)
  }
}
