import Testing
import Vintner

@testable import Charts

@Suite struct BandTests {
  /// The frame of `LineChartSVGTests.placesPointsComputedByHand`: x = 42.36 + 331.48 · x, y = 172 − 162 · y.
  @Test func fillsBetweenTheCurvesComputedByHand() {
    let chart = LineChart(
      x: Axis(""), y: Axis(""),
      series: [
        .init(
          "a", points: [.init(x: 0, y: 0.5), .init(x: 1, y: 0.5)],
          band: [.init(x: 0, lower: 0, upper: 0.5), .init(x: 1, lower: 0.25, upper: 1)])
      ])
    let svg = chart.svg(width: 400, height: 200)
    #expect(svg.contains(#"<path class="band c0" d="M42.4 91L373.8 10L373.8 131.5L42.4 172Z"/>"#))
  }

  /// Quantiles by hand, as NumPy's default: of 1, 2, 4, 8 the median is 3, a quarter 1.75, three quarters 5.
  @Test func sumsUpRunsComputedByHand() {
    let series = LineChart.Series("a", runs: [[4, 1], [1, 2], [8, 3], [2]])
    #expect(series.points == [.init(x: 1, y: 3), .init(x: 2, y: 2)])
    #expect(
      series.band == [.init(x: 1, lower: 1.75, upper: 5), .init(x: 2, lower: 1.5, upper: 2.5)])
    let whole = LineChart.Series("a", runs: [[4], [1], [8]], at: [10], shares: 0...1)
    #expect(whole.band == [.init(x: 10, lower: 1, upper: 8)])
  }

  /// Two of four runs diverged: the median lies half-way to infinity, so the line has a gap there.
  @Test func countsDivergedRunsAsLargest() {
    let series = LineChart.Series("a", runs: [[1], [2], [.nan], [.infinity]])
    #expect(series.points[0].y == .infinity)
    #expect(series.band[0].lower == 1.75)
    let svg = LineChart(x: Axis("x"), y: Axis("y"), series: [series]).svg()
    #expect(SVGReading.isWellFormed(svg))
    let one = LineChart.Series("a", runs: [[1], [2], [3], [.nan]])
    #expect(one.points[0].y == 2.5)
  }

  @Test func drawsFunctions() {
    let series = LineChart.Series("f", over: -2...2, count: 5) { $0 * $0 }
    #expect(series.points.map(\.x) == [-2, -1, 0, 1, 2])
    #expect(series.points.map(\.y) == [4, 1, 0, 1, 4])
  }

  @Test func drawsPointsAndDashes() {
    let chart = LineChart(
      x: Axis("x"), y: Axis("y"),
      series: [.init("a", values: [1, 2, 3], form: .points), .init("b", values: [1, 2, 3], form: .dashed)])
    let svg = chart.svg()
    // Three points, and a sample beside their name.
    #expect(SVGReading.count("circle", in: svg) == 4)
    #expect(SVGReading.count(#"path class="line c1 d1""#, in: svg) == 1)
    #expect(TerminalChart(chart).description.contains("a"))
  }

  /// 0.06 to 0.14 in steps of 0.05 would name 0.1 alone; in steps of 0.02 it names five.
  @Test func namesSeveralValuesOfARange() {
    let scale = AxisScale(Axis("y", range: 0.06...0.14), values: [], tickLimit: 3)
    #expect(scale.ticks.map(\.label) == ["0.06", "0.08", "0.10", "0.12", "0.14"])
    #expect(scale.lowerBound == 0.06 && scale.upperBound == 0.14)
  }

  @Test func cutsOffWhatLiesBeyondARange() {
    var chart = LineChart(x: Axis("x"), y: Axis("y", range: 0...1), series: [.init("a", values: [0, 1e250])])
    #expect(chart.svg().contains("<svg x="))
    #expect(SVGReading.isWellFormed(chart.svg()))
    #expect(TerminalChart(chart).description.count < 3000)
    chart.y.range = nil
    #expect(!chart.svg().contains("<svg x="))
  }
}
