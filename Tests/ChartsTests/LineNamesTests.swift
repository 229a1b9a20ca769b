import Testing
import Vintner

@testable import Charts

/// Properties of many random charts: names are whole, apart and in order.
@Suite struct LineNamesTests {
  /// Charts of 1 to 12 lines that end anywhere, with names of 1 to 30 characters, by seed.
  private static func chart(_ seed: UInt64) -> LineChart {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let series = (0..<1 + random(12)).map { _ in
      let length = 2 + random(40)
      let name = (0..<1 + random(30)).map { _ in Array("abcmMW 01.")[random(10)] }
      return LineChart.Series(
        "n" + String(name), values: (0..<length).map { _ in Double(random(100)) },
        form: [.line, .dashed, .points, .marked, .steps][random(5)])
    }
    let marks = (0..<random(3)).map { _ in
      ChartMark(ChartPoint(x: Double(1 + random(40)), y: Double(random(100))), "mark \(random(999))")
    }
    return LineChart(title: "Random", x: Axis("epoch"), y: Axis("loss"), series: series, marks: marks)
  }

  /// The names as `drawn` places them.
  private static func names(of chart: LineChart, width: Int, height: Int) -> (LineNames, PlotFrame) {
    let margin = LineNames.margin(of: chart.series, in: width)
    let frame = PlotFrame(
      title: chart.title, x: chart.x, y: chart.y, points: chart.allPoints, width: width, height: height,
      rightMargin: margin)
    let lines = chart.series.map { $0.pieces(frame.place) }
    return (
      LineNames(chart, at: lines, in: frame, margin: margin, marks: frame.boxes(of: chart.marks)), frame
    )
  }

  private static let sizes = [(240, 160), (300, 260), (720, 400)]

  @Test(arguments: sizes) func namesNeitherCollideNorAreCut(size: (width: Int, height: Int)) {
    for seed in 1...60 as ClosedRange<UInt64> {
      let chart = Self.chart(seed)
      let (names, frame) = Self.names(of: chart, width: size.width, height: size.height)
      #expect(names.labels.count + names.omitted == chart.series.count)
      for (index, label) in names.labels.enumerated() {
        let sample = chart.series[label.index].form == .points ? 12.0 : 0
        var box = label.box
        box.width += sample
        #expect(frame.picture.contains(box), "\(seed): \(label.lines) is cut")
        #expect(label.lines.allSatisfy { TextMeasure.width(of: $0) <= label.box.width + 1e-9 })
        for other in names.labels[(index + 1)...] {
          let inner = label.box.padded(by: -1e-6)
          #expect(!inner.intersects(other.box), "\(seed): \(label.lines) on \(other.lines)")
        }
      }
    }
  }

  @Test(arguments: sizes) func leadersDoNotCross(size: (width: Int, height: Int)) {
    for seed in 1...60 as ClosedRange<UInt64> {
      let names = Self.names(of: Self.chart(seed), width: size.width, height: size.height).0
      let segments = names.leaders.map { Array(zip($0, $0.dropFirst())) }
      for (index, one) in segments.enumerated() {
        for other in segments[(index + 1)...] {
          for a in one {
            for b in other { #expect(!Self.cross(a, b), "\(seed): \(a) and \(b)") }
          }
        }
        for box in names.boxes {
          #expect(one.allSatisfy { !box.intersects($0.0, $0.1) }, "\(seed): a leader through a name")
        }
      }
    }
  }

  /// Whether two segments have an inner point in common that is no end of either: strict sides.
  private static func cross(_ a: (PixelPoint, PixelPoint), _ b: (PixelPoint, PixelPoint)) -> Bool {
    func side(_ p: PixelPoint, _ q: PixelPoint, _ r: PixelPoint) -> Double {
      (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
    }
    return side(a.0, a.1, b.0) * side(a.0, a.1, b.1) < -1e-6
      && side(b.0, b.1, a.0) * side(b.0, b.1, a.1) < -1e-6
  }

  /// A name that is too long for the margin takes several lines. By hand: 0.35 · 320 − 18 = 94 pixels hold
  /// "plateau after", which takes 12 · 7.44 = 89.3, and not "plateau after ten".
  @Test func wrapsLongNames() {
    let chart = LineChart(
      x: Axis("x"), y: Axis("y"), series: [.init("plateau after ten epochs", values: [1, 2])])
    let label = Self.names(of: chart, width: 320, height: 260).0.labels[0]
    #expect(label.lines == ["plateau after", "ten epochs"])
  }

  /// By hand: of 160 pixels 156 are free, for nine lines of 16: eight names and the remark.
  @Test func saysWhatItLeavesOut() {
    let series = (0..<30).map { LineChart.Series("line \($0)", values: [1, Double($0)]) }
    let (names, _) = Self.names(
      of: LineChart(x: Axis("x"), y: Axis("y"), series: series), width: 240, height: 160)
    #expect(names.labels.count + names.omitted == 30 && names.labels.count == 8)
    let svg = LineChart(x: Axis("x"), y: Axis("y"), series: series).svg(width: 240, height: 160)
    #expect(svg.contains(">+22 more</text>"))
  }
}
