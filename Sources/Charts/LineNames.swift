/// The names of a chart's lines: at the line's end where there is room, otherwise in the right margin, in the order of
/// the lines' ends.
///
/// No name overlaps another or is cut. A leader connects a name in the margin to its line: it runs level to the
/// margin, where it rises or falls to the name, so that no two leaders cross.
struct LineNames {
  /// A name and where it is written.
  struct Label {
    let index: Int
    var lines: [String]
    /// The line's end.
    let end: PixelPoint
    /// What the text takes.
    var box: PixelBox
    var isInPlot = false
    var height: Double { Double(lines.count) * TextMeasure.lineHeight }
  }

  private let chart: LineChart
  private let plot: PixelBox
  private(set) var labels: [Label] = []
  /// How many names there is no room for.
  private(set) var omitted = 0

  /// Places the names.
  ///
  /// - Parameters:
  ///   - chart: the chart.
  ///   - lines: the pieces of each of its lines in pixels.
  ///   - frame: its axes.
  ///   - margin: the width beside the plot.
  ///   - marks: what the marks take.
  init(_ chart: LineChart, at lines: [[[PixelPoint]]], in frame: PlotFrame, margin: Double, marks: [PixelBox])
  {
    (self.chart, plot) = (chart, frame.plot)
    // The margin is the widest name and this much; rounding must not cut that name.
    let width = margin - Self.indent - 4 + 0.01
    for (index, series) in chart.series.enumerated() where !series.name.isEmpty && !series.isFaint {
      let end = Self.lastVisible(lines[index], in: plot) ?? PixelPoint(plot.right, plot.bottom)
      let room = width - (series.form == .points ? Self.sampleWidth : 0)
      let text = TextMeasure.wrapped(series.name, to: room, limit: 3)
      labels.append(Label(index: index, lines: text, end: end, box: plot))
    }
    placeInPlot(beside: chart.obstacles(lines), marks)
    spread(in: frame.picture)
  }

  /// The width to reserve for the names: at most about a third of the picture.
  static func margin(of series: [LineChart.Series], in width: Int) -> Double {
    let widths = series.filter { !$0.isFaint && !$0.name.isEmpty }.map {
      TextMeasure.width(of: $0.name) + ($0.form == .points ? sampleWidth : 0)
    }
    return min((widths.max() ?? 4) + indent + 4, 0.35 * Double(width))
  }

  /// The distance of the names from the plot.
  private static let indent = 14.0
  /// The room for the sample of a point.
  private static let sampleWidth = 12.0

  /// The leaders of the names in the margin.
  var leaders: [[PixelPoint]] { labels.compactMap(leader) }

  /// What the names in the plot take.
  var boxes: [PixelBox] { labels.filter(\.isInPlot).map(\.box) }

  func draw(on document: inout SVGDocument) {
    for label in labels {
      let color = chart.color(label.index)
      if let leader = leader(of: label) { document.path(leader, "leader \(color)") }
      var left = label.box.left
      if chart.series[label.index].form == .points {
        let center = PixelPoint(left + 3, label.box.top + 8)
        document.shapes(chart.shape(label.index), at: [center], radius: 3, "shape \(color)")
        left += Self.sampleWidth
      }
      for (index, line) in label.lines.enumerated() {
        let y = label.box.top + 12 + Double(index) * TextMeasure.lineHeight
        document.text(line, at: PixelPoint(left, y), "name \(color)")
      }
    }
    guard omitted > 0 else { return }
    let bottom = labels.map(\.box.bottom).max() ?? plot.top
    document.text("+\(omitted) more", at: PixelPoint(plot.right + Self.indent, bottom + 12), "label")
  }

