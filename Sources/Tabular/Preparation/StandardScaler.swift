/// Scales every column to mean 0 and standard deviation 1.
///
///     y = (x − mean) / σ        σ² = Σ (x − mean)² / n
///
/// Source: scikit-learn's `StandardScaler`, which divides by n as well.
public struct StandardScaler: Scaler {
  /// Creates the scaler. It has no options.
  public init() {}

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedStandardScaler {
    var columns: [FittedStandardScaler.ColumnMoments] = []
    for (column, minimum, maximum) in try frame.columnsToFit() {
      let mean = column.mean
      let variance = column.squaredDeviations(from: mean) / Double(column.count)
      guard variance.isFinite else { throw .rangeOverflows(column: column.name) }
      // A constant column is told from its values: a rounded mean leaves it a spread that is not there.
      columns.append(
        .init(
          name: column.name, mean: minimum == maximum ? minimum : mean,
          standardDeviation: minimum == maximum ? 0 : variance.squareRoot()))
    }
    return FittedStandardScaler(columns: columns)
  }
}

/// Mean and standard deviation of every column, and the scaling that follows from them.
public struct FittedStandardScaler: FittedScaler {
  /// The mean of one column, and its standard deviation dividing by n.
  public struct ColumnMoments: Codable, Sendable, Equatable {
    public let name: String
    /// The mean of the rows that were fitted, in the column's units.
    public let mean: Double
    /// √(Σ (x − mean)² / n); 0 in a constant column.
    public let standardDeviation: Double

    private enum CodingKeys: String, CodingKey {
      case name, mean
      case standardDeviation = "standard_deviation"
    }

    /// Creates the moments of a column.
    public init(name: String, mean: Double, standardDeviation: Double) {
      self.name = name
      self.mean = mean
      self.standardDeviation = standardDeviation
    }
  }

  /// The moments, in the order of the frame that was fitted.
  public let columns: [ColumnMoments]

  /// Creates a scaler of moments that are known.
  public init(columns: [ColumnMoments]) { self.columns = columns }

  public var columnScales: [ColumnScale] {
    columns.map { .init(name: $0.name, shift: $0.mean, divisor: $0.standardDeviation) }
  }

  public func selecting(columns names: [String]) throws(TabularError) -> FittedStandardScaler {
    FittedStandardScaler(columns: try columns.selecting(names: names, by: \.name))
  }
}
