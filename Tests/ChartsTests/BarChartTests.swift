import Testing
import Vintner

@Suite struct BarChartTests {
  /// Names take 12 · 0.72 = 8.64 and 24 more: the bars begin at 32.64, and 76 remain to the right, so that 0…1 is
  /// 400 − 32.64 − 76 = 291.36 long. From the top at 10 to 28 above the bottom are 162 for two bars of 81;
  /// a bar is 22 thick around its middle at 50.5 and 131.5.
  @Test func drawsBarsComputedByHand() {
    let chart = BarChart(value: Axis(""), bars: [.init("a", 1), .init("b", 0.5, spread: 0.25...0.75)])
    let svg = chart.svg(width: 400, height: 200)
    #expect(svg.contains(#"<rect class="bar c0" x="32.6" y="39.5" width="291.4" height="22"/>"#))
    #expect(svg.contains(#"<rect class="bar c0" x="32.6" y="120.5" width="145.7" height="22"/>"#))
    #expect(svg.contains(#"<line class="whisker" x1="105.5" y1="131.5" x2="251.2" y2="131.5"/>"#))
  }

  @Test func beginsAtZeroOnBothSides() {
    let svg = BarChart(value: Axis(""), bars: [.init("a", -1), .init("b", 1)]).svg()
    let widths = svg.matches(of: /<rect class="bar[^>]* width="([0-9.]+)"/).map { Double($0.1)! }
    #expect(widths.count == 2 && abs(widths[0] - widths[1]) < 0.2)
  }

  /// From 0.08 to 0.1 a length would mislead: dots at a quarter and a half of the axis instead.
  @Test func drawsDotsWhereThereIsNoZero() {
    let chart = BarChart(
      value: Axis("", range: 0.08...0.1), bars: [.init("a", 0.085), .init("b", 0.09, spread: 0.085...0.095)])
    let svg = chart.svg(width: 400, height: 200)
    #expect(SVGReading.count("rect", in: svg) == 0)
    #expect(svg.contains(#"<circle class="shape c0" cx="105.5" cy="50.5" r="5"/>"#))
    #expect(svg.contains(#"<circle class="shape c0" cx="178.3" cy="131.5" r="5"/>"#))
  }

  @Test func namesWhatHasNoValue() {
    let svg = BarChart(
      value: Axis("loss", scale: .logarithmic), bars: [.init("a", .nan), .init("b", 3), .init("c", 0)]
    ).svg()
    #expect(SVGReading.count("text class=\"value\" x", in: svg) == 3)
    #expect(svg.contains(">no value</text>"))
    #expect(SVGReading.isWellFormed(svg))
    #expect(SVGReading.isWellFormed(BarChart(value: Axis("loss"), bars: []).svg()))
  }
}
