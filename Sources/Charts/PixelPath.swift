/// A line's points on their way to a picture.
package enum PixelPath {
  /// Cuts a line where a point is missing: each piece is drawn for itself.
  package static func pieces(of points: [PixelPoint?]) -> [[PixelPoint]] {
    points.split(separator: nil).map { $0.compactMap { $0 } }
  }

  /// Thins a line of more points than pixels, without changing how it looks: of the points that follow one
  /// another in one column of pixels the first, the lowest, the highest and the last are kept.
  ///
  /// Source: Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014.
  package static func thinned(_ points: [PixelPoint]) -> [PixelPoint] {
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

  /// Leaves out the points of a line that lie within `tolerance` pixels of the straight line between those
  /// that are kept: a fifth of a pixel by default.
  ///
  /// Source: Douglas and Peucker, "Algorithms for the Reduction of the Number of Points", 1973.
  package static func simplified(_ points: [PixelPoint], tolerance: Double = 0.2) -> [PixelPoint] {
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

  /// How far a point lies from the straight line from `a` to `b`, which ends there.
  private static func distance(of point: PixelPoint, from a: PixelPoint, _ b: PixelPoint) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = dx * dx + dy * dy
    let share = length == 0 ? 0 : min(max(((point.x - a.x) * dx + (point.y - a.y) * dy) / length, 0), 1)
    let (x, y) = (point.x - a.x - share * dx, point.y - a.y - share * dy)
    return (x * x + y * y).squareRoot()
  }
}
