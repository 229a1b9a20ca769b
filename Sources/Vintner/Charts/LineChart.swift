/// What a line chart shows; how it is drawn is the business of `svg(width:height:)` and `TerminalChart`.
///
///     let chart = LineChart(
///       title: "Learning rate", x: Axis("epoch", isCount: true, endsAtTicks: false), y: Axis("loss"),
///       series: [.init("0.1", values: slow), .init("0.3", values: fast)])
///
/// A point that is not finite, or not positive on a logarithmic axis, leaves a gap in its line.
public struct LineChart: Equatable, Sendable {
  /// A place in the chart, in the units of its axes.
  public struct Point: Equatable, Sendable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// One line, with the name that stands at its end.
  public struct Series: Equatable, Sendable {
    /// What stands at the end of the line.
    public var name: String
    /// The points, in the order in which they are joined.
    public var points: [Point]

    public init(_ name: String, points: [Point]) {
      self.name = name
      self.points = points
    }

    /// Creates a line over the counts from `first`: the first value stands at 1 by default.
    public init(_ name: String, values: [Double], first: Int = 1) {
      self.init(
        name, points: values.enumerated().map { Point(x: Double(first + $0.offset), y: $0.element) })
    }
  }

  /// A point that is pointed out, with what is said about it.
  public struct Mark: Equatable, Sendable {
    /// Where the mark is.
    public var point: Point
    /// What is said about it.
    public var text: String

    public init(_ point: Point, _ text: String) {
      self.point = point
      self.text = text
    }
  }

  /// What stands above the chart; may be empty.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The lines; the first one is drawn above the others.
  public var series: [Series]
  /// Points that are pointed out.
  public var marks: [Mark]

  /// Creates a chart. Default: no title and no marks.
  public init(title: String = "", x: Axis, y: Axis, series: [Series], marks: [Mark] = []) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.marks = marks
  }

  /// The horizontal axis fitted to all points.
  func xScale(tickLimit: Int) -> AxisScale {
    AxisScale(x, values: points.lazy.map(\.x), tickLimit: tickLimit)
  }

  /// The vertical axis fitted to all points.
  func yScale(tickLimit: Int) -> AxisScale {
    AxisScale(y, values: points.lazy.map(\.y), tickLimit: tickLimit)
  }

  private var points: [Point] { series.flatMap(\.points) + marks.map(\.point) }
}
