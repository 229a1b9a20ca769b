import Foundation

/// The room that text takes in a chart.
enum TextMeasure {
  private static let fontSize = 12.0
  static let lineHeight = 16.0

  /// The width of text in any sans-serif face: an estimate that is too wide rather than too narrow.
  static func width(of text: String) -> Double {
    text.reduce(0) { $0 + fontSize * ($1.isASCII ? 0.6 : 1) }
  }

  /// The text, cut to a width.
  static func shortened(_ text: String, to width: Double) -> String {
    var text = text
    guard Self.width(of: text) > width else { return text }
    while !text.isEmpty && Self.width(of: text + "…") > width { text.removeLast() }
    return text + "…"
  }
}

enum LabelPlacement {
  /// Moves heights apart until neighbours are `gap` apart, within bounds as far as they fit.
  ///
  /// - Returns: the new heights in the order of the old.
  static func spread(
    _ heights: [Double], gap: Double, within bounds: ClosedRange<Double>
  ) -> [Double] {
    let order = heights.indices.sorted { (heights[$0], $0) < (heights[$1], $1) }
    var result = heights
    var free = bounds.lowerBound
    for index in order {
      result[index] = max(result[index], free)
      free = result[index] + gap
    }
    free = bounds.upperBound
    for index in order.reversed() {
      result[index] = min(result[index], free)
      free = result[index] - gap
    }
    return result
  }

  /// Finds a position for text beside a point: the nearest within bounds that touches no line and no box, or
  /// the one that touches fewest.
  static func place(
    width: Double, height: Double, beside point: PixelPoint, within bounds: PixelBox,
    lines: [[PixelPoint]], boxes: [PixelBox]
  ) -> PixelBox {
    var best = (
      hits: Int.max, box: PixelBox(left: bounds.left, top: bounds.top, width: width, height: height)
    )
    for distance in stride(from: 12.0, through: 300, by: 12) {
      for turn in 0..<12 {
        // Straight up first, then ever further down on both sides.
        let angle = Double((turn + 1) / 2) * (turn % 2 == 0 ? 1 : -1) * .pi / 6
        let (sine, cosine) = (sin(angle), cos(angle))
        let center = PixelPoint(
          point.x + sine * (distance + width / 2), point.y - cosine * (distance + height / 2))
        let box = PixelBox(
          left: center.x - width / 2, top: center.y - height / 2, width: width, height: height)
        guard bounds.contains(box) else { continue }
        let padded = PixelBox(left: box.left - 4, top: box.top - 4, width: width + 8, height: height + 8)
        let hits =
          boxes.count { padded.intersects($0) }
          + lines.reduce(0) { $0 + zip($1, $1.dropFirst()).count { padded.intersects($0, $1) } }
        if hits < best.hits { best = (hits, box) }
        if hits == 0 { return best.box }
      }
    }
    return best.box
  }
}
