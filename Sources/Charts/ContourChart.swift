/// The contour lines of a function of two variables, with paths over them: the descent of optimizers.
///
///     let valley = ContourChart(
///       x: Axis("w1", range: -2...2), y: Axis("w2", range: -1...1),
///       paths: [.init("SGD", points: steps)]) { x, y in x * x + 10 * y * y }
///
/// Paths begin at a ring and end at a dot, and differ by their dashes as well as by colour.
public struct ContourChart: Chart {
  /// The title above the chart; may be empty.
  public var title: String
  /// The horizontal axis, with a range.
  public var x: Axis
  /// The vertical axis, with a range.
  public var y: Axis
  /// The function's values at the contour lines.
  public var levels: [Double]
  /// The paths, each with its points in order; the first one is drawn above the others. A point that is not finite
  /// ends its path.
  public var paths: [PointGroup]
  /// The annotated points.
  public var marks: [ChartMark]
  private let field: ScalarField

  /// Creates a chart. Default: no title, no paths, no marks, and 14 levels, denser near the minimum.
  ///
  /// - Precondition: both axes have a range.
  public init(
    title: String = "", x: Axis, y: Axis, levels: [Double]? = nil, paths: [PointGroup] = [],
    marks: [ChartMark] = [], function: (Double, Double) -> Double
  ) {
    guard let across = x.range, let up = y.range else {
      preconditionFailure("The axes of a contour chart need a range.")
    }
    (self.title, self.x, self.y, self.paths, self.marks) = (title, x, y, paths, marks)
    let grid = PointGrid(cornersOf: across, up, columns: 121, rows: 121)
    field = ScalarField(grid, values: grid.points.map { function($0.x, $0.y) })
    let finite = field.values.filter(\.isFinite)
    let (least, most) = (finite.min() ?? 0, finite.max() ?? 1)
    let shares = (1...14).map { Double($0) / 15 }
    self.levels = levels ?? shares.map { least + (most - least) * $0 * $0 * $0 }
  }

  public var naturalSize: (width: Int, height: Int) { (720, 460) }

  public func drawn(width: Int, height: Int) -> SVGDocument {
    let legend = ChartLegend(sample: .line, names: paths.map(\.name))
    let margin = legend.margin(in: width)
    let frame = PlotFrame(
      title: title, x: x, y: y, width: width, height: height, rightMargin: margin)
    var document = SVGDocument(width: width, height: height, title: title, label: summary)
    frame.drawAxes(on: &document)
    let lines = paths.map { $0.points.prefix { $0.x.isFinite && $0.y.isFinite }.compactMap(frame.place) }
    document.clipped(to: frame.plot) { clip in
      for level in levels {
        let contours = field.contours(at: level).map { PixelPath.simplified($0.compactMap(frame.place)) }
        clip.paths(contours, "contour")
      }
      for (index, line) in lines.enumerated().reversed() { Self.draw(line, index, on: &clip) }
      if let start = lines.lazy.compactMap(\.first).first { clip.circle(start, radius: 4.5, "mark") }
    }
    frame.draw(marks, beside: lines, on: &document)
    legend.draw(beside: frame.plot, margin: margin, on: &document)
    return document
  }

  /// Draws a path, with a dot for each step where these are few enough to be distinguished.
  private static func draw(_ line: [PixelPoint], _ index: Int, on document: inout SVGDocument) {
    let color = ChartStyle.color(index)
    if line.count > 1 {
      document.path(PixelPath.simplified(line, tolerance: 0.1), "line \(color) \(ChartStyle.dash(index))")
    }
    if line.count <= 60 { document.circles(line.dropLast(), radius: 2, "dot \(color)") }
    if let end = line.last { document.circle(end, radius: 4.5, "shape \(color)") }
  }

  private var summary: String {
    let names = paths.isEmpty ? "" : ", paths " + paths.map(\.name).joined(separator: ", ")
    let notes = marks.map { "; \($0.text)" }.joined()
    return "contour lines over \(x.label) and \(y.label)\(names)\(notes)"
  }
}
