/// A point that is pointed out in a chart, with what is said about it.
public struct ChartMark: Equatable, Sendable {
  /// Where the mark is.
  public var point: ChartPoint
  /// What is said about it.
  public var text: String

  public init(_ point: ChartPoint, _ text: String) {
    self.point = point
    self.text = text
  }
}
