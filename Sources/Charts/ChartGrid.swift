/// Several charts in one picture, in rows and columns: the same experiment under several conditions.
///
///     let grid = ChartGrid([slow, fast], columns: 2)
///     try AtomicFile.write(grid.svg(), to: "rates.svg")
public struct ChartGrid: Chart {
  /// The charts, row by row.
  public var charts: [any Chart]
  /// The number of charts in a row.
  public var columns: Int
  /// The title above them; may be empty.
  public var title: String
  /// Whether line and scatter charts have the same ranges on their axes, so that they can be compared; an axis
  /// that has a range keeps it.
  public var sharesAxes: Bool
  /// The size of each chart in pixels. Default: 360 × 260.
  public var cell: (width: Int, height: Int)

  /// Creates a grid. Default: two columns, 360 × 260 pixels a chart, no title, each chart its own axes.
  ///
  /// - Precondition: at least one column, 240 × 160 pixels a chart or more.
  public init(
    _ charts: [any Chart], columns: Int = 2, title: String = "", sharesAxes: Bool = false,
    cell: (width: Int, height: Int) = (360, 260)
  ) {
    precondition(columns > 0, "At least one column, received \(columns).")
    precondition(
      cell.width >= 240 && cell.height >= 160, "240 × 160 pixels a chart or more, received \(cell).")
    self.charts = charts
    self.columns = columns
    self.title = title
    self.sharesAxes = sharesAxes
    self.cell = cell
  }

  public var naturalSize: (width: Int, height: Int) {
    let rows = (charts.count + columns - 1) / columns
    return (columns * cell.width, rows * cell.height + headHeight)
  }

  public func drawn(width: Int, height: Int) -> SVGDocument {
    let rows = max(1, (charts.count + columns - 1) / columns)
    let size = (width: width / columns, height: (height - headHeight) / rows)
    let pictures = (sharesAxes ? sharing(charts, in: size) : charts).map {
      $0.drawn(width: size.width, height: size.height)
    }
    let label = ([title] + pictures.map(\.label)).filter { !$0.isEmpty }.joined(separator: ". ")
    var document = SVGDocument(width: width, height: height, label: label)
    document.title(title.isEmpty ? [] : TextMeasure.titleLines(title, width: Double(width)))
    for (index, picture) in pictures.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      document.place(
        picture, at: PixelPoint(Double(column * size.width), Double(row * size.height + headHeight)))
    }
    return document
  }

  /// The charts with the ranges that fit the points of all.
  private func sharing(_ charts: [any Chart], in size: (width: Int, height: Int)) -> [any Chart] {
    let fitted = charts.compactMap { $0 as? any FittedChart }
    let points = fitted.flatMap(\.allPoints)
    func range(_ axis: Axis, _ values: [Double], _ limit: Int) -> ClosedRange<Double> {
      let scale = AxisScale(axis, values: values, tickLimit: limit)
      return scale.lowerBound...scale.upperBound
    }
    return charts.map { chart in
      guard var chart = chart as? any FittedChart else { return chart }
      if chart.x.range == nil { chart.x.range = range(chart.x, points.map(\.x), size.width / 72) }
      if chart.y.range == nil { chart.y.range = range(chart.y, points.map(\.y), size.height / 66) }
      return chart
    }
  }

  private var headHeight: Int {
    let lines = TextMeasure.titleLines(title, width: Double(columns * cell.width)).count
    return title.isEmpty ? 0 : 15 + lines * Int(TextMeasure.titleHeight)
  }
}
