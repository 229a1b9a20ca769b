/// A line chart, to be drawn by `svg(width:height:)` or ``TerminalChart``.
///
///     let chart = LineChart(
///       title: "Learning rate", x: Axis("epoch", isCount: true, endsAtTicks: false), y: Axis("loss"),
///       series: [.init("0.1", values: slow), .init("0.3", values: fast)])
///
/// A point that is not finite, or not positive on a logarithmic axis, leaves a gap in its line.
public struct LineChart: FittedChart, Equatable {
  /// The style of a series.
  public enum Form: Equatable, Sendable {
    /// A line from point to point.
    case line
    /// A dashed line from point to point: an expectation.
    case dashed
    /// Points only: measurements.
    case points
    /// A line with its points: the steps of a descent.
    case marked
    /// A stair: each value holds until the next point. A learning rate that halves every ten epochs.
    case steps
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
    /// The place of its colour among those of all charts, from 0; nil: the series' own place in the chart.
    public var color: Int?
    /// Whether it is a thin grey line without a name: what others are compared with.
    public var isFaint: Bool

    /// Creates a series. Default: a line without a band, in the colour of its place.
    public init(
      _ name: String, points: [ChartPoint], band: [Interval] = [], form: Form = .line, color: Int? = nil,
      isFaint: Bool = false
    ) {
      self.name = name
      self.points = points
      self.band = band
      self.form = form
      self.color = color
      self.isFaint = isFaint
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

  /// 720 × 400 pixels.
  public var naturalSize: (width: Int, height: Int) { (720, 400) }

  /// The points that the axes are fitted to: those of the lines, bands and marks.
  var allPoints: [ChartPoint] {
    let bands = series.flatMap(\.band).flatMap {
      [ChartPoint(x: $0.x, y: $0.lower), ChartPoint(x: $0.x, y: $0.upper)]
    }
    return series.flatMap(\.points) + bands + marks.map(\.point)
  }
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

extension LineChart {
  /// The same chart once for each named line, which keeps its colour and its band while the others are thin and
  /// grey: for lines that cannot be followed when all are drawn alike.
  ///
  /// - Parameters:
  ///   - columns: the number of charts in a row. Default: two.
  ///   - cell: the size of each chart in pixels. Default: 360 × 260.
  public func multiples(columns: Int = 2, cell: (width: Int, height: Int) = (360, 260)) -> ChartGrid {
    let charts = series.indices.filter { !series[$0].name.isEmpty }.map { shown in
      var chart = self
      chart.title = series[shown].name
      for index in series.indices {
        chart.series[index].color = series[index].color ?? index
        chart.series[index].name = ""
        guard index != shown else { continue }
        chart.series[index].isFaint = true
        chart.series[index].band = []
      }
      chart.series.insert(chart.series.remove(at: shown), at: 0)
      return chart
    }
    // The bands that are not shown in one chart are shown in another: all are fitted to all.
    return ChartGrid(charts, columns: columns, title: title, sharesAxes: true, cell: cell)
  }
}
