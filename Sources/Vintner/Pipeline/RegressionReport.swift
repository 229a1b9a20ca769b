import LinearAlgebra
import NeuralNetworks

/// What a training came to, with the figures that keep one honest beside it.
public struct RegressionReport: Sendable {
  public let trainRows: Int
  public let validationRows: Int
  /// The number of epochs that were trained.
  public let epochs: Int
  /// The epoch whose weights the model has.
  public let bestEpoch: Int?
  /// The lowest validation loss of all epochs, scaled. Under a `minDelta` another epoch may be the best.
  public let lowestValidationLoss: Double
  /// The saved model on the validation rows, in the target's units.
  public let metrics: RegressionMetrics
  /// How many validation rows are exactly the same as a training row.
  public let repeatedRows: Int
  /// The same without the validation rows that repeat a training row; `nil` where all do.
  public let metricsWithoutRepeated: RegressionMetrics?
  public let baselines: Baselines
  /// The time all epochs took, in seconds.
  public let fitSeconds: Double
  /// The median time of an epoch with its validation, in milliseconds.
  public let millisecondsPerEpoch: Double
  public let threads: Int
  public let ending: History.Ending

  init(_ prepared: PreparedRegression, history: History, predictions: [Double]) {
    trainRows = prepared.train.x.rows
    validationRows = prepared.validation.x.rows
    epochs = history.epochs
    bestEpoch = history.keptEpoch
    lowestValidationLoss = history.validationLoss.min() ?? .nan
    metrics = RegressionMetrics(predictions: predictions, targets: prepared.validationTargets)
    let fresh = predictions.indices.filter { !prepared.validationRepeatsTraining[$0] }
    repeatedRows = predictions.count - fresh.count
    metricsWithoutRepeated =
      fresh.isEmpty
      ? nil
      : RegressionMetrics(
        predictions: fresh.map { predictions[$0] }, targets: fresh.map { prepared.validationTargets[$0] })
    baselines = Baselines(prepared)
    fitSeconds = history.seconds.reduce(0, +)
    let sorted = history.seconds.sorted()
    millisecondsPerEpoch = sorted.isEmpty ? .nan : sorted[sorted.count / 2] * 1000
    threads = history.threads
    ending = history.ending
  }
}
