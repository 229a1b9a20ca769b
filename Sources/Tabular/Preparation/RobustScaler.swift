/// Scales every column to median 0 and interquartile range 1: outliers leave the other values where they are.
///
///     y = (x − median) / (upper quartile − lower quartile)
///
/// The quartiles lie between two values in proportion, as in `DataFrame.summary()`. Where they are equal, as
/// in a column that is 0 in most rows, only the median is taken away.
/// Source: scikit-learn's `RobustScaler`.
public struct RobustScaler: Scaler {
  /// Creates the scaler. It has no options.
  public init() {}

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedRobustScaler {
    var columns: [FittedRobustScaler.ColumnQuartiles] = []
    for (column, minimum, maximum) in try frame.columnsToFit() {
      guard (maximum - minimum).isFinite else { throw .rangeOverflows(column: column.name) }
      let quartiles = column.presentNumbers.quantilesOfUnsorted([0.25, 0.5, 0.75])
      columns.append(
        .init(
          name: column.name, lowerQuartile: quartiles[0], median: quartiles[1], upperQuartile: quartiles[2],
          isConstant: minimum == maximum))
    }
    return FittedRobustScaler(columns: columns)
  }
}

/// The quartiles of every column, and the scaling that follows from them.
public struct FittedRobustScaler: FittedScaler {
  /// The quartiles of one column, and whether all its values were equal.
  public struct ColumnQuartiles: Codable, Sendable, Equatable {
    public let name: String
    /// The value below which a quarter of the fitted rows lies, in the column's units.
    public let lowerQuartile: Double
    /// The value below which half of them lies.
    public let median: Double
    /// The value below which three quarters of them lie.
    public let upperQuartile: Double
    /// Whether all values were equal.
    public let isConstant: Bool

    private enum CodingKeys: String, CodingKey {
      case name, median
      case lowerQuartile = "lower_quartile"
      case upperQuartile = "upper_quartile"
      case isConstant = "is_constant"
    }

    /// Creates the quartiles of a column.
    public init(
      name: String, lowerQuartile: Double, median: Double, upperQuartile: Double, isConstant: Bool
    ) {
      self.name = name
      self.lowerQuartile = lowerQuartile
      self.median = median
      self.upperQuartile = upperQuartile
      self.isConstant = isConstant
    }

    /// Upper quartile − lower quartile.
    public var interquartileRange: Double { upperQuartile - lowerQuartile }

    /// Whether the quartiles are equal though not all values are.
    fileprivate var isOnlyCentred: Bool { interquartileRange == 0 && !isConstant }
  }

  /// The quartiles, in the order of the frame that was fitted.
  public let columns: [ColumnQuartiles]

  /// Creates a scaler of quartiles that are known.
  public init(columns: [ColumnQuartiles]) { self.columns = columns }

  public var columnScales: [ColumnScale] {
    columns.map {
      .init(name: $0.name, shift: $0.median, divisor: $0.isOnlyCentred ? 1 : $0.interquartileRange)
    }
  }

  /// One sentence for each constant column, and for each whose quartiles are equal.
  public var warnings: [String] {
    constantColumnWarnings
      + columns.filter(\.isOnlyCentred).map {
        "The quartiles of the column \"\($0.name)\" are equal: robust scaling takes its median away and"
          + " leaves its spread as it is."
      }
  }

  public func selecting(columns names: [String]) throws(TabularError) -> FittedRobustScaler {
    FittedRobustScaler(columns: try columns.selecting(names: names, by: \.name))
  }
}
