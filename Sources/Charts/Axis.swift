/// One axis of a chart, as its maker describes it.
public struct Axis: Equatable, Sendable {
  /// How values become lengths.
  public enum Scale: Equatable, Sendable {
    /// Equal differences take equal lengths.
    case linear
    /// Equal ratios take equal lengths; what is not positive is not drawn.
    case logarithmic
  }

  /// What the axis measures, with its unit.
  public var label: String
  /// How values become lengths.
  public var scale: Scale
  /// Whether only whole numbers are named on it: epochs, rows.
  public var isCount: Bool
  /// Whether it begins and ends at named values rather than where the data does.
  public var endsAtTicks: Bool
  /// The values that it spans, whatever the data; what lies beyond is cut off. Nil where the data decides.
  public var range: ClosedRange<Double>?

  /// Creates an axis; by default a linear one that begins and ends at named values around the data.
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
