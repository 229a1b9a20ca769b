/// Scales every column to median 0 and interquartile range 1, and clips it smoothly: outliers neither affect the other
/// values nor stand out.
///
///     z = (x − median) / unit        unit: upper − lower quartile; where that is 0, half of maximum − minimum
///     y = z / √(1 + z²/9)            always between −3 and 3
///
/// The quartiles are interpolated linearly. It is for features: what is predicted should not be clipped.
/// Source: D. Holzmüller et al., "Better by default", NeurIPS 2024, section 3; pytabkit, `compute_input_stats` of
/// `models/realmlp/train.py` and `RealMLP.forward`.
public struct SmoothClipScaler: NamedScaler {
  public static let name = "robust_smooth_clip"

  /// The middle and the unit of one column's fitted values.
  public struct ColumnClip: ScaledColumn {
    public let name: String
    public let median: Double
    /// What becomes 1 before it is clipped, in the column's units; 0 where all values are equal.
    public let unit: Double

    public var scale: ColumnScale {
      .init(
        name: name, shift: 0, divisor: unit == 0 ? 0 : 1,
        curve: .smoothClip(ColumnScale.SmoothClip(median: median, unit: unit)))
    }
  }

  /// Creates the scaler. It has no options.
  public init() {}

  public var pandasSource: (shift: String, divisor: String) {
    preconditionFailure("A smooth clip is no shift and divisor.")
  }

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedSmoothClipScaler {
    try FittedSmoothClipScaler(frame) { column, minimum, maximum throws(TabularError) in
      guard (maximum - minimum).isFinite else { throw .rangeOverflows(column: column.name) }
      let quartiles = column.presentNumbers.quantilesOfUnsorted([0.25, 0.5, 0.75])
      let spread = quartiles[2] - quartiles[0]
      return ColumnClip(
        name: column.name, median: quartiles[1], unit: spread == 0 ? (maximum - minimum) / 2 : spread)
    }
  }
}

extension SmoothClipScaler.ColumnClip {
  private enum CodingKeys: String, CodingKey {
    case name, median, unit
  }

  /// Reads what was written.
  ///
  /// - Throws: `DecodingError` where the numbers are not finite, or the unit is below 0.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    median = try container.decode(Double.self, forKey: .median)
    unit = try container.decode(Double.self, forKey: .unit)
    guard median.isFinite, unit.isFinite, unit >= 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .unit, in: container, debugDescription: "finite numbers, the unit 0 or more")
    }
  }
}

/// The middle and the unit of every column, and the scaling that follows from them.
public typealias FittedSmoothClipScaler = FittedColumnScaler<SmoothClipScaler.ColumnClip>

extension ColumnScale {
  /// A distance from a median that never reaches three units.
  public struct SmoothClip: Sendable, Equatable {
    /// The value that becomes 0.
    public let median: Double
    /// What becomes 1 before it is clipped; 0 in a constant column.
    public let unit: Double

    /// z / √(1 + z²/9) with z = (x − median) / unit
    package func value(of x: Double) -> Double {
      let z = (x - median) / unit
      return z / (1 + z * z / 9).squareRoot()
    }

    /// The x whose clipped distance a value is; a value of 3 or more is that of a distance of a million units.
    package func inverse(of value: Double) -> Double {
      let remainder = 1 - value * value / 9
      let z = remainder > 9e-12 ? value / remainder.squareRoot() : value < 0 ? -1e6 : 1e6
      return z * unit + median
    }
  }
}

extension SmoothClipScaler: CustomStringConvertible {
  public var description: String {
    "SmoothClipScaler (not fitted): to median 0 and interquartile range 1, clipped smoothly to −3 … 3"
  }
}

extension SmoothClipScaler.ColumnClip: CustomStringConvertible {
  public var description: String { "\(scale)" }
}
