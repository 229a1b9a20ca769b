/// The values of a function over a plane, coloured from orange (low) through the background (middle) to blue
/// (high), with points on top: a network's predictions and the points it was trained on.
///
///     let surface = try HeatMap(groups: [.init("+1", points: inside), .init("−1", points: outside)]) { points in
///       try points.map { try predictor.predict([$0.x, $0.y]) }
///     }
///
/// The contour of the middle value is drawn as well, so that the two sides differ without colour. Values that
/// are not finite leave holes.
public struct HeatMap: Chart, Equatable {
  /// The title above the chart; may be empty.
  public var title: String
  /// The horizontal axis; the cells span its range.
  public var x: Axis
  /// The vertical axis; the cells span its range.
  public var y: Axis
  /// The values at the two ends of the colour scale; values beyond have the end's colour.
  public var range: ClosedRange<Double>
  /// The points drawn on top.
  public var groups: [PointGroup]
  private let field: ScalarField

  /// Creates a chart of values computed at the centre of each cell. Default: [−6, 6]² in 60 × 60 cells, values
  /// from −1 to 1, as in the Playground.
  ///
  /// - Parameters:
  ///   - title: the title above the chart.
  ///   - x: the horizontal axis's label.
  ///   - y: the vertical axis's label.
  ///   - over: the range of both axes.
  ///   - resolution: cells across and down.
  ///   - range: the values at the two ends of the colour scale.
  ///   - groups: points drawn on top.
  ///   - values: the values at the given points, in their order.
  /// - Precondition: `values` returns one value for each point.
  public init<Failure: Error>(
    title: String = "", x: String = "x1", y: String = "x2", over: ClosedRange<Double> = -6...6,
    resolution: Int = 60, range: ClosedRange<Double> = -1...1, groups: [PointGroup] = [],
    values: ([ChartPoint]) throws(Failure) -> [Double]
  ) throws(Failure) {
    self.title = title
    self.x = Axis(x, range: over)
    self.y = Axis(y, range: over)
    self.range = range
    self.groups = groups
    let grid = PointGrid(cellsOf: over, side: resolution)
    field = ScalarField(grid, values: try values(grid.points))
  }

  public var naturalSize: (width: Int, height: Int) { (500, 440) }

  public func drawn(width: Int, height: Int) -> SVGDocument {
    let legend = ChartLegend(entries: groups.enumerated().map { (.group($0.offset), $0.element.name) })
    let margin = max(74, legend.margin(in: width))
    let frame = PlotFrame(
      title: title, x: x, y: y, width: width, height: height, rightMargin: margin, aspect: .square)
    var document = SVGDocument(width: width, height: height, title: title, label: summary)
    drawCells(in: frame.plot, on: &document)
    frame.drawAxes(on: &document)
    document.clipped(to: frame.plot) { clip in
      let middle = (range.lowerBound + range.upperBound) / 2
      let lines = field.contours(at: middle).map { PixelPath.simplified($0.compactMap(frame.place)) }
      clip.paths(lines, "boundary")
    }
    frame.draw(groups, halo: true, on: &document)
    let used = legend.draw(beside: frame.plot, margin: margin, on: &document)
    drawScale(beside: frame.plot, below: used, on: &document)
    return document
  }

  /// The shade of a value: 0 in the middle, negative below; nil if it is not finite.
  private func shade(of value: Double) -> Int? {
    guard value.isFinite else { return nil }
    let half = (range.upperBound - range.lowerBound) / 2
    let share = (value - range.lowerBound - half) / half
    return Int((min(max(share, -1), 1) * Double(ChartStyle.shades)).rounded())
  }

  private func drawCells(in plot: PixelBox, on document: inout SVGDocument) {
    // The field's rows go up, the picture's down.
    let (columns, rows) = (field.grid.columns, field.grid.rows)
    let shades = (0..<rows).reversed().flatMap { row in
      (0..<columns).map { shade(of: field[$0, row]) }
    }
    for shade in -ChartStyle.shades...ChartStyle.shades where shade != 0 {
      let runs = CellRun.covering(columns: columns, rows: rows) { shades[$0] == shade }
      document.cells(runs, of: plot, columns: columns, rows: rows, Self.kind(of: shade))
    }
  }

  /// The colour scale beside the plot, labelled at its ends and in the middle.
  private func drawScale(beside plot: PixelBox, below offset: Double, on document: inout SVGDocument) {
    let count = 2 * ChartStyle.shades + 1
    let box = PixelBox(
      left: plot.right + 18, top: plot.top + offset + (offset > 0 ? 20 : 4), width: 14,
      height: min(170, plot.height - offset - 24))
    for index in 0..<count {
      let shade = ChartStyle.shades - index
      let runs = [CellRun(column: 0, row: index, width: 1, height: 1)]
      if shade != 0 { document.cells(runs, of: box, columns: 1, rows: count, Self.kind(of: shade)) }
    }
    for (share, value) in [
      (0, range.upperBound), (0.5, (range.lowerBound + range.upperBound) / 2), (1, range.lowerBound),
    ] {
      let y = box.top + share * (box.height - 8) + 8
      document.text(Ticks.short(value), at: PixelPoint(box.right + 7, y), "tick")
    }
  }

  private static func kind(of shade: Int) -> String { "\(shade < 0 ? "low" : "high") s\(abs(shade))" }

  private var summary: String {
    let counts = groups.map { ", \($0.points.count) points \($0.name)" }.joined()
    return "a value over \(x.label) and \(y.label), "
      + "orange at \(Ticks.short(range.lowerBound)) to blue at \(Ticks.short(range.upperBound))\(counts)"
  }
}
