/// Scales every column to the range from 0 to 1.
///
///     y = (x − minimum) / (maximum − minimum)
///
/// Source: pandas, `(frame − frame.min()) / (frame.max() − frame.min())`; scikit-learn's `MinMaxScaler`.
public struct MinMaxScaler: NamedScaler {
  public static let name = "min_max"

  /// The range of one column's fitted values.
  public struct ColumnRange: ScaledColumn {
    public let name: String
    public let minimum: Double
    public let maximum: Double

    public var scale: ColumnScale { .init(name: name, shift: minimum, divisor: maximum - minimum) }
  }

  /// Creates the scaler. It has no options.
  public init() {}

  public var pandasSource: (shift: String, divisor: String) {
    ("part.min()", "part.max() - part.min()")
  }

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedMinMaxScaler {
    try FittedMinMaxScaler(frame) { column, minimum, maximum throws(TabularError) in
      guard (maximum - minimum).isFinite else { throw .rangeOverflows(column: column.name) }
      return ColumnRange(name: column.name, minimum: minimum, maximum: maximum)
    }
  }
}

/// The range of every column, and the scaling that follows from it.
public typealias FittedMinMaxScaler = FittedColumnScaler<MinMaxScaler.ColumnRange>