  /// Writes the names of lines that end within the plot at their ends, where nothing is touched.
  private mutating func placeInPlot(beside lines: [[PixelPoint]], _ marks: [PixelBox]) {
    for index in labels.indices where chart.series[labels[index].index].form != .points {
      let label = labels[index]
      guard plot.contains(label.end), plot.right - label.end.x > 24 else { continue }
      let taken = boxes
      let place = LabelPlacement.place(
        width: label.lines.map { TextMeasure.width(of: $0) }.max() ?? 0, height: label.height,
        beside: label.end, within: plot, lines: lines, boxes: taken + marks, reach: 12, isFree: true)
      guard let place else { continue }
      labels[index].box = place
      labels[index].isInPlot = true
    }
    // A leader may not run through a name.
    while let hit = labels.firstIndex(where: { label in
      label.isInPlot
        && labels.contains { other in
          !other.isInPlot && chart.series[other.index].form != .points
            && label.box.padded(by: 2).intersects(other.end, PixelPoint(plot.right, other.end.y))
        }
    }) {
      labels[hit].isInPlot = false
    }
  }

  /// Writes the other names in the margin, as near to the heights of the lines' ends as they can be.
  private mutating func spread(in picture: PixelBox) {
    var inMargin = labels.indices.filter { !labels[$0].isInPlot }
    func room(_ bounds: ClosedRange<Double>) -> Double { bounds.upperBound - bounds.lowerBound }
    func used(_ indices: [Int]) -> Double { indices.reduce(0) { $0 + labels[$1].height } }
    var bounds = plot.top - 6...plot.bottom + 6
    if used(inMargin) > room(bounds) { bounds = 2...picture.bottom - 2 }
    if used(inMargin) > room(bounds) {
      for index in inMargin where labels[index].lines.count > 1 {
        let width = labels[index].lines.map { TextMeasure.width(of: $0) }.max() ?? 0
        labels[index].lines = [
          TextMeasure.shortened(labels[index].lines.joined(separator: " "), to: width)
        ]
      }
    }
    if used(inMargin) > room(bounds) {
      let fitting = Int(room(bounds) / TextMeasure.lineHeight) - 1
      omitted = inMargin.count - fitting
      let left = Set(inMargin.dropFirst(fitting))
      bounds = bounds.lowerBound...bounds.upperBound - TextMeasure.lineHeight
      labels = labels.indices.filter { !left.contains($0) }.map { labels[$0] }
      inMargin = labels.indices.filter { !labels[$0].isInPlot }
    }
    let heights = LabelPlacement.spread(
      inMargin.map { min(max(labels[$0].end.y, plot.top), plot.bottom) },
      sizes: inMargin.map { labels[$0].height }, within: bounds)
    for (index, height) in zip(inMargin, heights) {
      let label = labels[index]
      let width = label.lines.map { TextMeasure.width(of: $0) }.max() ?? 0
      labels[index].box = PixelBox(
        left: plot.right + Self.indent, top: height - label.height / 2, width: width, height: label.height)
    }
  }

  /// The connection of a name in the margin to its line; nil where it is beside the line's end, or of points.
  private func leader(of label: Label) -> [PixelPoint]? {
    guard !label.isInPlot, chart.series[label.index].form != .points else { return nil }
    let (end, height) = (label.end, label.box.center.y)
    guard abs(end.y - height) > 3 || plot.right - end.x > 6 else { return nil }
    let start = PixelPoint(min(end.x + 2, plot.right + 2), end.y)
    let corner = PixelPoint(plot.right + 2, end.y)
    let last = PixelPoint(plot.right + Self.indent - 3, height)
    return corner.x - start.x > 1 ? [start, corner, last] : [corner, last]
  }

  /// The last point of a line within the plot, or its last point, moved to the plot's edge, if none is.
  private static func lastVisible(_ pieces: [[PixelPoint]], in plot: PixelBox) -> PixelPoint? {
    let visible = pieces.joined().reversed().first { plot.padded(by: 1).contains($0) }
    return visible ?? pieces.last?.last.map { plot.nearest(to: $0) }
  }
}
