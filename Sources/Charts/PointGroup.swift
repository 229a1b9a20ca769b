/// A point in a chart, in the units of its axes.
public struct ChartPoint: Equatable, Sendable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// Points with a name: a class, a path.
public struct PointGroup: Equatable, Sendable {
  /// The name in the legend.
  public var name: String
  public var points: [ChartPoint]
  /// A quantity that a ``ScatterChart`` shows by the area of each point; empty for points of one size.
  public var sizes: [Double]
  /// A category that a ``ScatterChart`` shows by the shape of each point; empty for the group's own shape.
  public var kinds: [String]

  /// Creates a group. Default: points of one size and shape.
  ///
  /// - Precondition: no sizes, or one for each point; and so for kinds.
  public init(_ name: String, points: [ChartPoint], sizes: [Double] = [], kinds: [String] = []) {
    for count in [sizes.count, kinds.count] {
      precondition(count == 0 || count == points.count, "\(points.count) points, received \(count) values.")
    }
    self.name = name
    self.points = points
    self.sizes = sizes
    self.kinds = kinds
  }
}

/// How groups of points are drawn: the radius and shape of each point.
struct PointStyle {
  /// The categories in the order of their shapes; empty if each group has its own shape.
  let kinds: [String]
  /// The largest size; nil for points of one size.
  let largest: Double?
  private let radius: Double

  /// Many points are drawn smaller.
  init(_ groups: [PointGroup]) {
    let count = groups.reduce(0) { $0 + $1.points.count }
    radius = count > 1000 ? 2.0 : count > 300 ? 2.6 : 3.4
    var kinds: [String] = []
    for kind in groups.flatMap(\.kinds) where !kinds.contains(kind) { kinds.append(kind) }
    // Numbers in their order, other categories as they come.
    let numbers = kinds.compactMap(Double.init)
    self.kinds = numbers.count == kinds.count ? kinds.sorted { Double($0)! < Double($1)! } : kinds
    largest = groups.flatMap(\.sizes).filter { $0.isFinite && $0 > 0 }.max()
  }

  /// The radius of a size: areas are as sizes, but no point is too small to be seen.
  func radius(of size: Double?) -> Double {
    guard let size, let largest else { return radius }
    return max(2, 9 * max(0, size.isFinite ? size / largest : 0).squareRoot())
  }
}

extension PlotFrame {
  /// A point to be drawn.
  private struct Dot {
    let place: PixelPoint
    let radius: Double
    let shape: Int
  }

  /// Draws the points of groups in turn, a tenth of each at a time, so that none of two groups hides the other;
  /// with sizes, the larger points first.
  ///
  /// - Parameter halo: whether the points stand out from what is beneath them.
  func draw(_ groups: [PointGroup], halo: Bool = false, on document: inout SVGDocument) {
    let style = PointStyle(groups)
    let dots = groups.enumerated().map { index, group in
      let dots = group.points.enumerated().compactMap { number, point -> Dot? in
        guard let place = place(point), plot.padded(by: 0.5).contains(place) else { return nil }
        let kind = group.kinds.isEmpty ? nil : style.kinds.firstIndex(of: group.kinds[number])
        let size = group.sizes.isEmpty ? nil : group.sizes[number]
        return Dot(place: place, radius: style.radius(of: size), shape: kind ?? index)
      }
      return group.sizes.isEmpty ? dots : dots.sorted { $0.radius > $1.radius }
    }
    if halo {
      let all = dots.joined()
      document.dots(all.map(\.place), diameter: 2.2 * (all.first?.radius ?? 0) + 3, "halo")
    }
    let turns = dots.filter { !$0.isEmpty }.count > 1 ? min(10, dots.map(\.count).max() ?? 1) : 1
    for turn in 0..<turns {
      for (index, dots) in dots.enumerated() {
        let part = dots[dots.count * turn / turns..<dots.count * (turn + 1) / turns]
        for shape in Set(part.map(\.shape)).sorted() {
          let same = part.filter { $0.shape == shape }
          document.shapes(
            shape, at: same.map(\.place), radii: same.map(\.radius), "shape \(ChartStyle.color(index))")
        }
      }
    }
  }
}
