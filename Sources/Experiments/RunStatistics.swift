import Tabular

/// Statistics of a metric over the runs of a variation. Runs that diverged have no metrics and do not count.
///
///     mean = Σx / n        standard deviation = √(Σ(x − mean)² / (n − 1))
///     quantile: (n − 1)·share = i + t        xᵢ + (xᵢ₊₁ − xᵢ)·t of the sorted x
///
/// Source: NumPy's `mean`, `std(ddof=1)` and `percentile`; R. Hyndman, Y. Fan, "Sample quantiles in
/// statistical packages", 1996, definition 7.
public struct RunStatistics: Sendable, Equatable {
  /// The number of runs.
  public let count: Int
  public let mean: Double
  /// NaN for a single run.
  public let standardDeviation: Double
  public let minimum: Double
  public let lowerQuartile: Double
  public let median: Double
  public let upperQuartile: Double
  public let maximum: Double

  /// Summarizes the finite values, in any order; `nil` if there are none.
  public init?(_ values: some Sequence<Double>) {
    let sorted = values.filter(\.isFinite).sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    count = sorted.count
    mean = sorted.mean
    standardDeviation = sorted.sampleStandardDeviation ?? .nan
    (minimum, maximum) = (first, last)
    lowerQuartile = sorted.quantile(0.25)
    median = sorted.quantile(0.5)
    upperQuartile = sorted.quantile(0.75)
  }
}

extension RunStatistics {
  /// A statistic with its name in tables.
  package typealias Named = (name: String, value: @Sendable (RunStatistics) -> Double)

  /// The statistics, in the order of tables.
  package static let named: [Named] = [
    ("median", { $0.median }), ("q1", { $0.lowerQuartile }), ("q3", { $0.upperQuartile }),
    ("mean", { $0.mean }), ("sd", { $0.standardDeviation }), ("min", { $0.minimum }),
    ("max", { $0.maximum }),
  ]
}
