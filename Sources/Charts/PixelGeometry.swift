/// A point in a picture, in pixels from the left and from the top.
struct PixelPoint: Equatable, Sendable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  func distance(to other: PixelPoint) -> Double {
    ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
  }
}

/// A rectangle in a picture.
struct PixelBox: Equatable, Sendable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }
  var center: PixelPoint { PixelPoint(left + width / 2, top + height / 2) }

  /// The box with a margin on all sides.
  func padded(by margin: Double) -> PixelBox {
    PixelBox(left: left - margin, top: top - margin, width: width + 2 * margin, height: height + 2 * margin)
  }

  /// The point of the box nearest to another.
  func nearest(to point: PixelPoint) -> PixelPoint {
    PixelPoint(min(max(point.x, left), right), min(max(point.y, top), bottom))
  }

  func contains(_ point: PixelPoint) -> Bool {
    (left...right).contains(point.x) && (top...bottom).contains(point.y)
  }

  func contains(_ other: PixelBox) -> Bool {
    other.left >= left && other.right <= right && other.top >= top && other.bottom <= bottom
  }

  func intersects(_ other: PixelBox) -> Bool {
    other.left < right && other.right > left && other.top < bottom && other.bottom > top
  }

  /// Whether the line segment from one point to another passes through the box.
  ///
  /// The segment is clipped to the left and right edges first, then to top and bottom.
  /// Source: Liang and Barsky, "A New Concept and Method for Line Clipping", 1984.
  func intersects(_ start: PixelPoint, _ end: PixelPoint) -> Bool {
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

/// Prepares a line's points for drawing.
enum PixelPath {
  /// Splits a line where a point is missing.
  static func pieces(of points: [PixelPoint?]) -> [[PixelPoint]] {
    points.split(separator: nil).map { $0.compactMap { $0 } }
  }

  /// Makes a stair of a line: each height holds up to the next point.
  static func stepped(_ points: [PixelPoint]) -> [PixelPoint] {
    guard let first = points.first else { return [] }
    return zip(points, points.dropFirst()).reduce(into: [first]) { stair, step in
      let (from, to) = step
      if from.y != to.y { stair.append(PixelPoint(to.x, from.y)) }
      stair.append(to)
    }
  }

  /// Thins a line of more points than pixels without changing how it looks: of consecutive points in one column
  /// of pixels, the first, the lowest, the highest and the last are kept.
  ///
  /// Source: Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014.
  static func thinned(_ points: [PixelPoint]) -> [PixelPoint] {
    var result: [PixelPoint] = []
    var start = 0
    while start < points.count {
      let column = points[start].x.rounded(.down)
      let end = points[start...].firstIndex { $0.x.rounded(.down) != column } ?? points.count
      let indices = start..<end
      let kept: Set<Int> = [
        start, indices.min { points[$0].y < points[$1].y }!, indices.max { points[$0].y < points[$1].y }!,
        end - 1,
      ]
      result += kept.sorted().map { points[$0] }
      start = end
    }
    return result
  }

  /// Removes the points of a line that are within `tolerance` pixels of the straight line between the points
  /// that are kept. Default: a fifth of a pixel.
  ///
  /// Source: Douglas and Peucker, "Algorithms for the Reduction of the Number of Points", 1973.
  static func simplified(_ points: [PixelPoint], tolerance: Double = 0.2) -> [PixelPoint] {
    guard points.count > 2 else { return points }
    var isKept = Array(repeating: false, count: points.count)
    (isKept[0], isKept[points.count - 1]) = (true, true)
    var open = [(0, points.count - 1)]
    while let (first, last) = open.popLast() {
      guard last - first > 1 else { continue }
      let (a, b) = (points[first], points[last])
      let farthest = (first + 1..<last).map { ($0, distance(of: points[$0], from: a, b)) }.max {
        $0.1 < $1.1
      }!
      guard farthest.1 > tolerance else { continue }
      isKept[farthest.0] = true
      open += [(first, farthest.0), (farthest.0, last)]
    }
    return points.indices.filter { isKept[$0] }.map { points[$0] }
  }

  /// The distance of a point from the line segment from `a` to `b`.
  private static func distance(of point: PixelPoint, from a: PixelPoint, _ b: PixelPoint) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = dx * dx + dy * dy
    let share = length == 0 ? 0 : min(max(((point.x - a.x) * dx + (point.y - a.y) * dy) / length, 0), 1)
    let (x, y) = (point.x - a.x - share * dx, point.y - a.y - share * dy)
    return (x * x + y * y).squareRoot()
  }
}
