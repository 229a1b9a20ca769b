import Foundation

enum LabelPlacement {
  /// Moves labels apart until none overlaps another, as little as possible and in the order of their heights.
  ///
  ///     minimize Σ (y − height)²   with   y[i + 1] − y[i] ≥ (size[i] + size[i + 1]) / 2
  ///
  /// Less what the labels before it take, each y may not fall from one label to the next, so the answer is an
  /// isotonic regression: neighbours in the wrong order are pooled at their mean. Then all are moved within
  /// bounds, as far as they fit.
  /// - Parameters:
  ///   - heights: the middles that the labels would have.
  ///   - sizes: the height of each.
  ///   - bounds: what the labels may take.
  /// - Returns: the new middles in the order of the old.
  /// Source: Barlow et al., "Statistical Inference under Order Restrictions", 1972 (pool adjacent violators).
  static func spread(
    _ heights: [Double], sizes: [Double], within bounds: ClosedRange<Double>
  ) -> [Double] {
    let order = heights.indices.sorted { (heights[$0], $0) < (heights[$1], $1) }
    var offsets: [Double] = []
    var used = 0.0
    for index in order {
      offsets.append(used + sizes[index] / 2)
      used += sizes[index]
    }
    var pools: [(sum: Double, count: Int)] = []
    for (index, offset) in zip(order, offsets) {
      pools.append((heights[index] - offset, 1))
      while let last = pools.last, let before = pools.dropLast().last,
        before.sum / Double(before.count) >= last.sum / Double(last.count)
      {
        pools.removeLast(2)
        pools.append((before.sum + last.sum, before.count + last.count))
      }
    }
    let origins = pools.flatMap { Array(repeating: $0.sum / Double($0.count), count: $0.count) }
    var result = heights
    for (place, index) in order.enumerated() {
      let origin = max(min(origins[place], bounds.upperBound - used), bounds.lowerBound)
      result[index] = origin + offsets[place]
    }
    return result
  }

  /// Finds a position for text beside a point: the nearest within bounds that touches no line and no box, or
  /// the one that touches fewest, boxes above all.
  ///
  /// - Parameters:
  ///   - reach: how far from the point it may be, in pixels. Default: 300.
  ///   - isFree: whether only a position that touches nothing will do.
  static func place(
    width: Double, height: Double, beside point: PixelPoint, within bounds: PixelBox,
    lines: [[PixelPoint]], boxes: [PixelBox], reach: Double = 300, isFree: Bool = false
  ) -> PixelBox? {
    var best: (hits: Int, box: PixelBox)?
    for distance in stride(from: 12.0, through: reach, by: 12) {
      for turn in 0..<12 {
        // Straight up first, then ever further down on both sides.
        let angle = Double((turn + 1) / 2) * (turn % 2 == 0 ? 1 : -1) * .pi / 6
        let (sine, cosine) = (sin(angle), cos(angle))
        let center = PixelPoint(
          point.x + sine * (distance + width / 2), point.y - cosine * (distance + height / 2))
        let box = PixelBox(
          left: center.x - width / 2, top: center.y - height / 2, width: width, height: height)
        guard bounds.contains(box) else { continue }
        let padded = box.padded(by: 4)
        let hits =
          1000 * boxes.count { padded.intersects($0) }
          + lines.reduce(0) { $0 + zip($1, $1.dropFirst()).count { padded.intersects($0, $1) } }
        if hits < best?.hits ?? .max { best = (hits, box) }
        if hits == 0 { return box }
      }
    }
    return isFree ? nil : best?.box
  }
}
