/// Scales every column to the range from 0 to 1.
///
///     y = (x − minimum) / (maximum − minimum)
///
/// Source: pandas, `(frame − frame.min()) / (frame.max() − frame.min())`; scikit-learn's `MinMaxScaler`.
public struct MinMaxScaler: Scaler {
  /// Creates the scaler. It has no options.
  public init() {}

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedMinMaxScaler {
    var columns: [FittedMinMaxScaler.ColumnRange] = []
    for (column, minimum, maximum) in try frame.columnsToFit() {
      guard (maximum - minimum).isFinite else { throw .rangeOverflows(column: column.name) }
      columns.append(.init(name: column.name, minimum: minimum, maximum: maximum))
    }
    return FittedMinMaxScaler(columns: columns)
  }
}

/// The range of every column, and the scaling that follows from it.
public struct FittedMinMaxScaler: FittedScaler {
  /// The range of one column's values.
  public struct ColumnRange: Codable, Sendable, Equatable {
    public let name: String
    /// The smallest value of the rows that were fitted, in the column's units.
    public let minimum: Double
    /// The largest.
    public let maximum: Double

    /// Creates the range of a column.
    public init(name: String, minimum: Double, maximum: Double) {
      self.name = name
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// The ranges, in the order of the frame that was fitted.
  public let columns: [ColumnRange]

  /// Creates a scaler of ranges that are known.
  public init(columns: [ColumnRange]) { self.columns = columns }

  public var columnScales: [ColumnScale] {
    columns.map { .init(name: $0.name, shift: $0.minimum, divisor: $0.maximum - $0.minimum) }
  }

  public func selecting(columns names: [String]) throws(TabularError) -> FittedMinMaxScaler {
    FittedMinMaxScaler(columns: try columns.selecting(names: names, by: \.name))
  }
}
