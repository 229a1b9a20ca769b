/// Counts, moments and quartiles of one column.
public struct ColumnSummary: Sendable, Equatable {
  public let name: String
  public let type: Column.ValueType
  /// How many rows have a value.
  public let count: Int
  /// How many rows have none.
  public let missingCount: Int
  /// The figures of a column of integers, numbers or booleans (1 and 0); `nil` for text, and where no row
  /// has a value.
  public let statistics: Statistics?

  /// Moments and quartiles of the values that are there. All are NaN where one of the values is.
  public struct Statistics: Sendable, Equatable {
    /// Σ x / n.
    public let mean: Double
    /// √(Σ (x − mean)² / (n − 1)); `nil` where there is one value only.
    public let standardDeviation: Double?
    /// The smallest value.
    public let minimum: Double
    /// The value below which a quarter lies. Quartiles lie between two values in proportion (linear
    /// interpolation, as in pandas and NumPy).
    public let lowerQuartile: Double
    /// The value in the middle, or the mean of the two there.
    public let median: Double
    /// The value below which three quarters lie, as with the lower one.
    public let upperQuartile: Double
    /// The largest value.
    public let maximum: Double
  }

  init(_ column: Column) {
    name = column.name
    type = column.type
    count = column.count - column.missingCount
    missingCount = column.missingCount
    statistics = Double.values(of: column.storage).flatMap { numbers in
      Statistics(numbers.indices.filter { !column.isMissing($0) }.map { numbers[$0] })
    }
  }
}

extension ColumnSummary.Statistics {
  /// Describes at least one value; `nil` where there is none.
  init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let hasNaN = values.contains { $0.isNaN }
    let sorted = hasNaN ? [.nan] : values.sorted()
    mean = values.mean
    standardDeviation =
      values.count > 1
      ? (values.squaredDeviations(from: mean) / Double(values.count - 1)).squareRoot() : nil
    minimum = sorted[0]
    lowerQuartile = sorted.quantile(0.25)
    median = sorted.quantile(0.5)
    upperQuartile = sorted.quantile(0.75)
    maximum = sorted[sorted.count - 1]
  }
}
