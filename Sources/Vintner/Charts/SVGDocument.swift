import Foundation

/// An SVG picture in the making: elements are added, and `text` closes it.
///
/// Colours are chosen by class, never in the elements, so that a style can follow the reader's light or dark
/// background. Lengths are pixels, written to a tenth.
struct SVGDocument {
  enum Anchor: String {
    case start, middle, end
  }

  private let head: String
  private var body = ""

  /// - Parameters:
  ///   - label: what a screen reader says.
  ///   - style: the style sheet.
  init(width: Int, height: Int, label: String, style: String) {
    head = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img" aria-label="\(Self.escaped(label))">
      <style>
      \(style)
      </style>

      """
  }

  var text: String { head + body + "</svg>\n" }

  mutating func line(_ start: PixelPoint, _ end: PixelPoint, _ kind: String) {
    body += """
      <line class="\(kind)" x1="\(Self.number(start.x))" y1="\(Self.number(start.y))" \
      x2="\(Self.number(end.x))" y2="\(Self.number(end.y))"/>

      """
  }

  mutating func circle(_ center: PixelPoint, radius: Double, _ kind: String) {
    body += """
      <circle class="\(kind)" cx="\(Self.number(center.x))" cy="\(Self.number(center.y))" \
      r="\(Self.number(radius))"/>

      """
  }

  /// Adds a line through the points.
  mutating func path(_ points: [PixelPoint], _ kind: String) {
    let places = points.map { "\(Self.number($0.x)) \(Self.number($0.y))" }
    body += "<path class=\"\(kind)\" d=\"M\(places.joined(separator: "L"))\"/>\n"
  }

  /// Adds text whose baseline begins, has its middle or ends at the point.
  mutating func text(_ text: String, at point: PixelPoint, _ kind: String, anchor: Anchor = .start) {
    guard !text.isEmpty else { return }
    let anchorAttribute = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    body += """
      <text class="\(kind)" x="\(Self.number(point.x))" y="\(Self.number(point.y))"\(anchorAttribute)>\
      \(Self.escaped(text))</text>

      """
  }

  /// The text with the characters that XML takes for its own replaced, and those it forbids left out.
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

  /// The number to a tenth, without a zero that says nothing.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, tenth) = (abs(tenths) / 10, abs(tenths) % 10)
    return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
  }
}

/// A place in a picture: pixels from the left and from the top.
package struct PixelPoint: Equatable, Sendable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}
