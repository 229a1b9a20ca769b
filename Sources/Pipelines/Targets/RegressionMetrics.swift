import Foundation
import Tabular

/// How far predictions are from their targets, in the target's units.
///
/// Source: scikit-learn, `mean_absolute_error`, `root_mean_squared_error` and `r2_score`.
public struct RegressionMetrics: Sendable, Equatable, Codable {
  /// The number of rows.
  public let rows: Int
  /// The mean of |ŷ − y|.
  public let meanAbsoluteError: Double
  /// The root of the mean of (ŷ − y)².
  public let rootMeanSquaredError: Double
  /// 1 − Σ(ŷ − y)² / Σ(y − ȳ)², and NaN where all targets are equal.
  public let rSquared: Double
  /// The mean of |ỹ − y|, ỹ the median of these targets: what a model has to beat.
  public let meanAbsoluteErrorOfMedian: Double

  /// Measures predictions, both in the target's units.
  ///
  /// - Precondition: equally many predictions and targets, 1 or more.
  public init(predictions: [Double], targets: [Double]) {
    precondition(
      predictions.count == targets.count && !targets.isEmpty,
      "Metrics take as many predictions as targets, received \(predictions.count) and \(targets.count).")
    let count = Double(targets.count)
    let mean = targets.reduce(0, +) / count
    var absolute = 0.0
    var squared = 0.0
    var total = 0.0
    for (prediction, target) in zip(predictions, targets) {
      absolute += abs(prediction - target)
      squared += (prediction - target) * (prediction - target)
      total += (target - mean) * (target - mean)
    }
    let median = targets.quantilesOfUnsorted([0.5])[0]
    meanAbsoluteErrorOfMedian = targets.reduce(0) { $0 + abs($1 - median) } / count
    rows = targets.count
    meanAbsoluteError = absolute / count
    rootMeanSquaredError = (squared / count).squareRoot()
    rSquared = total > 0 ? 1 - squared / total : .nan
  }
}

extension RegressionMetrics: ScoredMetrics {
  public static var scores: KeyValuePairs<Score, KeyPath<Self, Double>> {
    [
      .meanAbsoluteError: \.meanAbsoluteError, .rootMeanSquaredError: \.rootMeanSquaredError,
      .rSquared: \.rSquared,
    ]
  }
}

extension RegressionMetrics {
  /// The constants that predict the same rows better.
  var losesTo: [Rival] {
    var rivals: [Rival] = []
    if meanAbsoluteError > meanAbsoluteErrorOfMedian {
      rivals.append(
        Rival(name: "the median", evidence: "MAE \(Format.number(meanAbsoluteErrorOfMedian)) on these rows"))
    }
    if rSquared < 0 { rivals.append(Rival(name: "the mean", evidence: "R² 0 on these rows")) }
    return rivals
  }
}
