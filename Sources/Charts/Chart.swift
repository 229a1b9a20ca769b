/// A chart that can be drawn as an SVG picture.
public protocol Chart: Sendable {
  /// The default size, in pixels.
  var naturalSize: (width: Int, height: Int) { get }

  /// Draws the chart.
  ///
  /// - Precondition: 240 × 160 pixels or more.
  func drawn(width: Int, height: Int) -> SVGDocument
}

extension Chart {
  /// Draws the chart as SVG, on a transparent background and legible on light and dark pages.
  ///
  /// - Parameters:
  ///   - width: pixels. Default: ``naturalSize``.
  ///   - height: pixels. Default: ``naturalSize``.
  /// - Precondition: 240 × 160 pixels or more.
  public func svg(width: Int? = nil, height: Int? = nil) -> String {
    let (width, height) = (width ?? naturalSize.width, height ?? naturalSize.height)
    precondition(width >= 240 && height >= 160, "240 × 160 pixels or more, received \(width) × \(height).")
    return drawn(width: width, height: height).text
  }
}

/// A point in a chart, in the units of its axes.
public struct ChartPoint: Equatable, Sendable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// Points with a name: a class, a path.
public struct PointGroup: Equatable, Sendable {
  /// The name in the legend.
  public var name: String
  public var points: [ChartPoint]

  public init(_ name: String, points: [ChartPoint]) {
    self.name = name
    self.points = points
  }
}

/// An annotated point of a chart.
public struct ChartMark: Equatable, Sendable {
  /// The point.
  public var point: ChartPoint
  /// The annotation.
  public var text: String

  public init(_ point: ChartPoint, _ text: String) {
    self.point = point
    self.text = text
  }
}

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
  /// The size of each chart in pixels. Default: 360 × 260.
  public var cell: (width: Int, height: Int)

  /// Creates a grid. Default: two columns, 360 × 260 pixels a chart, no title.
  ///
  /// - Precondition: at least one column, 240 × 160 pixels a chart or more.
  public init(
    _ charts: [any Chart], columns: Int = 2, title: String = "", cell: (width: Int, height: Int) = (360, 260)
  ) {
    precondition(columns > 0, "At least one column, received \(columns).")
    precondition(
      cell.width >= 240 && cell.height >= 160, "240 × 160 pixels a chart or more, received \(cell).")
    self.charts = charts
    self.columns = columns
    self.title = title
    self.cell = cell
  }

  public var naturalSize: (width: Int, height: Int) {
    let rows = (charts.count + columns - 1) / columns
    return (columns * cell.width, rows * cell.height + headHeight)
  }

  public func drawn(width: Int, height: Int) -> SVGDocument {
    let rows = max(1, (charts.count + columns - 1) / columns)
    let size = (width: width / columns, height: (height - headHeight) / rows)
    let pictures = charts.map { $0.drawn(width: size.width, height: size.height) }
    let label = ([title] + pictures.map(\.label)).filter { !$0.isEmpty }.joined(separator: ". ")
    var document = SVGDocument(width: width, height: height, label: label)
    document.text(title, at: PixelPoint(12, 22), "title")
    for (index, picture) in pictures.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      document.place(
        picture, at: PixelPoint(Double(column * size.width), Double(row * size.height + headHeight)))
    }
    return document
  }

  private var headHeight: Int { title.isEmpty ? 0 : 34 }
}
