extension LineChart {
  /// 720 × 400 pixels.
  public var naturalSize: (width: Int, height: Int) { (720, 400) }

  /// Draws the chart, each line with its name at its end.
  public func drawn(width: Int, height: Int) -> SVGDocument {
    LineChartDrawing(self, width: width, height: height).drawn()
  }
}

/// A line chart laid out in pixels.
private struct LineChartDrawing {
  private let chart: LineChart
  private let frame: PlotFrame
  /// The width beside the plot, for the lines' names.
  private let rightMargin: Double
  private let size: (width: Int, height: Int)
  private var plot: PixelBox { frame.plot }

  init(_ chart: LineChart, width: Int, height: Int) {
    self.chart = chart
    let names = chart.series.map { TextMeasure.width(of: $0.name) }.max() ?? 0
    rightMargin = min(names + 22, 0.35 * Double(width))
    frame = PlotFrame(
      title: chart.title, x: chart.x, y: chart.y, xValues: chart.xValues, yValues: chart.yValues,
      width: width, height: height, rightMargin: rightMargin)
    size = (width, height)
  }

  func drawn() -> SVGDocument {
    var document = SVGDocument(
      width: size.width, height: size.height, title: chart.title, label: Self.summary(of: chart))
    frame.drawAxes(on: &document)
    let lines = chart.series.map { PixelPath.pieces(of: $0.points.map(frame.place)).map(PixelPath.thinned) }
    frame.drawData(on: &document) { document in
      for (index, series) in chart.series.enumerated() { drawBand(series.band, index, on: &document) }
      for index in chart.series.indices.reversed() { draw(lines[index], series: index, on: &document) }
    }
    drawNames(lines, on: &document)
    let obstacles = zip(chart.series, lines).filter { $0.0.form != .points }.flatMap(\.1)
    frame.draw(chart.marks, beside: obstacles, on: &document)
    return document
  }

  /// Shades the area between the lower and the upper curve; a missing value leaves a gap.
  private func drawBand(_ band: [LineChart.Interval], _ series: Int, on document: inout SVGDocument) {
    let ends = band.map { interval -> (PixelPoint, PixelPoint)? in
      guard let low = frame.place(.init(x: interval.x, y: interval.lower)),
        let high = frame.place(.init(x: interval.x, y: interval.upper))
      else { return nil }
      return (low, high)
    }
    for piece in ends.split(whereSeparator: { $0 == nil }).map({ $0.compactMap { $0 } }) where piece.count > 1
    {
      let outline = PixelPath.thinned(piece.map(\.1)) + PixelPath.thinned(piece.map(\.0)).reversed()
      document.path(outline, "band \(ChartStyle.color(series))", isClosed: true)
    }
  }

  private func draw(_ pieces: [[PixelPoint]], series: Int, on document: inout SVGDocument) {
    let color = ChartStyle.color(series)
    let form = chart.series[series].form
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
  private func drawNames(_ lines: [[[PixelPoint]]], on document: inout SVGDocument) {
    let ends = lines.map { lastVisible($0) ?? PixelPoint(plot.right, plot.bottom) }
    let heights = LabelPlacement.spread(
      ends.map(\.y), gap: TextMeasure.lineHeight, within: plot.top + 4...plot.bottom - 4)
    for index in chart.series.indices where !chart.series[index].name.isEmpty {
      let start = PixelPoint(plot.right + 14, heights[index])
      let isApart = abs(ends[index].y - start.y) > 3 || plot.right - ends[index].x > 6
      if isApart && !lines[index].isEmpty && chart.series[index].form != .points {
        document.line(
          PixelPoint(ends[index].x + 2, ends[index].y), PixelPoint(start.x - 3, start.y),
          "leader \(ChartStyle.color(index))")
      }
      let name = TextMeasure.shortened(chart.series[index].name, to: rightMargin - 18)
      document.text(name, at: PixelPoint(start.x, start.y + 4), "name \(ChartStyle.color(index))")
    }
  }

  /// The last point of a line within the plot, or its last point if none is.
  private func lastVisible(_ pieces: [[PixelPoint]]) -> PixelPoint? {
    let points = pieces.joined()
    let visible = points.reversed().first {
      (plot.left - 1...plot.right + 1).contains($0.x) && (plot.top - 1...plot.bottom + 1).contains($0.y)
    }
    return visible ?? pieces.last?.last
  }

  private static func summary(of chart: LineChart) -> String {
    let names = chart.series.map(\.name).filter { !$0.isEmpty }.joined(separator: ", ")
    let marks = chart.marks.map { "; \($0.text)" }.joined()
    return "\(chart.y.label) over \(chart.x.label), lines \(names)\(marks)"
  }
}
