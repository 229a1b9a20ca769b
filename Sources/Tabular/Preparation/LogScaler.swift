import Foundation

/// Scales the logarithm of every column to the range from 0 to 1, for columns with a long tail: prices, incomes, counts.
///
///     y = l(x) / l(maximum)        l(x) = sgn(x − minimum) · ln(1 + |x − minimum| / unit)
///
/// The unit is the median's distance from the minimum, so that half of the values are below ln 2; where that is 0, the
/// mean's. Values below the fitted minimum become negative.
/// Source: scikit-learn's `TransformedTargetRegressor` with `log1p`, made independent of the column's units.
public struct LogScaler: NamedScaler {
  public static let name = "log"

  /// The range of one column's fitted values, and the unit of its logarithm.
  public struct ColumnRange: ScaledColumn {
    public let name: String
    public let minimum: Double
    public let maximum: Double
    /// The distance from the minimum whose logarithm is ln 2, in the column's units; above 0.
    public let unit: Double

    public var scale: ColumnScale {
      let logarithm = ColumnScale.Logarithm(origin: minimum, unit: unit)
      return .init(name: name, shift: 0, divisor: logarithm.value(of: maximum), curve: .logarithm(logarithm))
    }
  }

  /// Creates the scaler. It has no options.
  public init() {}

  public var pandasSource: (shift: String, divisor: String) {
    preconditionFailure("A logarithm is no shift and divisor.")
  }

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedLogScaler {
    try FittedLogScaler(frame) { column, minimum, maximum throws(TabularError) in
      guard (maximum - minimum).isFinite else { throw .rangeOverflows(column: column.name) }
      let numbers = column.presentNumbers
      let mean = numbers.reduce(0) { $0 + ($1 - minimum) / Double(numbers.count) }
      let median = numbers.quantilesOfUnsorted([0.5])[0] - minimum
      return ColumnRange(
        name: column.name, minimum: minimum, maximum: maximum, unit: median > 0 ? median : mean > 0 ? mean : 1
      )
    }
  }
}

/// The range of every column, and the scaling of the logarithm that follows from it.
public typealias FittedLogScaler = FittedColumnScaler<LogScaler.ColumnRange>

extension ColumnScale {
  /// A logarithm that keeps signs: of how far a value is from an origin.
  public struct Logarithm: Sendable, Equatable {
    /// The value whose logarithm is 0, in the column's units.
    public let origin: Double
    /// The distance whose logarithm is ln 2, in the column's units; above 0.
    public let unit: Double

    /// sgn(x − origin) · ln(1 + |x − origin| / unit)
    package func value(of x: Double) -> Double {
      let distance = (x - origin) / unit
      return distance < 0 ? -log1p(-distance) : log1p(distance)
    }

    /// The x whose logarithm a value is.
    package func inverse(of value: Double) -> Double {
      let distance = value < 0 ? -expm1(-value) : expm1(value)
      return distance * unit + origin
    }
  }
}
