/// Scales every column to median 0 and interquartile range 1: outliers do not affect the other values.
///
///     y = (x − median) / (upper quartile − lower quartile)
///
/// The quartiles are interpolated linearly, as in `DataFrame.summary()`. Where they are equal, as in a column
/// that is 0 in most rows, only the median is subtracted.
/// Source: scikit-learn's `RobustScaler`.
public struct RobustScaler: NamedScaler {
  public static let name = "robust"

  /// The quartiles of one column's fitted values, and whether all values were equal.
  public struct ColumnQuartiles: ScaledColumn {
    public let name: String
    public let lowerQuartile: Double
    public let median: Double
    public let upperQuartile: Double
    /// Whether all values were equal.
    public let isConstant: Bool

    private enum CodingKeys: String, CodingKey {
      case name, median
      case lowerQuartile = "lower_quartile"
      case upperQuartile = "upper_quartile"
      case isConstant = "is_constant"
    }

    /// Upper quartile − lower quartile.
    private var interquartileRange: Double { upperQuartile - lowerQuartile }

    /// Whether the quartiles are equal although not all values are.
    private var isOnlyCentred: Bool { interquartileRange == 0 && !isConstant }

    public var scale: ColumnScale {
      .init(name: name, shift: median, divisor: isOnlyCentred ? 1 : interquartileRange)
    }

    public var warning: String? {
      isOnlyCentred
        ? "The quartiles of the column \"\(name)\" are equal: robust scaling subtracts its median and does not"
          + " change its spread." : nil
    }
  }

  /// Creates the scaler. It has no options.
  public init() {}

  public var pandasSource: (shift: String, divisor: String) {
    ("part.median()", "(part.quantile(0.75) - part.quantile(0.25)).replace(0, 1)")
  }

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedRobustScaler {
    try FittedRobustScaler(frame) { column, minimum, maximum throws(TabularError) in
      guard (maximum - minimum).isFinite else { throw .rangeOverflows(column: column.name) }
      let quartiles = column.presentNumbers.quantilesOfUnsorted([0.25, 0.5, 0.75])
      return ColumnQuartiles(
        name: column.name, lowerQuartile: quartiles[0], median: quartiles[1], upperQuartile: quartiles[2],
        isConstant: minimum == maximum)
    }
  }
}

/// The quartiles of every column, and the scaling that follows from them.
public typealias FittedRobustScaler = FittedColumnScaler<RobustScaler.ColumnQuartiles>
