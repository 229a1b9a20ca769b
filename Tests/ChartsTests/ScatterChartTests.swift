import Testing
import Vintner

@Suite struct ScatterChartTests {
  private let chart = ScatterChart(
    title: "<points>", x: Axis("x1"), y: Axis("x2"),
    groups: [
      .init("+1", points: [.init(x: 0, y: 0), .init(x: 1, y: 1)]),
      .init("−1", points: [.init(x: 1, y: 0), .init(x: .nan, y: 0)]),
    ])

  /// Each class has a shape of its own; the legend shows each once more.
  @Test func tellsClassesApartByShape() {
    let svg = chart.svg()
    #expect(SVGReading.count("circle", in: svg) == 3)
    let triangles = svg.matches(of: /<path class="shape c1" d="([^"]*)"/).map { $0.1.count { $0 == "M" } }
    #expect(triangles == [1, 1])
    #expect(svg.contains(">+1</text>") && svg.contains(">−1</text>"))
    #expect(SVGReading.isWellFormed(svg))
  }

  /// Square: the corners (0, 0) and (1, 1) are as far apart across as up.
  @Test func isSquareOnRequest() throws {
    var square = chart
    square.isSquare = true
    let places = square.svg().matches(of: /<circle cx="([0-9.]+)" cy="([0-9.]+)"/)
      .map { (x: Double($0.1)!, y: Double($0.2)!) }
    #expect(abs((places[1].x - places[0].x) - (places[0].y - places[1].y)) < 0.3)
  }

  @Test func drawsNothingWellFormed() {
    #expect(SVGReading.isWellFormed(ScatterChart(x: Axis("x"), y: Axis("y"), groups: []).svg()))
  }

  /// On axes of equal scale 4 across is four times as long as 1 up.
  @Test func hasAnEqualScaleOnRequest() {
    var chart = ScatterChart(
      x: Axis("x1"), y: Axis("x2"), groups: [.init("a", points: [.init(x: 0, y: 0), .init(x: 4, y: 1)])])
    func ratio() -> Double {
      let places = chart.svg().matches(of: /<circle cx="([0-9.]+)" cy="([0-9.]+)"/)
        .map { (x: Double($0.1)!, y: Double($0.2)!) }
      return (places[1].x - places[0].x) / (places[0].y - places[1].y)
    }
    #expect(ratio() < 3)
    chart.hasEqualScale = true
    #expect(abs(ratio() - 4) < 0.01)
  }

  /// Twenty points of two groups at the same places are drawn in ten turns: neither group hides the other.
  @Test func drawsGroupsInTurn() {
    let points = (0..<20).map { ChartPoint(x: Double($0), y: 0) }
    let svg = ScatterChart(
      x: Axis("x"), y: Axis("y"), groups: [.init("a", points: points), .init("b", points: points)]
    ).svg()
    let order = svg.matches(of: /<(?:g|path) class="shape c([01])"/).map { String($0.1) }
    #expect(order.prefix(20) == ArraySlice((0..<10).flatMap { _ in ["0", "1"] }))
    #expect(SVGReading.count("circle", in: svg) == 21)
  }

  /// By hand: the largest size has a radius of 9, a quarter of it half of that. 4 comes before 16 as a number, so it
  /// is a circle and 16 a triangle.
  @Test func showsTwoMoreDimensions() {
    let svg = ScatterChart(
      x: Axis("x"), y: Axis("y"),
      groups: [
        .init("a", points: [.init(x: 0, y: 0), .init(x: 1, y: 0)], sizes: [8, 32], kinds: ["4", "4"]),
        .init("b", points: [.init(x: 2, y: 1)], sizes: [32], kinds: ["16"]),
      ], size: "batch", kind: "units"
    ).svg()
    let radii = svg.matches(of: /<circle (?:class="shape c0" )?cx[^>]* r="([0-9.]+)"/).map { String($0.1) }
    #expect(radii == ["9", "4.5", "4"])
    #expect(svg.matches(of: /<path class="shape c1"/).count == 1)
    for text in ["a", "b", "units", "4", "16", "batch", "8", "32"] {
      #expect(svg.contains(">\(text)</text>"))
    }
    #expect(svg.contains("sizes show batch, shapes show units"))
  }
}
