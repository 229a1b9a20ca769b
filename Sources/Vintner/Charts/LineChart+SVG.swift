extension LineChart {
  /// Draws the chart as an SVG picture that reads on a light and on a dark background.
  ///
  /// The background is transparent. Each line has its name at its end.
  /// - Parameters:
  ///   - width: pixels, 720 by default.
  ///   - height: pixels, 400 by default.
  /// - Precondition: 240 × 160 pixels or more.
  public func svg(width: Int = 720, height: Int = 400) -> String {
    precondition(width >= 240 && height >= 160, "240 × 160 pixels or more, received \(width) × \(height).")
    var drawing = LineChartDrawing(self, width: width, height: height)
    return drawing.draw()
  }
}

/// A line chart laid out in pixels.
private struct LineChartDrawing {
  private static let fontSize = 12.0
  private static let lineHeight = 16.0

  private let chart: LineChart
  private let xScale: AxisScale
  private let yScale: AxisScale
  private let plot: PixelBox
  /// The room beside the plot, for the lines' names.
  private let rightMargin: Double
  private var document: SVGDocument

  init(_ chart: LineChart, width: Int, height: Int) {
    self.chart = chart
    let width = Double(width)
    let top = (chart.title.isEmpty ? 10.0 : 34) + (chart.y.label.isEmpty ? 0 : 24)
    let bottom = chart.x.label.isEmpty ? 28.0 : 46
    let plotHeight = Double(height) - top - bottom
    yScale = chart.yScale(tickLimit: Int(plotHeight / 44))
    let names = chart.series.map { Self.width(of: $0.name) }.max() ?? 0
    rightMargin = min(names + 22, 0.35 * width)
    let left = (yScale.ticks.map { Self.width(of: $0.label) }.max() ?? 0) + 21
    plot = PixelBox(left: left, top: top, width: width - left - rightMargin, height: plotHeight)
    xScale = chart.xScale(tickLimit: Int(plot.width / 48))
    document = SVGDocument(
      width: Int(width), height: height, label: Self.summary(of: chart), style: ChartStyle.sheet)
  }

  mutating func draw() -> String {
    document.text(chart.title, at: PixelPoint(12, 24), "title")
    drawAxes()
    let lines = chart.series.map { PixelPath.pieces(of: $0.points.map(place)).map(PixelPath.thinned) }
    for index in chart.series.indices.reversed() { draw(lines[index], series: index) }
    drawNames(lines)
    drawMarks(lines.joined().map { $0 })
    return document.text
  }

  private mutating func drawAxes() {
    for tick in yScale.ticks {
      let y = height(of: yScale.fraction(of: tick.value) ?? 0)
      document.line(PixelPoint(plot.left, y), PixelPoint(plot.right, y), "grid")
      document.text(tick.label, at: PixelPoint(plot.left - 11, y + 4), "tick", anchor: .end)
    }
    document.text(chart.y.label, at: PixelPoint(12, plot.top - 16), "label")
    let base = plot.bottom
    document.line(PixelPoint(plot.left, base), PixelPoint(plot.right, base), "axis")
    for tick in xScale.ticks {
      let x = plot.left + (xScale.fraction(of: tick.value) ?? 0) * plot.width
      document.line(PixelPoint(x, base), PixelPoint(x, base + 5), "axis")
      document.text(tick.label, at: PixelPoint(x, base + 18), "tick", anchor: .middle)
    }
    document.text(chart.x.label, at: PixelPoint(plot.center.x, base + 37), "label", anchor: .middle)
  }

  private mutating func draw(_ pieces: [[PixelPoint]], series: Int) {
    for piece in pieces {
      if piece.count == 1 {
        document.circle(piece[0], radius: 3, "dot \(ChartStyle.color(series))")
      } else {
        // A line of more points than pixels would fill its band with ink.
        let weight = Double(piece.count) > plot.width ? "fine line" : "line"
        document.path(piece, "\(weight) \(ChartStyle.color(series))")
      }
    }
  }

  /// Names each line at its end; names that would touch are moved apart and joined to their ends.
  private mutating func drawNames(_ lines: [[[PixelPoint]]]) {
    let ends = lines.map { $0.last?.last ?? PixelPoint(plot.right, plot.bottom) }
    let heights = LabelPlacement.spread(
      ends.map(\.y), gap: Self.lineHeight, within: plot.top + 4...plot.bottom - 4)
    for index in chart.series.indices {
      let start = PixelPoint(plot.right + 14, heights[index])
      let isApart = abs(ends[index].y - start.y) > 3 || plot.right - ends[index].x > 6
      if isApart && !lines[index].isEmpty {
        document.line(
          PixelPoint(ends[index].x + 2, ends[index].y), PixelPoint(start.x - 3, start.y),
          "leader \(ChartStyle.color(index))")
      }
      let name = Self.shortened(chart.series[index].name, to: rightMargin - 18)
      document.text(name, at: PixelPoint(start.x, start.y + 4), "name \(ChartStyle.color(index))")
    }
  }

  private mutating func drawMarks(_ lines: [[PixelPoint]]) {
    let places = chart.marks.map { place($0.point) }
    var boxes = places.compactMap { $0 }.map {
      PixelBox(left: $0.x - 5, top: $0.y - 5, width: 10, height: 10)
    }
    for (mark, point) in zip(chart.marks, places) {
      guard let point else { continue }
      let box = LabelPlacement.place(
        width: Self.width(of: mark.text), height: Self.lineHeight, beside: point, within: plot, lines: lines,
        boxes: boxes)
      boxes.append(box)
      let anchor = box.nearest(to: point)
      document.line(point, anchor, "guide")
      document.circle(point, radius: 4.5, "mark")
      document.text(mark.text, at: PixelPoint(box.center.x, box.bottom - 4), "remark", anchor: .middle)
    }
  }

  private func place(_ point: LineChart.Point) -> PixelPoint? {
    guard let x = xScale.fraction(of: point.x), let y = yScale.fraction(of: point.y) else { return nil }
    return PixelPoint(plot.left + x * plot.width, height(of: y))
  }

  private func height(of fraction: Double) -> Double { plot.bottom - fraction * plot.height }

  private static func width(of text: String) -> Double {
    LabelPlacement.width(of: text, fontSize: fontSize)
  }

  private static func shortened(_ text: String, to width: Double) -> String {
    var text = text
    guard Self.width(of: text) > width else { return text }
    while !text.isEmpty && Self.width(of: text + "…") > width { text.removeLast() }
    return text + "…"
  }

  private static func summary(of chart: LineChart) -> String {
    let names = chart.series.map(\.name).joined(separator: ", ")
    let marks = chart.marks.map { "; \($0.text)" }.joined()
    let title = chart.title.isEmpty ? "" : "\(chart.title): "
    return "\(title)\(chart.y.label) over \(chart.x.label), lines \(names)\(marks)"
  }
}
