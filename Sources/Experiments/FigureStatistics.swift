import Pipelines
import Tabular

/// What a figure is over the runs of a variation.
///
///     mean = Σx / n        standard deviation = √(Σ(x − mean)² / (n − 1))
///     quantile: (n − 1)·share = i + t        xᵢ + (xᵢ₊₁ − xᵢ)·t of the sorted x
///
/// Runs that diverged have no figure: they are counted elsewhere and take no part.
/// Source: NumPy's `mean`, `std(ddof=1)` and `percentile`; R. Hyndman, Y. Fan, "Sample quantiles in
/// statistical packages", 1996, definition 7.
public struct FigureStatistics: Sendable, Equatable {
  /// How many runs have the figure.
  public let count: Int
  public let mean: Double
  /// NaN where there is one run only.
  public let standardDeviation: Double
  public let minimum: Double
  public let lowerQuartile: Double
  public let median: Double
  public let upperQuartile: Double
  public let maximum: Double

  /// Describes figures in any order; those that are not finite take no part.
  ///
  /// `nil` where none is left.
  public init?(_ figures: some Sequence<Double>) {
    let sorted = figures.filter(\.isFinite).sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    count = sorted.count
    mean = sorted.mean
    standardDeviation =
      sorted.count > 1
      ? (sorted.squaredDeviations(from: mean) / Double(sorted.count - 1)).squareRoot() : .nan
    (minimum, maximum) = (first, last)
    lowerQuartile = sorted.quantile(0.25)
    median = sorted.quantile(0.5)
    upperQuartile = sorted.quantile(0.75)
  }
}
