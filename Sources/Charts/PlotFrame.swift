/// The frame of a chart with two axes, laid out in pixels: where a value stands, the axes, marks.
struct PlotFrame {
  static let fontSize = 12.0
  static let lineHeight = 16.0

  let title: String
  let x: Axis
  let y: Axis
  let xScale: AxisScale
  let yScale: AxisScale
  /// Where the data is drawn.
  let plot: PixelBox

  /// Lays out the frame.
  ///
  /// - Parameters:
  ///   - rightMargin: the room beside the plot, for names.
  ///   - isSquare: whether the plot is as wide as high.
  init(
    title: String, x: Axis, y: Axis, xValues: some Sequence<Double>, yValues: some Sequence<Double>,
    width: Int, height: Int, rightMargin: Double, isSquare: Bool = false
  ) {
    (self.title, self.x, self.y) = (title, x, y)
    let top = (title.isEmpty ? 10.0 : 34) + (y.label.isEmpty ? 0 : 24)
    let bottom = x.label.isEmpty ? 28.0 : 46
    var plotHeight = Double(height) - top - bottom
    yScale = AxisScale(y, values: yValues, tickLimit: Int(plotHeight / 44))
    let left = (yScale.ticks.map { Self.width(of: $0.label) }.max() ?? 0) + 21
    var plotWidth = Double(width) - left - rightMargin
    if isSquare {
      plotWidth = min(plotWidth, plotHeight)
      plotHeight = plotWidth
    }
    plot = PixelBox(left: left, top: top, width: plotWidth, height: plotHeight)
    xScale = AxisScale(x, values: xValues, tickLimit: Int(plot.width / 48))
  }

  func drawAxes(on document: inout SVGDocument) {
    document.text(title, at: PixelPoint(12, 24), "title")
    for tick in yScale.ticks {
      let y = height(of: yScale.fraction(of: tick.value) ?? 0)
      document.line(PixelPoint(plot.left, y), PixelPoint(plot.right, y), "grid")
      document.text(tick.label, at: PixelPoint(plot.left - 11, y + 4), "tick", anchor: .end)
    }
    document.text(y.label, at: PixelPoint(12, plot.top - 16), "label")
    let base = plot.bottom
    document.line(PixelPoint(plot.left, base), PixelPoint(plot.right, base), "axis")
    for tick in xScale.ticks {
      let x = plot.left + (xScale.fraction(of: tick.value) ?? 0) * plot.width
      document.line(PixelPoint(x, base), PixelPoint(x, base + 5), "axis")
      document.text(tick.label, at: PixelPoint(x, base + 18), "tick", anchor: .middle)
    }
    document.text(x.label, at: PixelPoint(plot.center.x, base + 37), "label", anchor: .middle)
  }

  /// Draws data, cut off at the plot's edges where an axis has a range of its own.
  func drawData(on document: inout SVGDocument, _ draw: (inout SVGDocument) -> Void) {
    if x.range == nil && y.range == nil { draw(&document) } else { document.clipped(to: plot, draw) }
  }

  /// Points out marks, their texts where they touch no line.
  func draw(_ marks: [ChartMark], beside lines: [[PixelPoint]], on document: inout SVGDocument) {
    let places = marks.map { place($0.point) }
    var boxes = places.compactMap { $0 }.map {
      PixelBox(left: $0.x - 5, top: $0.y - 5, width: 10, height: 10)
    }
    for (mark, point) in zip(marks, places) {
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

  /// Where a point stands; nil where it cannot be drawn.
  func place(_ point: ChartPoint) -> PixelPoint? {
    guard let x = xScale.fraction(of: point.x), let y = yScale.fraction(of: point.y) else { return nil }
    // Far outside is far enough: a longer length would be no number that a picture can hold.
    return PixelPoint(
      plot.left + min(max(x, -100), 100) * plot.width, height(of: min(max(y, -100), 100)))
  }

  private func height(of fraction: Double) -> Double { plot.bottom - fraction * plot.height }

  static func width(of text: String) -> Double { LabelPlacement.width(of: text, fontSize: fontSize) }

  /// The text, cut to a width.
  static func shortened(_ text: String, to width: Double) -> String {
    var text = text
    guard Self.width(of: text) > width else { return text }
    while !text.isEmpty && Self.width(of: text + "…") > width { text.removeLast() }
    return text + "…"
  }
}
