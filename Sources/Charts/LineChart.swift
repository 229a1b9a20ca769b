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

extension LineChart.Series {
  /// The line's unbroken pieces in pixels; those of a stair with its corners.
  func pieces(_ place: (ChartPoint) -> PixelPoint?) -> [[PixelPoint]] {
    let pieces = PixelPath.pieces(of: points.map(place))
    return form == .steps ? pieces.map(PixelPath.stepped) : pieces
  }
}

extension LineChart {
  /// Draws the chart, each line with its name at its end.
  public func drawn(width: Int, height: Int) -> SVGDocument {
    let names = series.map { TextMeasure.width(of: $0.name) }.max() ?? 0
    let margin = min(names + 22, 0.35 * Double(width))
    let frame = PlotFrame(
      title: title, x: x, y: y, points: allPoints, width: width, height: height, rightMargin: margin)
    var document = SVGDocument(width: width, height: height, title: title, label: summary)
    frame.drawAxes(on: &document)
    let lines = series.map { $0.pieces(frame.place).map(PixelPath.thinned) }
    frame.drawData(on: &document) { document in
      for (index, series) in series.enumerated() { frame.drawBand(series.band, index, on: &document) }
      for index in series.indices.reversed() {
        frame.draw(lines[index], series[index].form, index, on: &document)
      }
    }
    frame.drawNames(of: series, at: lines, width: margin - 18, on: &document)
    let obstacles = zip(series, lines).filter { $0.0.form != .points }.flatMap(\.1)
    frame.draw(marks, beside: obstacles, on: &document)
    return document
  }

  private var summary: String {
    let names = series.map(\.name).filter { !$0.isEmpty }.joined(separator: ", ")
    let notes = marks.map { "; \($0.text)" }.joined()
    return "\(y.label) over \(x.label), lines \(names)\(notes)"
  }
}

extension PlotFrame {
  /// Shades the area between the lower and the upper curve; a missing value leaves a gap.
  fileprivate func drawBand(_ band: [LineChart.Interval], _ index: Int, on document: inout SVGDocument) {
    let ends = band.map { interval -> (PixelPoint, PixelPoint)? in
      guard let low = place(.init(x: interval.x, y: interval.lower)),
        let high = place(.init(x: interval.x, y: interval.upper))
      else { return nil }
      return (low, high)
    }
    for piece in ends.split(whereSeparator: { $0 == nil }).map({ $0.compactMap { $0 } }) where piece.count > 1
    {
      let outline = PixelPath.thinned(piece.map(\.1)) + PixelPath.thinned(piece.map(\.0)).reversed()
      document.path(outline, "band \(ChartStyle.color(index))", isClosed: true)
    }
  }

  fileprivate func draw(
    _ pieces: [[PixelPoint]], _ form: LineChart.Form, _ index: Int, on document: inout SVGDocument
  ) {
    let color = ChartStyle.color(index)
    for piece in pieces {
      if form == .points {
        document.circles(piece, radius: 3, "shape \(color)")
      } else if piece.count == 1 {
        document.circle(piece[0], radius: 3, "dot \(color)")
      } else {
        // A line of more points than pixels would become a solid area.
        let weight = Double(piece.count) > plot.width ? "fine line" : "line"
        document.path(piece, "\(weight) \(color)\(form == .dashed ? " d1" : "")")
        if form == .marked { document.circles(piece, radius: 3, "shape \(color)") }
      }
    }
  }

  /// Writes each line's name at its end; names that would overlap are moved apart and connected to their lines.
  fileprivate func drawNames(
    of series: [LineChart.Series], at lines: [[[PixelPoint]]], width: Double, on document: inout SVGDocument
  ) {
    let ends = lines.map { lastVisible($0) ?? PixelPoint(plot.right, plot.bottom) }
    let heights = LabelPlacement.spread(
      ends.map(\.y), gap: TextMeasure.lineHeight, within: plot.top + 4...plot.bottom - 4)
    for index in series.indices where !series[index].name.isEmpty {
      let (end, start) = (ends[index], PixelPoint(plot.right + 14, heights[index]))
      let isApart = abs(end.y - start.y) > 3 || plot.right - end.x > 6
      if isApart && !lines[index].isEmpty && series[index].form != .points {
        document.line(
          PixelPoint(end.x + 2, end.y), PixelPoint(start.x - 3, start.y),
          "leader \(ChartStyle.color(index))")
      }
      document.text(
        TextMeasure.shortened(series[index].name, to: width), at: PixelPoint(start.x, start.y + 4),
        "name \(ChartStyle.color(index))")
    }
  }

  /// The last point of a line within the plot, or its last point if none is.
  private func lastVisible(_ pieces: [[PixelPoint]]) -> PixelPoint? {
    let visible = pieces.joined().reversed().first {
      (plot.left - 1...plot.right + 1).contains($0.x) && (plot.top - 1...plot.bottom + 1).contains($0.y)
    }
    return visible ?? pieces.last?.last
  }
}
