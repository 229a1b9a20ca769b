/// What a line chart shows; how it is drawn is the business of `svg(width:height:)` and `TerminalChart`.
///
///     let chart = LineChart(
///       title: "Learning rate", x: Axis("epoch", isCount: true, endsAtTicks: false), y: Axis("loss"),
///       series: [.init("0.1", values: slow), .init("0.3", values: fast)])
///
/// A point that is not finite, or not positive on a logarithmic axis, leaves a gap in its line.
public struct LineChart: Chart, Equatable {
  /// A place in the chart, in the units of its axes.
  public typealias Point = ChartPoint
  /// A point that is pointed out, with what is said about it.
  public typealias Mark = ChartMark

  /// How a series is drawn.
  public enum Form: Equatable, Sendable {
    /// A line from point to point.
    case line
    /// A broken line from point to point: what is expected, beside what is.
    case dashed
    /// The points alone: measurements.
    case points
    /// A line with its points: steps that were taken.
    case marked
  }

  /// An interval at a place of the horizontal axis: the spread of several runs there.
  public struct Interval: Equatable, Sendable {
    public var x: Double
    public var lower: Double
    public var upper: Double

    public init(x: Double, lower: Double, upper: Double) {
      self.x = x
      self.lower = lower
      self.upper = upper
    }
  }

  /// One line, with the name that stands at its end.
  public struct Series: Equatable, Sendable {
    /// What stands at the end of the line; nothing does where it is empty.
    public var name: String
    /// The points, in the order in which they are joined.
    public var points: [Point]
    /// What is filled around the line in its colour, lightly; empty where it has no spread.
    public var band: [Interval]
    /// How it is drawn.
    public var form: Form

    /// Creates a series. Default: a line without a band.
    public init(_ name: String, points: [Point], band: [Interval] = [], form: Form = .line) {
      self.name = name
      self.points = points
      self.band = band
      self.form = form
    }

    /// Creates a line over the counts from `first`: the first value stands at 1 by default.
    public init(_ name: String, values: [Double], first: Int = 1, form: Form = .line) {
      self.init(
        name, points: values.enumerated().map { Point(x: Double(first + $0.offset), y: $0.element) },
        form: form)
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
  func xScale(tickLimit: Int) -> AxisScale { AxisScale(x, values: xValues, tickLimit: tickLimit) }

  /// The vertical axis fitted to all points.
  func yScale(tickLimit: Int) -> AxisScale { AxisScale(y, values: yValues, tickLimit: tickLimit) }

  var xValues: [Double] { points.map(\.x) + series.flatMap { $0.band.map(\.x) } }
  var yValues: [Double] { points.map(\.y) + series.flatMap { $0.band.flatMap { [$0.lower, $0.upper] } } }

  private var points: [Point] { series.flatMap(\.points) + marks.map(\.point) }
}
