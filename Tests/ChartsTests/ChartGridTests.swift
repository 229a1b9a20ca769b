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

  /// 0 to 10 fits both charts; without it the first ends at 1.
  @Test func sharesAxesOnRequest() {
    let charts = [[0.0, 1], [0, 10]].map {
      LineChart(x: Axis("x"), y: Axis("y"), series: [.init("a", values: $0)])
    }
    func highest(_ grid: ChartGrid) -> [Double] {
      grid.svg().components(separatedBy: "<g transform").dropFirst().map { cell in
        cell.matches(of: /text-anchor="end">([0-9.]+)</).map { Double($0.1)! }.max()!
      }
    }
    #expect(highest(ChartGrid(charts)) == [1, 10])
    #expect(highest(ChartGrid(charts, sharesAxes: true)) == [10, 10])
  }

  /// One chart a line, in which the others are grey and have no band.
  @Test func showsEachLineAmongTheOthers() {
    let chart = LineChart(
      title: "All", x: Axis("x"), y: Axis("y"),
      series: [.init("a", runs: [[1, 2], [2, 3]]), .init("b", runs: [[3, 2], [4, 4]])])
    let grid = chart.multiples()
    #expect(grid.charts.count == 2 && grid.title == "All" && grid.sharesAxes)
    let cells = grid.svg().components(separatedBy: "<g transform").dropFirst()
    for (index, cell) in cells.enumerated() {
      #expect(cell.matches(of: /class="line c([01])"/).map { Int($0.1) } == [index])
      #expect(cell.matches(of: /class="band c([01])"/).map { Int($0.1) } == [index])
      #expect(SVGReading.count("path class=\"fine line faint\"", in: cell) == 1)
      #expect(cell.contains(">\(["a", "b"][index])</text>"))
    }
  }
}
