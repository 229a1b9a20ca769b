/// Points in groups, each with its own colour and shape.
///
///     let chart = ScatterChart(
///       x: Axis("x1"), y: Axis("x2"), groups: [.init("+1", points: inner), .init("−1", points: outer)])
///
/// A point that is not finite, or not positive on a logarithmic axis, is not drawn.
public struct ScatterChart: Chart, Equatable {
  /// The title above the chart; may be empty.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The groups: the first are blue circles, then orange triangles, green squares, pink diamonds.
  public var groups: [PointGroup]
  /// Whether the plot is as wide as it is high.
  public var isSquare: Bool

  /// Creates a chart. Default: no title, any shape.
  public init(title: String = "", x: Axis, y: Axis, groups: [PointGroup], isSquare: Bool = false) {
    self.title = title
    self.x = x
    self.y = y
    self.groups = groups
    self.isSquare = isSquare
  }

  public var naturalSize: (width: Int, height: Int) { isSquare ? (500, 440) : (720, 400) }

  public func drawn(width: Int, height: Int) -> SVGDocument {
    let legend = ChartLegend(sample: .shape, names: groups.map(\.name))
    let margin = legend.margin(in: width)
    let frame = PlotFrame(
      title: title, x: x, y: y, points: groups.flatMap(\.points), width: width, height: height,
      rightMargin: margin, isSquare: isSquare)
    var document = SVGDocument(width: width, height: height, title: title, label: summary)
    frame.drawAxes(on: &document)
    frame.drawData(on: &document) { frame.draw(groups, on: &$0) }
    legend.draw(beside: frame.plot, margin: margin, on: &document)
    return document
  }

  private var summary: String {
    let counts = groups.map { "\($0.points.count) points \($0.name)" }.joined(separator: ", ")
    return "\(y.label) over \(x.label), \(counts)"
  }
}
