/// A line chart, to be drawn by `svg(width:height:)` or ``TerminalChart``.
///
///     let chart = LineChart(
///       title: "Learning rate", x: Axis("epoch", isCount: true, endsAtTicks: false), y: Axis("loss"),
///       series: [.init("0.1", values: slow), .init("0.3", values: fast)])
///
/// A point that is not finite, or not positive on a logarithmic axis, leaves a gap in its line.
public struct LineChart: Chart, Equatable {
  /// The style of a series.
  public enum Form: Equatable, Sendable {
    /// A line from point to point.
    case line
    /// A dashed line from point to point: an expectation.
    case dashed
    /// Points only: measurements.
    case points
    /// A line with its points: steps.
    case marked
  }

  /// An interval at one position of the horizontal axis: the spread of several runs.
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

  /// One line of the chart.
  public struct Series: Equatable, Sendable {
    /// The name at the end of the line; may be empty.
    public var name: String
    /// The points, in the order in which they are joined.
    public var points: [ChartPoint]
    /// The band shaded around the line; empty for none.
    public var band: [Interval]
    /// The style.
    public var form: Form

    /// Creates a series. Default: a line without a band.
    public init(_ name: String, points: [ChartPoint], band: [Interval] = [], form: Form = .line) {
      self.name = name
      self.points = points
      self.band = band
      self.form = form
    }

    /// Creates a line over whole numbers counted from `first`. Default: from 1.
    public init(_ name: String, values: [Double], first: Int = 1, form: Form = .line) {
      self.init(
        name, points: values.enumerated().map { ChartPoint(x: Double(first + $0.offset), y: $0.element) },
        form: form)
    }
  }

  /// The title above the chart; may be empty.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The lines; the first one is drawn above the others.
  public var series: [Series]
  /// The annotated points.
  public var marks: [ChartMark]

  /// Creates a chart. Default: no title and no marks.
  public init(title: String = "", x: Axis, y: Axis, series: [Series], marks: [ChartMark] = []) {
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

  private var points: [ChartPoint] { series.flatMap(\.points) + marks.map(\.point) }
}

extension LineChart.Series {
  /// Creates the graph of a function from its values at `count` equally spaced points. Default: 201.
  ///
  /// - Precondition: at least two points.
  public init(
    _ name: String, over range: ClosedRange<Double>, count: Int = 201, form: LineChart.Form = .line,
    function: (Double) -> Double
  ) {
    precondition(count >= 2, "At least two points, received \(count).")
    let step = (range.upperBound - range.lowerBound) / Double(count - 1)
    let places = (0..<count).map { range.lowerBound + Double($0) * step }
    self.init(name, points: places.map { ChartPoint(x: $0, y: function($0)) }, form: form)
  }
}
