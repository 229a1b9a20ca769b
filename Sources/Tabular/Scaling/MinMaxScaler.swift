/// Scales every column to the range from 0 to 1.
///
///     y = (x − minimum) / (maximum − minimum)
///
/// Source: pandas, `(frame − frame.min()) / (frame.max() − frame.min())`; scikit-learn's `MinMaxScaler`.
public struct MinMaxScaler: Scaler {
  public init() {}

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedMinMaxScaler {
    let ranges = try frame.learning(inOrder: false) { name, values throws(TabularError) in
      let (minimum, maximum) = values.extremes
      guard (maximum - minimum).isFinite else { throw .rangeOverflows(column: name) }
      return FittedMinMaxScaler.ColumnRange(name: name, minimum: minimum, maximum: maximum)
    }
    return FittedMinMaxScaler(columns: ranges)
  }
}

/// The range of every column, and the scaling that follows from it.
public struct FittedMinMaxScaler: FittedScaler {
  /// The range of one column's values.
  public struct ColumnRange: Codable, Sendable, Equatable {
    public let name: String
    public let minimum: Double
    public let maximum: Double

    public init(name: String, minimum: Double, maximum: Double) {
      self.name = name
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// The ranges, in the order of the frame that was fitted.
  public let columns: [ColumnRange]

  public init(columns: [ColumnRange]) { self.columns = columns }

  public var columnScales: [ColumnScale] {
    columns.map { .init(name: $0.name, shift: $0.minimum, divisor: $0.maximum - $0.minimum) }
  }

  public func selecting(columns names: [String]) throws(TabularError) -> FittedMinMaxScaler {
    FittedMinMaxScaler(columns: try columns.selecting(names: names, by: \.name))
  }
}

extension [Double] {
  /// The smallest and the largest of at least one number.
  var extremes: (Double, Double) {
    withUnsafeBufferPointer { values in
      var minimum = values[0]
      var maximum = values[0]
      for value in values {
        minimum = value < minimum ? value : minimum
        maximum = value > maximum ? value : maximum
      }
      return (minimum, maximum)
    }
  }
}
