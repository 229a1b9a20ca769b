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
}
