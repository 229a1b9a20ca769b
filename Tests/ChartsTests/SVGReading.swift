import Foundation
import Vintner

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a test reads off a picture.
enum SVGReading {
  /// Whether the picture is well-formed XML without a length that is no number.
  static func isWellFormed(_ svg: String) -> Bool {
    let body = svg.components(separatedBy: "</style>").last ?? ""
    return XMLParser(data: Data(svg.utf8)).parse() && !body.contains("nan") && !body.contains("inf")
  }

  /// How many elements begin with the given text.
  static func count(_ element: String, in svg: String) -> Int {
    svg.components(separatedBy: "<\(element)").count - 1
  }

  /// What the cells of an element cover: the sum of width × height of its rectangles.
  static func coveredCells(_ kind: String, in svg: String) -> Int {
    guard let element = svg.firstRange(of: "class=\"\(kind)\" shape-rendering") else { return 0 }
    let path = svg[element.upperBound...].prefix { $0 != ">" }
    return path.matches(of: /h(\d+)v(\d+)/).reduce(0) { $0 + Int($1.1)! * Int($1.2)! }
  }
}
