import Foundation

/// A box that text takes in a picture.
package struct PixelBox: Equatable, Sendable {
  package var left: Double
  package var top: Double
  package var width: Double
  package var height: Double

  package init(left: Double, top: Double, width: Double, height: Double) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }

  package var right: Double { left + width }
  package var bottom: Double { top + height }
  package var center: PixelPoint { PixelPoint(left + width / 2, top + height / 2) }

  /// The point of the box that is nearest to another.
  package func nearest(to point: PixelPoint) -> PixelPoint {
    PixelPoint(min(max(point.x, left), right), min(max(point.y, top), bottom))
  }

  package func contains(_ other: PixelBox) -> Bool {
    other.left >= left && other.right <= right && other.top >= top && other.bottom <= bottom
  }

  package func intersects(_ other: PixelBox) -> Bool {
    other.left < right && other.right > left && other.top < bottom && other.bottom > top
  }

  /// Whether a straight line from one point to another passes through.
  ///
  /// The part of it between the left and the right edge is cut out first, then that between top and bottom.
  /// Source: Liang and Barsky, "A New Concept and Method for Line Clipping", 1984.
  package func intersects(_ start: PixelPoint, _ end: PixelPoint) -> Bool {
    var (first, last) = (0.0, 1.0)
    for (origin, change, low, high) in [
      (start.x, end.x - start.x, left, right), (start.y, end.y - start.y, top, bottom),
    ] {
      if change == 0 {
        if origin < low || origin > high { return false }
        continue
      }
      let (a, b) = ((low - origin) / change, (high - origin) / change)
      first = max(first, min(a, b))
      last = min(last, max(a, b))
    }
    return first <= last
  }
}

package enum LabelPlacement {
  /// The width of text, estimated for any sans-serif face: rather too wide than too narrow.
  package static func width(of text: String, fontSize: Double) -> Double {
    text.reduce(0) { $0 + fontSize * ($1.isASCII ? 0.6 : 1) }
  }

  /// Moves heights apart until neighbours have `gap` between them, within bounds where they fit there.
  ///
  /// - Returns: the new heights in the order of the old.
  package static func spread(
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

  /// Finds a place for text beside a point: the nearest that lies within bounds and touches no line and no
  /// box, or the one that touches fewest.
  package static func place(
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
