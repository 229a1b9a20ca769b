/// Several charts side by side in one picture: the same question asked under several conditions.
///
///     let grid = ChartGrid([slow, fast], columns: 2)
///     try AtomicFile.write(grid.svg(), to: "rates.svg")
public struct ChartGrid: Chart {
  /// The charts, row by row.
  public var charts: [any Chart]
  /// How many stand side by side.
  public var columns: Int
  /// What stands above them; may be empty.
  public var title: String
  /// The pixels of each chart; by default 360 × 260.
  public var cell: (width: Int, height: Int)

  /// Creates the picture. Default: two charts side by side, each 360 × 260 pixels, no title.
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
    var document = SVGDocument(width: width, height: height, label: label, style: ChartStyle.sheet)
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
