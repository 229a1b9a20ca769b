import Foundation

/// Describes one axis of a chart.
public struct Axis: Equatable, Sendable {
  /// How values become lengths.
  public enum Scale: Equatable, Sendable {
    /// Equal differences have equal lengths.
    case linear
    /// Equal ratios have equal lengths; values that are not positive are not drawn.
    case logarithmic
  }

  /// The quantity on the axis, with its unit.
  public var label: String
  /// How values become lengths.
  public var scale: Scale
  /// Whether only whole numbers are labelled: epochs, rows.
  public var isCount: Bool
  /// Whether it begins and ends at labelled values rather than where the data does.
  public var endsAtTicks: Bool
  /// The range it spans, whatever the data; what lies beyond is cut off. Nil: the range of the data.
  public var range: ClosedRange<Double>?

  /// Creates an axis. Default: linear, beginning and ending at labelled values around the data.
  public init(
    _ label: String, scale: Scale = .linear, isCount: Bool = false, endsAtTicks: Bool = true,
    range: ClosedRange<Double>? = nil
  ) {
    self.label = label
    self.scale = scale
    self.isCount = isCount
    self.endsAtTicks = endsAtTicks
    self.range = range
  }
}

/// An axis fitted to data: its range, its labelled values, and the position of a value on it.
struct AxisScale {
  let scale: Axis.Scale
  let lowerBound: Double
  let upperBound: Double
  let ticks: [Tick]
  /// Values between the labelled ones, marked without a label: 2 to 9 between two powers of ten.
  var minorTicks: [Double] = []
  /// The distance between the ends, in the axis's unit.
  var length: Double { upperBound - lowerBound }

  /// Fits an axis to values, ignoring those that cannot be drawn on it.
  ///
  /// - Parameter tickLimit: roughly how many values may be labelled; at least two.
  /// - Precondition: the axis's range, if given, is not empty, and positive on a logarithmic axis.
  init(_ axis: Axis, values: some Sequence<Double>, tickLimit: Int) {
    scale = axis.scale
    let range = axis.range.map { Self.drawable($0, on: axis) } ?? Self.range(of: values, on: axis)
    let limit = max(2, tickLimit)
    let endsAtTicks = axis.endsAtTicks && axis.range == nil
    if axis.scale == .logarithmic, range.upperBound / range.lowerBound >= 5 {
      let bounds = endsAtTicks ? Self.decadeSteps(around: range) : range
      (lowerBound, upperBound) = (bounds.lowerBound, bounds.upperBound)
      ticks = Ticks.logarithmic(in: bounds, limit: limit)
      minorTicks = Ticks.minor(in: bounds, between: ticks)
      return
    }
    // Within a factor of five a logarithmic axis is nearly linear, and is labelled like one.
    let smallest = axis.isCount ? 1.0 : 0
    let length = range.upperBound - range.lowerBound
    var step = NiceStep(atLeast: max(smallest, length / Double(limit)))
    // An axis that does not end at labelled values may have a single label, from which nothing can be read off.
    if axis.range != nil && length < 3 * step.size {
      step = NiceStep(atLeast: max(smallest, step.size / 2.5))
    }
    let first = step.value(step.counts(around: range.lowerBound).below)
    let isOutside = axis.scale == .logarithmic && first <= 0
    lowerBound = endsAtTicks && !isOutside ? first : range.lowerBound
    upperBound = endsAtTicks ? step.value(step.counts(around: range.upperBound).above) : range.upperBound
    ticks = Ticks.linear(in: lowerBound...upperBound, step: step)
  }

  /// The position of a value between the axis's ends, from 0 to 1; nil if it cannot be drawn.
  func fraction(of value: Double) -> Double? {
    guard Self.isDrawable(value, on: scale) else { return nil }
    switch scale {
    case .linear: return (value - lowerBound) / (upperBound - lowerBound)
    // Differences of logarithms: the quotient of 1e300 and 1e-300 would be infinite.
    case .logarithmic: return (log(value) - log(lowerBound)) / (log(upperBound) - log(lowerBound))
    }
  }

  /// Beyond 1e300 the difference of two values might overflow.
  private static func isDrawable(_ value: Double, on scale: Axis.Scale) -> Bool {
    abs(value) <= 1e300 && (scale == .linear || value >= 1e-300)
  }

  /// A given range as far as it can be drawn, widened where it is too short for that.
  private static func drawable(_ range: ClosedRange<Double>, on axis: Axis) -> ClosedRange<Double> {
    precondition(
      range.lowerBound < range.upperBound && (axis.scale == .linear || range.lowerBound > 0),
      "An axis cannot span \(range).")
    let least = axis.scale == .linear ? -1e300 : 1e-300
    let (lower, upper) = (max(range.lowerBound, least), min(range.upperBound, 1e300))
    let isDrawable = axis.scale == .linear ? upper - lower > 1e-290 : lower < upper
    return isDrawable
      ? lower...upper : Self.range(of: [lower, upper].map { min(max($0, least), 1e300) }, on: axis)
  }

  /// The range of the values that can be drawn, widened where it has no length.
  private static func range(of values: some Sequence<Double>, on axis: Axis) -> ClosedRange<Double> {
    let drawable = values.filter { isDrawable($0, on: axis.scale) }
    guard let least = drawable.min(), let most = drawable.max() else {
      return axis.scale == .linear ? 0...1 : 1...10
    }
    let largest = max(abs(least), abs(most))
    guard most - least <= max(1e-9 * largest, 1e-290) else { return least...most }
    if axis.scale == .logarithmic { return least / 2...most * 2 }
    if axis.isCount { return least - 0.5...most + 0.5 }
    let margin = largest < 1e-290 ? 1 : 0.1 * largest
    return least - margin...most + margin
  }

  /// The nearest 1, 2 or 5 times a power of ten below and above.
  private static func decadeSteps(around range: ClosedRange<Double>) -> ClosedRange<Double> {
    NiceStep(atMost: range.lowerBound).size...NiceStep(atLeast: range.upperBound).size
  }
}
