/// Scales every column to mean 0 and standard deviation 1.
///
///     y = (x − mean) / σ        σ² = Σ (x − mean)² / n
///
/// Source: scikit-learn's `StandardScaler`, which divides by n as well.
public struct StandardScaler: NamedScaler {
  public static let name = "standard"

  /// The mean and standard deviation of one column's fitted values.
  public struct ColumnMoments: ScaledColumn {
    public let name: String
    public let mean: Double
    /// √(Σ (x − mean)² / n); 0 in a constant column.
    public let standardDeviation: Double

    private enum CodingKeys: String, CodingKey {
      case name, mean
      case standardDeviation = "standard_deviation"
    }

    public var scale: ColumnScale { .init(name: name, shift: mean, divisor: standardDeviation) }
  }

  /// Creates the scaler. It has no options.
  public init() {}

  public var pandasSource: (shift: String, divisor: String) {
    ("part.mean()", "part.std(ddof=0)")
  }

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedStandardScaler {
    try FittedStandardScaler(frame) { column, minimum, maximum throws(TabularError) in
      let values = column.presentNumbers
      let mean = values.mean
      let variance = values.squaredDeviations(from: mean) / Double(values.count)
      guard variance.isFinite else { throw .rangeOverflows(column: column.name) }
      // Equal extremes show a constant column: a rounded mean would give it a spread that it does not have.
      let isConstant = minimum == maximum
      return ColumnMoments(
        name: column.name, mean: isConstant ? minimum : mean,
        standardDeviation: isConstant ? 0 : variance.squareRoot())
    }
  }
}

/// The mean and standard deviation of every column, and the scaling that follows from them.
public typealias FittedStandardScaler = FittedColumnScaler<StandardScaler.ColumnMoments>
