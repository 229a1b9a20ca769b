/// The frame of a chart with two axes, laid out in pixels: axes, marks, and the positions of values.
struct PlotFrame {
  /// The shape of the plot.
  enum Aspect {
    /// As wide and as high as there is room.
    case free
    /// As wide as it is high.
    case square
    /// A unit is as long across as up; linear axes only.
    case equalScale
  }

  let title: [String]
  let x: Axis
  let y: Axis
  let xScale: AxisScale
  let yScale: AxisScale
  /// The area of the data.
  let plot: PixelBox
  /// The picture.
  let picture: PixelBox

  /// Lays out the frame.
  ///
  /// - Parameters:
  ///   - points: what the axes are fitted to. Default: nothing, for axes with a range.
  ///   - rightMargin: the width beside the plot, for names.
  ///   - aspect: the shape of the plot.
  init(
    title: String, x: Axis, y: Axis, points: [ChartPoint] = [], width: Int, height: Int, rightMargin: Double,
    aspect: Aspect = .free
  ) {
    (self.x, self.y) = (x, y)
    picture = PixelBox(left: 0, top: 0, width: Double(width), height: Double(height))
    self.title = title.isEmpty ? [] : TextMeasure.titleLines(title, width: picture.width)
    let top = Self.topMargin(titleLines: self.title.count, y)
    var plotHeight = picture.height - top - Self.bottomMargin(x)
    let (across, up) = (points.map(\.x), points.map(\.y))
    var yScale = AxisScale(y, values: up, tickLimit: Int(plotHeight / 44))
    let left = (yScale.ticks.map { TextMeasure.width(of: $0.label) }.max() ?? 0) + 21
    var plotWidth = picture.width - left - rightMargin
    var x = x
    switch aspect {
    case .free: break
    case .square:
      plotWidth = min(plotWidth, plotHeight)
      plotHeight = plotWidth
    case .equalScale:
      let fitted = AxisScale(x, values: across, tickLimit: Int(plotWidth / 48))
      let unit = min(plotWidth / fitted.length, plotHeight / yScale.length)
      (plotWidth, plotHeight) = (unit * fitted.length, unit * yScale.length)
      // The ranges stay; the smaller plot has room for fewer labels.
      var y = y
      x.range = fitted.lowerBound...fitted.upperBound
      y.range = yScale.lowerBound...yScale.upperBound
      yScale = AxisScale(y, values: [], tickLimit: Int(plotHeight / 36))
    }
    self.yScale = yScale
    let plot = PixelBox(left: left, top: top, width: plotWidth, height: plotHeight)
    self.plot = plot
    // As many labels as stand beside each other.
    let limits = (2...max(2, Int(plotWidth / 48))).reversed()
    let scales = limits.lazy.map { AxisScale(x, values: across, tickLimit: $0) }
    xScale = scales.first { Self.isReadable($0, in: plot) } ?? AxisScale(x, values: across, tickLimit: 2)
  }

  static func topMargin(titleLines: Int, _ y: Axis) -> Double {
    (titleLines == 0 ? 10 : 15 + TextMeasure.titleHeight * Double(titleLines)) + (y.label.isEmpty ? 0 : 24)
  }

  static func bottomMargin(_ x: Axis) -> Double { x.label.isEmpty ? 28 : 46 }

  private static func isReadable(_ scale: AxisScale, in plot: PixelBox) -> Bool {
    let spans = scale.ticks.map { tick in
      let middle = (scale.fraction(of: tick.value) ?? 0) * plot.width
      let half = TextMeasure.width(of: tick.label) / 2
      return (left: middle - half, right: middle + half)
    }
    return zip(spans, spans.dropFirst()).allSatisfy { $1.left - $0.right >= 4 }
  }

