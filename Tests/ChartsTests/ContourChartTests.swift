import Testing

@testable import Charts

@Suite struct ContourChartTests {
  private static func field(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, columns: Int, rows: Int,
    _ function: (Double, Double) -> Double
  ) -> ScalarField {
    let grid = PointGrid(cornersOf: x, y, columns: columns, rows: rows)
    return ScalarField(grid, values: grid.points.map { function($0.x, $0.y) })
  }

  /// x² + y² = 4 is a closed line; every one of its points is 2 away from the origin.
  @Test func findsACircle() {
    let field = Self.field(-3...3, -3...3, columns: 61, rows: 61) { $0 * $0 + $1 * $1 }
    let lines = field.contours(at: 4)
    #expect(lines.count == 1)
    #expect(lines[0].first == lines[0].last)
    #expect(lines[0].count > 100)
    for point in lines[0] {
      #expect(abs((point.x * point.x + point.y * point.y).squareRoot() - 2) < 0.002)
    }
  }

  /// x = 0.5 crosses the square from edge to edge, in the middle of the sides between 0 and 1.
  @Test func findsAnOpenLine() {
    let field = Self.field(0...3, 0...2, columns: 4, rows: 3) { x, _ in x }
    #expect(field.contours(at: 0.5) == [[.init(x: 0.5, y: 0), .init(x: 0.5, y: 1), .init(x: 0.5, y: 2)]])
    #expect(field.contours(at: 9) == [])
  }

  /// The saddle x·y at 1: one branch in each of two opposite quadrants.
  @Test func findsBothBranches() {
    let field = Self.field(-2...2, -2...2, columns: 41, rows: 41) { $0 * $1 }
    let lines = field.contours(at: 1)
    #expect(lines.count == 2)
    #expect(lines.joined().allSatisfy { abs($0.x * $0.y - 1) < 0.02 })
  }

  @Test func drawsPathsThatDiffer() {
    let chart = ContourChart(
      x: Axis("a", range: -2...2), y: Axis("b", range: -1...1),
      paths: [
        .init("slow", points: [.init(x: -2, y: 1), .init(x: -1, y: 0.5)]),
        .init("wild", points: [.init(x: -2, y: 1), .init(x: 1e300, y: 0), .init(x: .nan, y: 0)]),
      ],
      marks: [.init(.init(x: 0, y: 0), "minimum")]
    ) { $0 * $0 + 10 * $1 * $1 }
    let svg = chart.svg()
    #expect(SVGReading.isWellFormed(svg))
    #expect(svg.contains(#"class="line c0 d0 w0""#) && svg.contains(#"class="line c1 d1 w1""#))
    #expect(SVGReading.count(#"path class="contour""#, in: svg) == 14)
    #expect(svg.utf8.count < 40_000)
  }

  /// Two paths on each other: the second is drawn first and wider, so that it shows on both sides of the first.
  @Test func showsPathsThatCoincide() throws {
    let points = [ChartPoint(x: -2, y: 1), ChartPoint(x: 1, y: 0)]
    let chart = ContourChart(
      x: Axis("a", range: -2...2), y: Axis("b", range: -1...1),
      paths: [.init("one", points: points), .init("two", points: points)]
    ) { $0 * $0 + $1 * $1 }
    let svg = chart.svg()
    let (first, second) = (svg.firstRange(of: "line c0 d0 w0\" d"), svg.firstRange(of: "line c1 d1 w1\" d"))
    #expect(try #require(second).lowerBound < #require(first).lowerBound)
    #expect(ChartStyle.width(of: 1) > ChartStyle.width(of: 0))
    #expect(svg.contains(".w1 { stroke-width: 2.7; }"))
  }

  /// A valley ten times as long as wide: on equal axes the contour of a circle is as high as wide.
  @Test func hasAnEqualScaleOnRequest() throws {
    let chart = ContourChart(
      x: Axis("a", range: -2...2), y: Axis("b", range: -0.5...0.5), levels: [0.16], hasEqualScale: true
    ) { $0 * $0 + $1 * $1 }
    let svg = chart.svg()
    let path = try #require(svg.firstMatch(of: /<path class="contour" d="M([^"]*)"/)).1
    let places = path.split { "LM".contains($0) }.map { $0.split(separator: " ").map { Double($0)! } }
    let (x, y) = (places.map { $0[0] }, places.map { $0[1] })
    #expect(abs((x.max()! - x.min()!) - (y.max()! - y.min()!)) < 1)
    #expect(chart.naturalSize.height < 320)
  }
}
