/// Scales every column to the range from −1 to 1 without moving its zero: what is 0, as in most rows of a sparse
/// column, stays 0.
///
///     y = x / max |x|
///
/// Source: scikit-learn's `MaxAbsScaler`.
public struct MaxAbsScaler: NamedScaler {
  public static let name = "max_abs"

  /// The largest magnitude of one column's fitted values.
  public struct ColumnMagnitude: ScaledColumn {
    public let name: String
    /// The largest absolute value, in the column's units.
    public let magnitude: Double

    public var scale: ColumnScale { .init(name: name, shift: 0, divisor: magnitude) }
  }

  /// Creates the scaler. It has no options.
  public init() {}

  public var pandasSource: (shift: String, divisor: String) {
    ("0", "part.abs().max()")
  }

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedMaxAbsScaler {
    try FittedMaxAbsScaler(frame) { column, minimum, maximum throws(TabularError) in
      ColumnMagnitude(name: column.name, magnitude: max(abs(minimum), abs(maximum)))
    }
  }
}

/// The largest magnitude of every column, and the scaling that follows from it.
public typealias FittedMaxAbsScaler = FittedColumnScaler<MaxAbsScaler.ColumnMagnitude>
