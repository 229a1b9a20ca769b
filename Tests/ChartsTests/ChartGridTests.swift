import Testing
import Vintner

@Suite struct ChartGridTests {
  private let line = LineChart(x: Axis("x"), y: Axis("y"), series: [.init("a", values: [1, 2])])

  /// Three charts in two columns of 360 × 260 below a head of 34.
  @Test func placesChartsRowByRow() {
    let grid = ChartGrid([line, line, line], columns: 2, title: "Three")
    #expect(grid.naturalSize == (720, 554))
    let svg = grid.svg()
    let corners = svg.matches(of: /<g transform="translate\(([0-9.]+) ([0-9.]+)\)">/).map {
      "\($0.1) \($0.2)"
    }
    #expect(corners == ["0 34", "360 34", "0 294"])
    #expect(SVGReading.isWellFormed(svg))
    #expect(SVGReading.count("style>", in: svg) == 1)
  }

  @Test func mayBeEmpty() {
    #expect(SVGReading.isWellFormed(ChartGrid([], title: "None").svg(width: 300, height: 200)))
  }
}
