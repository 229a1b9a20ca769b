import Foundation

/// Makes every column as if it were normally distributed: each value becomes that of a normal distribution with as
/// large a share below it.
///
///     u = the share of the fitted values below x, linear between quantiles       y = Φ⁻¹(u), −5.2 to 5.2
///     x = the quantile of u = Φ(y)
///
/// It learns 1,000 quantiles, or with fewer rows as many as rows. A value that several quantiles are equal to has the
/// mean of their shares. Values beyond the fitted ones are like the smallest or the largest, and the inverse never
/// leaves these.
/// Source: scikit-learn's `QuantileTransformer(output_distribution="normal", subsample=None)`, except that it takes
/// values within 10⁻⁷ of an end for the end, in any unit, and a constant column for the least value.
public struct QuantileNormalScaler: NamedScaler {
  public static let name = "quantile_normal"

  /// The most quantiles of a column.
  static let mostQuantiles = 1_000

  /// The quantiles of one column's fitted values.
  public struct ColumnQuantiles: ScaledColumn {
    public let name: String
    /// From the smallest value to the largest, at equal distances of their shares: 1 or more, none smaller than the
    /// one before.
    public let quantiles: [Double]

    public var scale: ColumnScale {
      let curve = ColumnScale.NormalQuantiles(quantiles)
      let isConstant = quantiles.first == quantiles.last
      return .init(name: name, shift: 0, divisor: isConstant ? 0 : 1, curve: .quantiles(curve))
    }
  }

  /// Creates the scaler. It has no options.
  public init() {}

  public var pandasSource: (shift: String, divisor: String) {
    preconditionFailure("Quantiles are no shift and divisor.")
  }

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedQuantileNormalScaler {
    try FittedQuantileNormalScaler(frame) { column, minimum, maximum throws(TabularError) in
      guard (maximum - minimum).isFinite else { throw .rangeOverflows(column: column.name) }
      let sorted = column.presentNumbers.sorted()
      let count = min(sorted.count, Self.mostQuantiles)
      var quantiles = (0..<count).map { sorted.quantile(Double($0) / Double(max(count - 1, 1))) }
      // Rounding may put one that lies between two equal values below them.
      for index in 1..<max(count, 1) where quantiles[index] < quantiles[index - 1] {
        quantiles[index] = quantiles[index - 1]
      }
      return ColumnQuantiles(name: column.name, quantiles: quantiles)
    }
  }
}

extension QuantileNormalScaler.ColumnQuantiles {
  private enum CodingKeys: String, CodingKey {
    case name, quantiles
  }

  /// Reads what was written.
  ///
  /// - Throws: `DecodingError` where there are no quantiles, or they do not ascend.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    quantiles = try container.decode([Double].self, forKey: .quantiles)
    guard quantiles.first?.isFinite == true, quantiles.last?.isFinite == true,
      zip(quantiles, quantiles.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .quantiles, in: container, debugDescription: "one or more finite numbers that ascend")
    }
  }
}

/// The quantiles of every column, and the scaling that follows from them.
public typealias FittedQuantileNormalScaler = FittedColumnScaler<QuantileNormalScaler.ColumnQuantiles>

extension ColumnScale {
  /// Quantiles that become those of the normal distribution of mean 0 and deviation 1.
  public struct NormalQuantiles: Sendable, Equatable {
    /// In ascending order, 1 or more.
    let quantiles: [Double]

    init(_ quantiles: [Double]) { self.quantiles = quantiles }

    /// From the smallest to the largest.
    var range: ClosedRange<Double> { quantiles[0]...quantiles[quantiles.count - 1] }

    /// Shares are kept this far from 0 and 1.
    private static let margin = 1e-7
    /// About Φ⁻¹(10⁻⁷) and Φ⁻¹(1 − 10⁻⁷), rounded as scikit-learn's are.
    private static let (least, largest) = (-5.199337582605575, 5.19933758270342)

    private var steps: Double { Double(max(quantiles.count - 1, 1)) }

    /// Φ⁻¹ of the share below x.
    func value(of x: Double) -> Double {
      if x <= quantiles[0] { return Self.least }
      if x >= quantiles[quantiles.count - 1] { return Self.largest }
      let (first, next) = (firstPlace { $0 >= x }, firstPlace { $0 > x })
      let place: Double
      if first < next {
        place = Double(first + next - 1) / 2
      } else {
        let (lower, upper) = (quantiles[first - 1], quantiles[first])
        place = Double(first - 1) + (x - lower) / (upper - lower)
      }
      return max(Self.least, min(NormalDistribution.quantile(place / steps), Self.largest))
    }

    /// The quantile of the share Φ(value).
    func inverse(of value: Double) -> Double {
      let share = NormalDistribution.share(below: value)
      if share - Self.margin < 0 { return quantiles[0] }
      if share + Self.margin > 1 { return quantiles[quantiles.count - 1] }
      let place = share * steps
      let below = min(Int(place), max(quantiles.count - 2, 0))
      let above = min(below + 1, quantiles.count - 1)
      return quantiles[below] + (quantiles[above] - quantiles[below]) * (place - Double(below))
    }

    /// The first place of which something holds, as it does of all after it.
    private func firstPlace(where holds: (Double) -> Bool) -> Int {
      var (low, high) = (0, quantiles.count)
      while low < high {
        let middle = (low + high) / 2
        if holds(quantiles[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }
}

extension QuantileNormalScaler: CustomStringConvertible {
  public var description: String {
    "QuantileNormalScaler (not fitted): to the quantiles of a normal distribution"
  }
}

extension QuantileNormalScaler.ColumnQuantiles: CustomStringConvertible {
  public var description: String { "\(scale)" }
}
