/// Points in groups, each with its own colour and shape.
///
///     let chart = ScatterChart(
///       x: Axis("x1"), y: Axis("x2"), groups: [.init("+1", points: inner), .init("−1", points: outer)])
///
/// Two more dimensions are shown by the area and the shape of the points:
///
///     let chart = ScatterChart(
///       x: Axis("rate", scale: .logarithmic), y: Axis("test loss"),
///       groups: [.init("grid", points: points, sizes: batches, kinds: units)], size: "batch", kind: "units")
///
/// A point that is not finite, or not positive on a logarithmic axis, is not drawn.
public struct ScatterChart: FittedChart, Equatable {
  /// The title above the chart; may be empty.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The groups: the first are blue circles, then orange triangles, green squares, pink diamonds, violet inverted
  /// triangles and turquoise crosses. They are drawn in turn, so that none hides another.
  public var groups: [PointGroup]
  /// What ``PointGroup/sizes`` measure, for the legend.
  public var size: String
  /// What ``PointGroup/kinds`` distinguish, for the legend.
  public var kind: String
  /// Whether the plot is as wide as it is high.
  public var isSquare: Bool
  /// Whether a unit is as long across as up; for linear axes.
  public var hasEqualScale: Bool

  /// Creates a chart. Default: no title, points of one size, any shape.
  public init(
    title: String = "", x: Axis, y: Axis, groups: [PointGroup], size: String = "", kind: String = "",
    isSquare: Bool = false, hasEqualScale: Bool = false
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.groups = groups
    self.size = size
    self.kind = kind
    self.isSquare = isSquare
    self.hasEqualScale = hasEqualScale
  }

  var allPoints: [ChartPoint] { groups.flatMap(\.points) }

  public var naturalSize: (width: Int, height: Int) { isSquare ? (500, 440) : (720, 400) }

  public func drawn(width: Int, height: Int) -> SVGDocument {
    let legend = legend
    let margin = legend.margin(in: width)
    let frame = PlotFrame(
      title: title, x: x, y: y, points: allPoints, width: width, height: height, rightMargin: margin,
      aspect: hasEqualScale ? .equalScale : isSquare ? .square : .free)
    var document = SVGDocument(width: width, height: height, title: title, label: summary)
    frame.drawAxes(on: &document)
    frame.draw(groups, on: &document)
    legend.draw(beside: frame.plot, margin: margin, on: &document)
    return document
  }

  /// The groups, then the shapes and the sizes if they mean anything.
  private var legend: ChartLegend {
    let style = PointStyle(groups)
    var entries: [(sample: ChartLegend.Sample, name: String)] = groups.enumerated().map { index, group in
      (group.kinds.isEmpty ? ChartLegend.Sample.group(index) : .color(index), group.name)
    }
    if !style.kinds.isEmpty {
      if !kind.isEmpty { entries.append((.none, kind)) }
      entries += style.kinds.enumerated().map { (.shape($0.offset), $0.element) }
    }
    if let largest = style.largest {
      if !size.isEmpty { entries.append((.none, size)) }
      let sizes = Set(groups.flatMap(\.sizes).filter { $0.isFinite }).sorted()
      let shown = sizes.count <= 3 ? sizes : [sizes[0], sizes[sizes.count / 2], largest]
      entries += shown.map { (.radius(style.radius(of: $0)), Ticks.short($0)) }
    }
    return ChartLegend(entries: entries)
  }

  private var summary: String {
    let counts = groups.map { "\($0.points.count) points \($0.name)" }.joined(separator: ", ")
    let dimensions = [(size, "sizes show"), (kind, "shapes show")].filter { !$0.0.isEmpty }
      .map { ", \($0.1) \($0.0)" }.joined()
    return "\(y.label) over \(x.label), \(counts)\(dimensions)"
  }
}
