/// The contour lines of a function of two variables, with paths over them: the descent of optimizers.
///
///     let valley = ContourChart(
///       x: Axis("w1", range: -2...2), y: Axis("w2", range: -1...1),
///       paths: [.init("SGD", points: steps)]) { x, y in x * x + 10 * y * y }
///
/// Paths begin at a ring, end at a dot, and differ by their dashes as well as by colour. The first one is drawn above
/// the others and is the thinnest: paths that coincide show on both sides of those above them.
public struct ContourChart: Chart {
  /// The title above the chart; may be empty.
  public var title: String
  /// The horizontal axis, with a range.
  public var x: Axis
  /// The vertical axis, with a range.
  public var y: Axis
  /// The function's values at the contour lines.
  public var levels: [Double]
  /// The paths, each with its points in order. A point that is not finite ends its path.
  public var paths: [PointGroup]
  /// The annotated points.
  public var marks: [ChartMark]
  /// Whether a unit is as long across as up, so that a narrow valley looks narrow; for linear axes.
  public var hasEqualScale: Bool
  private let field: ScalarField

  /// Creates a chart. Default: no title, no paths, no marks, axes that fill the picture, and 14 levels, denser near
  /// the minimum.
  ///
  /// - Precondition: both axes have a range.
  public init(
    title: String = "", x: Axis, y: Axis, levels: [Double]? = nil, paths: [PointGroup] = [],
    marks: [ChartMark] = [], hasEqualScale: Bool = false, function: (Double, Double) -> Double
  ) {
    guard let across = x.range, let up = y.range else {
      preconditionFailure("The axes of a contour chart need a range.")
    }
    (self.title, self.x, self.y, self.paths, self.marks) = (title, x, y, paths, marks)
    self.hasEqualScale = hasEqualScale
    let grid = PointGrid(cornersOf: across, up, columns: 121, rows: 121)
    field = ScalarField(grid, values: grid.points.map { function($0.x, $0.y) })
    let finite = field.values.filter(\.isFinite)
    let (least, most) = (finite.min() ?? 0, finite.max() ?? 1)
    let shares = (1...14).map { Double($0) / 15 }
    self.levels = levels ?? shares.map { least + (most - least) * $0 * $0 * $0 }
  }

  /// 720 × 460 pixels; with an equal scale as high as the plot needs.
  public var naturalSize: (width: Int, height: Int) {
    guard hasEqualScale, let across = x.range, let up = y.range else { return (720, 460) }
    let titleLines = title.isEmpty ? 0 : TextMeasure.titleLines(title, width: 720).count
    let plotWidth = 720 - legend.margin(in: 720) - 55
    let plotHeight = plotWidth * (up.upperBound - up.lowerBound) / (across.upperBound - across.lowerBound)
    let rest = PlotFrame.topMargin(titleLines: titleLines, y) + PlotFrame.bottomMargin(x)
    let needed = max(plotHeight, 20 * Double(paths.count)) + rest
    return (720, Int(min(max(needed, 160), 720)))
  }

  private var legend: ChartLegend {
    ChartLegend(entries: paths.enumerated().map { (.path($0.offset), $0.element.name) })
  }

  public func drawn(width: Int, height: Int) -> SVGDocument {
    let legend = legend
    let margin = legend.margin(in: width)
    let frame = PlotFrame(
      title: title, x: x, y: y, width: width, height: height, rightMargin: margin,
      aspect: hasEqualScale ? .equalScale : .free)
    var document = SVGDocument(width: width, height: height, title: title, label: summary)
    frame.drawAxes(on: &document)
    let lines = paths.map { $0.points.prefix { $0.x.isFinite && $0.y.isFinite }.compactMap(frame.place) }
    frame.cut(on: &document) { clip in
      for level in levels {
        let contours = field.contours(at: level).map { PixelPath.simplified($0.compactMap(frame.place)) }
        clip.paths(contours, "contour")
      }
      for (index, line) in lines.enumerated().reversed() { Self.draw(line, index, on: &clip) }
    }
    for (index, line) in lines.enumerated().reversed() {
      let end = frame.visible(line.suffix(1))
      document.shapes(index, at: end, radius: 4, "shape \(ChartStyle.color(index))")
    }
    let starts = frame.visible(lines.compactMap(\.first))
    if let start = starts.first { document.circle(start, radius: 4.5, "mark") }
    frame.draw(marks, beside: lines, on: &document)
    legend.draw(beside: frame.plot, margin: margin, on: &document)
    return document
  }

  /// Draws a path, with a dot for each step where these are few enough to be distinguished.
  private static func draw(_ line: [PixelPoint], _ index: Int, on document: inout SVGDocument) {
    let color = ChartStyle.color(index)
    if line.count > 1 {
      document.path(
        PixelPath.simplified(line, tolerance: 0.1),
        "line \(color) \(ChartStyle.dash(index)) \(ChartStyle.width(index))")
    }
    if line.count <= 60 {
      document.dots(line.dropLast(), diameter: ChartStyle.width(of: index) + 2, "trail \(color)")
    }
  }

  private var summary: String {
    let names = paths.isEmpty ? "" : ", paths " + paths.map(\.name).joined(separator: ", ")
    let notes = marks.map { "; \($0.text)" }.joined()
    return "contour lines over \(x.label) and \(y.label)\(names)\(notes)"
  }
}
