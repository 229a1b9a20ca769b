import Foundation

/// Builds an SVG picture: elements are added, and `text` closes it.
///
/// Colours are chosen by CSS class, never in the elements, so that the style can follow the reader's light or
/// dark background. Lengths are pixels, written to a tenth.
public struct SVGDocument: Sendable {
  enum Anchor: String {
    case start, middle, end
  }

  /// The text for screen readers.
  public let label: String
  private let head: String
  private var body = ""

  /// - Parameters:
  ///   - title: the chart's title, which precedes the label; may be empty.
  ///   - label: the text for screen readers.
  init(width: Int, height: Int, title: String = "", label: String) {
    let label = title.isEmpty ? label : "\(title): \(label)"
    self.label = label
    head = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img" aria-label="\(Self.escaped(label))">
      <style>
      \(ChartStyle.sheet)
      </style>

      """
  }

  /// The text of an SVG file.
  public var text: String { head + body + "</svg>\n" }

  mutating func line(_ start: PixelPoint, _ end: PixelPoint, _ kind: String) {
    add("line", kind, ["x1": start.x, "y1": start.y, "x2": end.x, "y2": end.y])
  }

  mutating func circle(_ center: PixelPoint, radius: Double, _ kind: String) {
    add("circle", kind, ["cx": center.x, "cy": center.y, "r": radius])
  }

  mutating func rectangle(_ box: PixelBox, _ kind: String) {
    add("rect", kind, ["x": box.left, "y": box.top, "width": box.width, "height": box.height])
  }

  private mutating func add(_ name: String, _ kind: String, _ lengths: KeyValuePairs<String, Double>) {
    let attributes = lengths.map { " \($0)=\"\(Self.number($1))\"" }.joined()
    body += "<\(name) class=\"\(kind)\"\(attributes)/>\n"
  }

  /// Adds several circles of one kind and size.
  mutating func circles(_ centers: [PixelPoint], radius: Double, _ kind: String) {
    guard !centers.isEmpty else { return }
    let size = Self.number(radius)
    let circles = centers.map {
      "<circle cx=\"\(Self.number($0.x))\" cy=\"\(Self.number($0.y))\" r=\"\(size)\"/>"
    }
    body += "<g class=\"\(kind)\">\(circles.joined())</g>\n"
  }

  /// Adds a line through the points, or the area it encloses.
  mutating func path(_ points: [PixelPoint], _ kind: String, isClosed: Bool = false) {
    paths([points], kind, areClosed: isClosed)
  }

  /// Adds several lines of one kind as one element.
  mutating func paths(_ lines: [[PixelPoint]], _ kind: String, areClosed: Bool = false) {
    guard !lines.isEmpty else { return }
    let outlines = lines.map { points in
      let places = points.map { "\(Self.number($0.x)) \(Self.number($0.y))" }
      return "M\(places.joined(separator: "L"))\(areClosed ? "Z" : "")"
    }
    body += "<path class=\"\(kind)\" d=\"\(outlines.joined())\"/>\n"
  }

  /// Adds rectangles of a grid's cells, counted from its upper left corner, as one element.
  mutating func cells(_ runs: [CellRun], of grid: PixelBox, columns: Int, rows: Int, _ kind: String) {
    guard !runs.isEmpty else { return }
    let outline = runs.map { "M\($0.column) \($0.row)h\($0.width)v\($0.height)h-\($0.width)z" }.joined()
    let scale = "\(Self.precise(grid.width / Double(columns))) \(Self.precise(grid.height / Double(rows)))"
    body += """
      <path class="\(kind)" shape-rendering="crispEdges" \
      transform="translate(\(Self.number(grid.left)) \(Self.number(grid.top))) scale(\(scale))" \
      d="\(outline)"/>

      """
  }

  /// Adds text whose baseline begins, is centred or ends at the point.
  mutating func text(_ text: String, at point: PixelPoint, _ kind: String, anchor: Anchor = .start) {
    guard !text.isEmpty else { return }
    let anchorAttribute = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    body += """
      <text class="\(kind)" x="\(Self.number(point.x))" y="\(Self.number(point.y))"\(anchorAttribute)>\
      \(Self.escaped(text))</text>

      """
  }

  /// Adds what `draw` adds, clipped to a box.
  mutating func clipped(to box: PixelBox, _ draw: (inout SVGDocument) -> Void) {
    let (x, y) = (Self.number(box.left), Self.number(box.top))
    let (width, height) = (Self.number(box.width), Self.number(box.height))
    // A nested picture clips its contents, and unlike `clipPath` needs no unique name.
    body += """
      <svg x="\(x)" y="\(y)" width="\(width)" height="\(height)" viewBox="\(x) \(y) \(width) \(height)">

      """
    draw(&self)
    body += "</svg>\n"
  }

  /// Adds another picture with its upper left corner at the point.
  mutating func place(_ picture: SVGDocument, at corner: PixelPoint) {
    body += "<g transform=\"translate(\(Self.number(corner.x)) \(Self.number(corner.y)))\">\n"
    body += picture.body + "</g>\n"
  }

  /// The text with XML's special characters escaped and forbidden ones replaced by spaces.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{00}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The number to a tenth, without trailing zeros.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, tenth) = (abs(tenths) / 10, abs(tenths) % 10)
    return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
  }

  /// The number to four decimals: a scale, whose products stay within a tenth of a pixel.
  private static func precise(_ value: Double) -> String { String(format: "%.4f", value) }
}

/// A rectangle of a grid's cells, counted from its upper left corner.
struct CellRun: Equatable {
  var column: Int
  var row: Int
  var width: Int
  var height: Int

  /// Rectangles that cover the matching cells, each once: runs within a row, joined with equal runs below.
  static func covering(columns: Int, rows: Int, _ matches: (Int) -> Bool) -> [CellRun] {
    var done: [CellRun] = []
    var open: [CellRun] = []
    for row in 0..<rows {
      var runs: [CellRun] = []
      var column = 0
      while column < columns {
        let start = column
        while column < columns && matches(row * columns + column) { column += 1 }
        if column > start { runs.append(CellRun(column: start, row: row, width: column - start, height: 1)) }
        column += 1
      }
      let next = runs.map { run in
        let above = open.firstIndex { $0.column == run.column && $0.width == run.width }
        guard let above else { return run }
        var grown = open.remove(at: above)
        grown.height += 1
        return grown
      }
      done += open
      open = next
    }
    return done + open
  }
}
