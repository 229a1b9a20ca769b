import Foundation
import Testing
import Vintner

@testable import Charts

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct LineChartSVGTests {
  typealias Point = ChartPoint

  /// The plot begins 10 from the top and ends 28 from the bottom: 162 high, room for three values, 0, 0.5 and
  /// 1. In DejaVu Sans Bold, two digits of 0.70 and a point of 0.38 take 12 · 1.78 = 21.36, and 21 more stand left
  /// of the plot: 42.36. The name takes 12 · 0.68 = 8.16 and 18 more: 26.16. So the plot is
  /// 400 − 42.36 − 26.16 = 331.48 wide. The name's middle may be 2 below the plot's top, its baseline 4 lower.
  @Test func placesPointsComputedByHand() {
    let chart = LineChart(
      x: Axis(""), y: Axis(""),
      series: [.init("a", points: [Point(x: 0, y: 0), Point(x: 0.5, y: 0.25), Point(x: 1, y: 1)])])
    let svg = chart.svg(width: 400, height: 200)
    #expect(svg.contains(#"<path class="line c0" d="M42.4 172L208.1 131.5L373.8 10"/>"#))
    #expect(svg.contains(#"<line class="grid" x1="42.4" y1="91" x2="373.8" y2="91"/>"#))
    #expect(svg.contains(#"<text class="tick" x="31.4" y="95" text-anchor="end">0.5</text>"#))
    #expect(svg.contains(#"<text class="name c0" x="387.8" y="16">a</text>"#))
  }

  /// The same frame: 0 holds until 0.5, where it rises to 0.25, which holds until 1.
  @Test func drawsAStairComputedByHand() {
    let chart = LineChart(
      x: Axis(""), y: Axis(""),
      series: [
        .init("a", points: [Point(x: 0, y: 0), Point(x: 0.5, y: 0.25), Point(x: 1, y: 1)], form: .steps)
      ])
    let svg = chart.svg(width: 400, height: 200)
    #expect(svg.contains(#"d="M42.4 172L208.1 172L208.1 131.5L373.8 131.5L373.8 10"/>"#))
  }

  /// Six points above each other are in one column of pixels, of which a line needs four at most.
  @Test(arguments: [LineChart.Form.points, .marked])
  func drawsEveryPointOfAColumn(form: LineChart.Form) {
    let points = (0..<6).map { Point(x: 0.5, y: Double($0)) }
    let chart = LineChart(
      x: Axis("", range: 0...1), y: Axis("", range: 0...5), series: [.init("", points: points, form: form)])
    let svg = chart.svg(width: 400, height: 200)
    // 162 pixels for 5: one is 32.4.
    for y in ["10", "42.4", "74.8", "107.2", "139.6", "172"] { #expect(svg.contains("cy=\"\(y)\"")) }
  }

  @Test func marksTheBestEpoch() {
    let curves = LearningCurves(loss: [0.3, 0.2, 0.1], validationLoss: [0.3, 0.1, 0.2], bestEpoch: 2)
    let svg = curves.svg()
    #expect(svg.contains(">best epoch 2: 0.1</text>"))
    #expect(svg.components(separatedBy: #"<circle class="mark""#).count == 2)
    #expect(svg.contains("prefers-color-scheme: dark"))
  }

  /// In the frame above, but with a margin of 22 as nothing is named, the plot is 335.64 wide and the mark at
  /// (210.18, 131.5). Its text would be straight above, its middle 12 + 8 higher, its baseline 4 above the bottom: at
  /// 115.5. Points at that middle, 0.375 up, drive it away.
  @Test func marksCoverNoPoints() throws {
    func remark(beside others: [Point]) throws -> (text: PixelBox, points: [PixelPoint]) {
      let chart = LineChart(
        x: Axis(""), y: Axis(""),
        series: [
          .init("", points: [Point(x: 0, y: 0), Point(x: 1, y: 1)], form: .points),
          .init("", points: others, form: .points),
        ], marks: [.init(Point(x: 0.5, y: 0.25), "here")])
      let svg = chart.svg(width: 400, height: 200)
      func places(_ element: Regex<(Substring, Substring, Substring)>) -> [PixelPoint] {
        svg.matches(of: element).map { PixelPoint(Double($0.1)!, Double($0.2)!) }
      }
      let baseline = try #require(places(/class="remark" x="([\d.]+)" y="([\d.]+)"/).first)
      let width = TextMeasure.width(of: "here")
      return (
        PixelBox(left: baseline.x - width / 2, top: baseline.y - 12, width: width, height: 16),
        others.map { PixelPoint(42.36 + 335.64 * $0.x, 172 - 162 * $0.y) }
      )
    }
    let alone = try remark(beside: []).text
    #expect(abs(alone.center.x - 210.18) < 0.1 && abs(alone.bottom - 4 - 115.5) < 0.1)
    let crowded = try remark(beside: [0.4, 0.45, 0.5, 0.55].map { Point(x: $0, y: 0.375) })
    #expect(!crowded.points.contains { crowded.text.padded(by: 3).contains($0) })
  }

  static let odd: [LineChart] = [
    LearningCurves(loss: []).chart,
    LearningCurves(loss: [.nan], bestEpoch: 1).chart,
    LearningCurves(loss: [0.5], validationLoss: [0.5], bestEpoch: 1).chart,
    LearningCurves(
      loss: [1, .infinity, 2, .nan], validationLoss: [-1, 0, 1e305, .leastNonzeroMagnitude], bestEpoch: 4
    ).chart,
    LearningCurves(loss: [1, 0, -1, 10], lossName: "loss", scale: .logarithmic).chart,
    LearningCurves(loss: Array(repeating: 0, count: 9)).chart,
    LineChart(
      title: "<a & \"b\">\u{01}\u{FFFF}", x: Axis("x < 1"), y: Axis("'y'\n"),
      series: [.init("a name that is much too long to stand beside a plot; it is cut <&>", values: [1, 2])]),
    LineChart(
      x: Axis("x"), y: Axis("y"), series: (0..<30).map { .init("line \($0)", values: [1, Double($0)]) }),
  ]

  @Test(arguments: odd.indices, [(240, 160), (720, 400)])
  func isWellFormed(index: Int, size: (width: Int, height: Int)) {
    let svg = Self.odd[index].svg(width: size.width, height: size.height)
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(svg)")
    let body = svg.components(separatedBy: "</style>")[1]
    #expect(!body.contains("nan") && !body.contains("inf"))
  }

  @Test func leavesGapsAndDots() {
    let svg = LearningCurves(loss: [1, 2, .nan, 3, .infinity, 4, 5]).svg()
    #expect(svg.components(separatedBy: "<path").count == 3)
    #expect(svg.components(separatedBy: #"<circle class="dot c0""#).count == 2)
  }

  @Test func keepsNamesApart() {
    let svg = LineChart(
      x: Axis("x"), y: Axis("y"), series: (0..<12).map { .init("line \($0)", values: [1, 2]) }
    ).svg()
    let heights = svg.matches(of: /<text class="name[^>]* y="([0-9.]+)"/).map { Double($0.1)! }.sorted()
    #expect(heights.count == 12)
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 >= 15.9 })
  }

  @Test func staysSmallWithManyPoints() {
    let noise = (0..<50_000).map { Double($0 * 7919 % 10_007) }
    #expect(LearningCurves(loss: noise).svg().utf8.count < 50_000)
  }

  @Test func givesTheSameBytesTwice() {
    let curves = LearningCurves(loss: [0.3, 0.2, 0.1], validationLoss: [0.3, 0.1, 0.2], bestEpoch: 2)
    #expect(curves.svg() == curves.svg())
  }

  /// Points on the edge of a range are drawn whole, those beyond it not at all; lines are cut off.
  @Test func drawsPointsOnTheEdgeWhole() {
    let chart = LineChart(
      x: Axis("x"), y: Axis("y", range: 0...1), series: [.init("a", values: [0, 1, 2], form: .marked)])
    let parts = chart.svg().components(separatedBy: "</svg>")
    #expect(parts.count == 3 && parts[0].contains(#"class="line c0""#) && !parts[0].contains("<circle"))
    #expect(SVGReading.count("circle", in: parts[1]) == 2)
  }

  /// Labels under a logarithmic axis of many digits stay apart, whatever the range.
  @Test(arguments: [240, 360, 720]) func keepsFiguresApart(width: Int) {
    for (low, high) in [(1e-5, 0.1), (0.002, 0.3), (8, 125_000), (1, 500), (1e-5, 1e-4)] {
      for scale in [Axis.Scale.linear, .logarithmic] {
        let chart = LineChart(
          x: Axis("x", scale: scale, endsAtTicks: false), y: Axis("y"),
          series: [.init("", points: [Point(x: low, y: 0), Point(x: high, y: 1)])])
        let spans = chart.svg(width: width, height: 200)
          .matches(of: /<text class="tick" x="([0-9.]+)"[^>]*"middle">([^<]*)</)
          .map { (middle: Double($0.1)!, half: TextMeasure.width(of: String($0.2)) / 2) }
        #expect(spans.count >= 2)
        #expect(spans.allSatisfy { $0.middle - $0.half >= 0 && $0.middle + $0.half <= Double(width) })
        #expect(
          zip(spans, spans.dropFirst()).allSatisfy { $1.middle - $1.half > $0.middle + $0.half },
          "\(low) to \(high), \(scale)")
      }
    }
  }

  /// In DejaVu Sans Bold, measured with fontTools: "smoothed" is 5.595 em, "L2 0.003" 4.845 em.
  @Test(arguments: [("smoothed", 5.595), ("L2 0.003", 4.845)])
  func measuresNoTextTooNarrow(text: String, em: Double) {
    let width = TextMeasure.width(of: text)
    #expect(width >= 12 * em && width < 12 * em + 1)
  }
}
