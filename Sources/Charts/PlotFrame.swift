/// The frame of a chart with two axes, laid out in pixels: axes, marks, and the positions of values.
struct PlotFrame {
  let title: String
  let x: Axis
  let y: Axis
  let xScale: AxisScale
  let yScale: AxisScale
  /// The area of the data.
  let plot: PixelBox

  /// Lays out the frame.
  ///
  /// - Parameters:
  ///   - points: what the axes are fitted to. Default: nothing, for axes with a range.
  ///   - rightMargin: the width beside the plot, for names.
  ///   - isSquare: whether the plot is as wide as it is high.
  init(
    title: String, x: Axis, y: Axis, points: [ChartPoint] = [], width: Int, height: Int, rightMargin: Double,
    isSquare: Bool = false
  ) {
    (self.title, self.x, self.y) = (title, x, y)
    let top = (title.isEmpty ? 10.0 : 34) + (y.label.isEmpty ? 0 : 24)
    let bottom = x.label.isEmpty ? 28.0 : 46
    var plotHeight = Double(height) - top - bottom
    yScale = AxisScale(y, values: points.map(\.y), tickLimit: Int(plotHeight / 44))
    let left = (yScale.ticks.map { TextMeasure.width(of: $0.label) }.max() ?? 0) + 21
    var plotWidth = Double(width) - left - rightMargin
    if isSquare {
      plotWidth = min(plotWidth, plotHeight)
      plotHeight = plotWidth
    }
    plot = PixelBox(left: left, top: top, width: plotWidth, height: plotHeight)
    xScale = AxisScale(x, values: points.map(\.x), tickLimit: Int(plot.width / 48))
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

  /// Draws data, clipped to the plot if an axis has a given range.
  func drawData(on document: inout SVGDocument, _ draw: (inout SVGDocument) -> Void) {
    if x.range == nil && y.range == nil { draw(&document) } else { document.clipped(to: plot, draw) }
  }

  /// Draws marks, with their texts where they touch no line.
  func draw(_ marks: [ChartMark], beside lines: [[PixelPoint]], on document: inout SVGDocument) {
    let places = marks.map { place($0.point) }
    var boxes = places.compactMap { $0 }.map {
      PixelBox(left: $0.x - 5, top: $0.y - 5, width: 10, height: 10)
    }
    for (mark, point) in zip(marks, places) {
      guard let point else { continue }
      let box = LabelPlacement.place(
        width: TextMeasure.width(of: mark.text), height: TextMeasure.lineHeight, beside: point, within: plot,
        lines: lines, boxes: boxes)
      boxes.append(box)
      document.line(point, box.nearest(to: point), "guide")
      document.circle(point, radius: 4.5, "mark")
      document.text(mark.text, at: PixelPoint(box.center.x, box.bottom - 4), "remark", anchor: .middle)
    }
  }

  /// Draws the points of groups; many points are drawn smaller.
  func draw(_ groups: [PointGroup], on document: inout SVGDocument) {
    let count = groups.reduce(0) { $0 + $1.points.count }
    let radius = count > 1000 ? 2.0 : count > 300 ? 2.6 : 3.4
    for (index, group) in groups.enumerated() {
      document.shapes(of: index, at: group.points.compactMap(place), radius: radius)
    }
  }

  /// The position of a point; nil if it cannot be drawn.
  func place(_ point: ChartPoint) -> PixelPoint? {
    guard let x = xScale.fraction(of: point.x), let y = yScale.fraction(of: point.y) else { return nil }
    // Bounded: a picture cannot hold arbitrarily large lengths.
    return PixelPoint(
      plot.left + min(max(x, -100), 100) * plot.width, height(of: min(max(y, -100), 100)))
  }

  private func height(of fraction: Double) -> Double { plot.bottom - fraction * plot.height }
}

/// The legend beside a plot.
struct ChartLegend {
  enum Sample {
    /// The shape and colour of a group of points.
    case shape
    /// The colour and dashes of a line.
    case line
  }

  let sample: Sample
  /// The names of the groups or lines, in their order.
  let names: [String]

  /// The width to reserve beside the plot: at most about a third of the picture.
  func margin(in width: Int) -> Double {
    names.map(TextMeasure.width).max().map { min($0 + 60, 0.35 * Double(width)) } ?? 16
  }

  /// Draws the entries, from the plot's upper edge downwards.
  func draw(beside plot: PixelBox, margin: Double, on document: inout SVGDocument) {
    for (index, name) in names.enumerated() {
      let y = plot.top + 8 + Double(index) * (TextMeasure.lineHeight + 4)
      switch sample {
      case .shape: document.shapes(of: index, at: [PixelPoint(plot.right + 28, y)], radius: 4)
      case .line:
        document.line(
          PixelPoint(plot.right + 12, y), PixelPoint(plot.right + 38, y),
          "line \(ChartStyle.color(index)) \(ChartStyle.dash(index))")
      }
      document.text(
        TextMeasure.shortened(name, to: margin - 48), at: PixelPoint(plot.right + 44, y + 4), "label")
    }
  }
}

extension SVGDocument {
  /// Adds the points of a group, whose shape identifies it without its colour.
  fileprivate mutating func shapes(of group: Int, at centers: [PixelPoint], radius: Double) {
    let kind = "shape \(ChartStyle.color(group))"
    let corners: [(Double, Double)]
    switch group % 4 {
    case 0: return circles(centers, radius: radius, kind)
    case 1: corners = [(0, -1.25), (1.15, 0.85), (-1.15, 0.85)]
    case 2: corners = [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
    default: corners = [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]
    }
    let outlines = centers.map { center in
      corners.map { PixelPoint(center.x + $0.0 * radius, center.y + $0.1 * radius) }
    }
    paths(outlines, kind, areClosed: true)
  }
}
