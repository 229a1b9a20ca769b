/// A part of an SVG picture, as text.
enum SVGElement: Equatable, Sendable {
  case leaf(String)
  /// Elements between an opening and a closing tag.
  case group(open: String, [SVGElement], close: String)

  var text: String {
    switch self {
    case .leaf(let text): text
    case .group(let open, let elements, let close): open + elements.map(\.text).joined() + close
    }
  }
}
