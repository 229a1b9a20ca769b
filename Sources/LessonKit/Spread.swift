import Foundation

/// What one figure came to over many seeds.
///
///     let spread = Spread(losses)
///     print(spread)                    // 0.0915 (0.0908 to 0.0921)
///
/// A figure that is no number, or infinite, counts as diverged, and as larger than all others.
public struct Spread: Sendable, CustomStringConvertible {
  /// All figures, in ascending order.
  public let sorted: [Double]
  /// How many of them are no numbers or infinite.
  public let diverged: Int

  /// - Precondition: one figure or more.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "A spread is of one figure or more.")
    diverged = values.count { !$0.isFinite }
    sorted = values.map { $0.isFinite ? $0 : .infinity }.sorted()
  }

  public var median: Double { quantile(0.5) }
  /// A quarter of the figures lie below.
  public var lower: Double { quantile(0.25) }
  /// A quarter of the figures lie above.
  public var upper: Double { quantile(0.75) }
  public var least: Double { sorted[0] }
  public var most: Double { sorted[sorted.count - 1] }
  public var mean: Double { sorted.reduce(0, +) / Double(sorted.count) }
  /// How many figures there are.
  public var count: Int { sorted.count }
  /// The share of the figures that are no numbers or infinite.
  public var divergedShare: Double { Double(diverged) / Double(count) }
  /// The middle half, for a whisker; none where a quarter diverged.
  public var middleHalf: ClosedRange<Double>? { upper.isFinite ? lower...upper : nil }

  /// A quantile, between two figures in proportion, as NumPy's default computes it.
  public func quantile(_ share: Double) -> Double {
    let place = share * Double(count - 1)
    let (low, high) = (sorted[Int(place.rounded(.down))], sorted[Int(place.rounded(.up))])
    return low == high ? low : low + (place - place.rounded(.down)) * (high - low)
  }

  /// The share of the figures that are less than a limit.
  public func share(below limit: Double) -> Double { Double(sorted.count { $0 < limit }) / Double(count) }

  /// The median, and the middle half in brackets.
  public var description: String { "\(number(median, 3)) (\(number(lower, 3)) to \(number(upper, 3)))" }
}
