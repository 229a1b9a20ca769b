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
  private let size: (width: Int, height: Int)
  /// The elements in the order in which they are drawn.
  private(set) var elements: [SVGElement] = []
  /// Rules beyond the common style sheet, each once.
  private(set) var rules: [String] = []

  /// - Parameters:
  ///   - title: the chart's title, which precedes the label; may be empty.
  ///   - label: the text for screen readers.
  init(width: Int, height: Int, title: String = "", label: String) {
    let label = title.isEmpty ? label : "\(title): \(label)"
    self.label = label
    size = (width, height)
  }

  /// The text of an SVG file.
  public var text: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(size.width)" height="\(size.height)" \
    viewBox="0 0 \(size.width) \(size.height)" role="img" aria-label="\(Self.escaped(label))">
    <style>
    \(([ChartStyle.sheet] + rules).joined(separator: "\n"))
    </style>
    \(elements.map(\.text).joined())</svg>

    """
  }

  /// Adds an element, or a group of elements.
  mutating func add(_ element: SVGElement) { elements.append(element) }

  /// Adds rules to the style sheet.
  mutating func add(rules added: [String]) { rules += added.filter { !rules.contains($0) } }

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
    write("<\(name) class=\"\(kind)\"\(attributes)/>\n")
  }

  /// Adds several circles of one kind and size.
  mutating func circles(_ centers: [PixelPoint], radius: Double, _ kind: String) {
    guard !centers.isEmpty else { return }
    let size = Self.number(radius)
    let circles = centers.map {
      "<circle cx=\"\(Self.number($0.x))\" cy=\"\(Self.number($0.y))\" r=\"\(size)\"/>"
    }
    write("<g class=\"\(kind)\">\(circles.joined())</g>\n")
  }

  /// Adds round dots as one short element: lines without length.
  mutating func dots(_ centers: [PixelPoint], diameter: Double, _ kind: String) {
    guard !centers.isEmpty else { return }
    let places = centers.map { "M\(Self.number($0.x)) \(Self.number($0.y))h0" }.joined()
    write("<path class=\"\(kind)\" stroke-width=\"\(Self.number(diameter))\" d=\"\(places)\"/>\n")
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
    write("<path class=\"\(kind)\" d=\"\(outlines.joined())\"/>\n")
  }

  /// Adds rectangles of a grid's cells, counted from its upper left corner, as one element.
  mutating func cells(_ runs: [CellRun], of grid: PixelBox, columns: Int, rows: Int, _ kind: String) {
    guard !runs.isEmpty else { return }
    let outline = runs.map { "M\($0.column) \($0.row)h\($0.width)v\($0.height)h-\($0.width)z" }.joined()
    let scale = "\(Self.precise(grid.width / Double(columns))) \(Self.precise(grid.height / Double(rows)))"
    write(
      """
      <path class="\(kind)" shape-rendering="crispEdges" \
      transform="translate(\(Self.number(grid.left)) \(Self.number(grid.top))) scale(\(scale))" \
      d="\(outline)"/>

      """)
  }

  /// Adds text whose baseline begins, is centred or ends at the point.
  mutating func text(_ text: String, at point: PixelPoint, _ kind: String, anchor: Anchor = .start) {
    guard !text.isEmpty else { return }
    let anchorAttribute = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    write(
      """
      <text class="\(kind)" x="\(Self.number(point.x))" y="\(Self.number(point.y))"\(anchorAttribute)>\
      \(Self.escaped(text))</text>

      """)
  }

  /// Adds what `draw` adds, clipped to a box.
  mutating func clipped(to box: PixelBox, _ draw: (inout SVGDocument) -> Void) {
    let (x, y) = (Self.number(box.left), Self.number(box.top))
    let (width, height) = (Self.number(box.width), Self.number(box.height))
    // A nested picture clips its contents, and unlike `clipPath` needs no unique name.
    let open = """
      <svg x="\(x)" y="\(y)" width="\(width)" height="\(height)" viewBox="\(x) \(y) \(width) \(height)">

      """
    let outer = elements
    elements = []
    draw(&self)
    elements = outer + [.group(open: open, elements, close: "</svg>\n")]
  }

  /// Adds another picture with its upper left corner at the point.
  mutating func place(_ picture: SVGDocument, at corner: PixelPoint) {
    let open = "<g transform=\"translate(\(Self.number(corner.x)) \(Self.number(corner.y)))\">\n"
    add(.group(open: open, picture.elements, close: "</g>\n"))
    add(rules: picture.rules)
  }

  private mutating func write(_ element: String) { elements.append(.leaf(element)) }

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
