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
}
