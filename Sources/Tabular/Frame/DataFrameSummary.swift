extension DataFrame {
  /// Counts, moments and quartiles of every column.
  ///
  ///     print(wine.summary())
  ///     wine.summary()["alcohol"]?.statistics?.mean
  ///
  /// Source: pandas, `DataFrame.describe`.
  public func summary() -> DataFrameSummary {
    DataFrameSummary(columns: columns.map(ColumnSummary.init))
  }
}

/// Summaries of a frame's columns, printed as a table with a line for each column.
public struct DataFrameSummary: Sendable, Equatable {
  /// The columns' summaries, in the order of the frame.
  public let columns: [ColumnSummary]

  /// The summary of a column, or `nil` where no column has this name.
  public subscript(name: String) -> ColumnSummary? { columns.first { $0.name == name } }
}

extension DataFrameSummary: CustomStringConvertible {
  /// An aligned table with a line for each column.
  public var description: String {
    let statistics: [(title: String, value: (ColumnSummary.Statistics) -> Double?)] = [
      ("mean", \.mean), ("sd", \.standardDeviation), ("min", \.minimum), ("25%", \.lowerQuartile),
      ("50%", \.median), ("75%", \.upperQuartile), ("max", \.maximum),
    ]
    var table = TextTable(
      [("column", .left), ("type", .left), ("count", .right), ("missing", .right)]
        + statistics.map { ($0.title, .decimalPoint) })
    for column in columns {
      table.append(
        [column.name, column.type.rawValue, "\(column.count)", "\(column.missingCount)"]
          + statistics.map { column.statistics.flatMap($0.value).map { displayed($0) } ?? "" })
    }
    return table.text
  }
}

/// Counts, moments and quartiles of one column.
public struct ColumnSummary: Sendable, Equatable {
  public let name: String
  public let type: Column.ValueType
  /// The number of rows that have a value.
  public let count: Int
  /// The number of rows that have none.
  public let missingCount: Int
  /// Moments and quartiles of integers, numbers or booleans (1 and 0); `nil` for text, and where no row has a
  /// value.
  public let statistics: Statistics?

  /// Moments and quartiles of the values that are not missing. All are NaN where one of the values is.
  public struct Statistics: Sendable, Equatable {
    /// Σ x / n.
    public let mean: Double
    /// √(Σ (x − mean)² / (n − 1)); `nil` for a single value.
    public let standardDeviation: Double?
    /// The smallest value.
    public let minimum: Double
    /// The value below which a quarter lies, by linear interpolation, as in pandas and NumPy.
    public let lowerQuartile: Double
    /// The value below which half lies.
    public let median: Double
    /// The value below which three quarters lie.
    public let upperQuartile: Double
    /// The largest value.
    public let maximum: Double
  }

  init(_ column: Column) {
    name = column.name
    type = column.type
    count = column.count - column.missingCount
    missingCount = column.missingCount
    statistics = column.type == .text ? nil : Statistics(column.presentNumbers)
  }
}

extension ColumnSummary.Statistics {
  /// Describes at least one value; `nil` where there is none.
  init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let hasNaN = values.contains { $0.isNaN }
    let sorted = hasNaN ? [.nan] : values.sorted()
    mean = values.mean
    standardDeviation = values.sampleStandardDeviation
    minimum = sorted[0]
    lowerQuartile = sorted.quantile(0.25)
    median = sorted.quantile(0.5)
    upperQuartile = sorted.quantile(0.75)
    maximum = sorted[sorted.count - 1]
  }
}