  func drawAxes(on document: inout SVGDocument) {
    document.title(title)
    for tick in yScale.ticks {
      let y = height(of: yScale.fraction(of: tick.value) ?? 0)
      document.line(PixelPoint(plot.left, y), PixelPoint(plot.right, y), "grid")
      document.text(tick.label, at: PixelPoint(plot.left - 11, y + 4), "tick", anchor: .end)
    }
    for value in yScale.minorTicks {
      let y = height(of: yScale.fraction(of: value) ?? 0)
      document.line(PixelPoint(plot.left - 4, y), PixelPoint(plot.left, y), "axis")
    }
    document.text(
      TextMeasure.shortened(y.label, to: picture.width - 20), at: PixelPoint(12, plot.top - 16), "label")
    let base = plot.bottom
    document.line(PixelPoint(plot.left, base), PixelPoint(plot.right, base), "axis")
    for value in xScale.minorTicks {
      let x = plot.left + (xScale.fraction(of: value) ?? 0) * plot.width
      document.line(PixelPoint(x, base), PixelPoint(x, base + 3), "axis")
    }
    for tick in xScale.ticks {
      let x = plot.left + (xScale.fraction(of: tick.value) ?? 0) * plot.width
      document.line(PixelPoint(x, base), PixelPoint(x, base + 5), "axis")
      centered(tick.label, at: PixelPoint(x, base + 18), "tick", on: &document)
    }
    let label = TextMeasure.shortened(x.label, to: picture.width - 20)
    centered(label, at: PixelPoint(plot.center.x, base + 37), "label", on: &document)
  }

  /// Writes text around a point, moved into the picture where it would be cut.
  private func centered(
    _ text: String, at point: PixelPoint, _ kind: String, on document: inout SVGDocument
  ) {
    let half = TextMeasure.width(of: text) / 2 + 2
    let x = max(min(point.x, picture.right - half), half)
    document.text(text, at: PixelPoint(x, point.y), kind, anchor: .middle)
  }

  /// Draws lines and areas, cut off at the plot's edges if an axis has a given range; a line along an edge is
  /// drawn whole.
  func drawData(on document: inout SVGDocument, _ draw: (inout SVGDocument) -> Void) {
    if x.range == nil && y.range == nil { draw(&document) } else { cut(on: &document, draw) }
  }

  /// Draws lines and areas, cut off at the plot's edges.
  func cut(on document: inout SVGDocument, _ draw: (inout SVGDocument) -> Void) {
    document.clipped(to: plot.padded(by: 1.5), draw)
  }

  /// The points that are in the plot or on its edge: they are drawn whole.
  func visible(_ points: [PixelPoint]) -> [PixelPoint] { points.filter { plot.padded(by: 0.5).contains($0) } }

  /// Draws marks, with their texts where they touch nothing.
  func draw(
    _ marks: [ChartMark], beside lines: [[PixelPoint]], boxes taken: [PixelBox] = [],
    on document: inout SVGDocument
  ) {
    var (lines, boxes) = (lines, taken + self.boxes(of: marks))
    for mark in marks {
      guard let point = place(mark.point), plot.padded(by: 0.5).contains(point) else { continue }
      let text = TextMeasure.shortened(mark.text, to: plot.width - 8)
      let box =
        LabelPlacement.place(
          width: TextMeasure.width(of: text), height: TextMeasure.lineHeight, beside: point, within: plot,
          lines: lines, boxes: boxes)
        ?? PixelBox(
          left: plot.left + 4, top: plot.top, width: TextMeasure.width(of: text),
          height: TextMeasure.lineHeight)
      let end = box.nearest(to: point)
      boxes.append(box)
      lines.append([point, end])
      document.line(point, end, "guide")
      document.circle(point, radius: 4.5, "mark")
      document.text(text, at: PixelPoint(box.center.x, box.bottom - 4), "remark", anchor: .middle)
    }
  }

  /// What the circles of marks take.
  func boxes(of marks: [ChartMark]) -> [PixelBox] {
    marks.compactMap { place($0.point) }.map {
      PixelBox(left: $0.x - 5, top: $0.y - 5, width: 10, height: 10)
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

extension TextMeasure {
  /// A title in one line, or in two where it is too long for one.
  static func titleLines(_ title: String, width: Double) -> [String] {
    wrapped(title, to: width - 20, limit: 2, size: 15)
  }
}

extension SVGDocument {
  /// Writes the lines of a title in the upper left corner.
  mutating func title(_ lines: [String]) {
    for (index, line) in lines.enumerated() {
      text(line, at: PixelPoint(12, 24 + TextMeasure.titleHeight * Double(index)), "title")
    }
  }
}
