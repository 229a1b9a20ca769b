import Foundation
import Testing
import Vintner

@testable import Charts

@Suite struct MovingChartTests {
  /// A descent of four steps: axes and parabola stay, the path grows.
  private static let steps: [any Chart] = (1...4).map { count in
    LineChart(
      title: "Descent", x: Axis("x", range: -2...2), y: Axis("f", range: 0...4),
      series: [
        .init(
          "steps", points: (0..<count).map { .init(x: 2 / Double($0 + 1), y: 4 / Double($0 + 1)) },
          form: .marked),
        .init("f", over: -2...2, form: .dashed) { $0 * $0 },
      ])
  }

  @Test func writesWhatStaysOnce() {
    let (moving, still) = (MovingChart(Self.steps).svg(), (Self.steps[0] as! LineChart).svg())
    for kind in ["class=\"axis\"", "class=\"grid\"", "class=\"title\"", "class=\"line c1 d1\""] {
      let count = moving.components(separatedBy: kind).count
      #expect(count > 1 && count == still.components(separatedBy: kind).count, "\(kind)")
    }
    #expect(SVGReading.isWellFormed(moving))
  }

  /// With the groups of the other pictures taken away, the elements are those of the picture in their order.
  @Test(arguments: 0..<4) func drawsEachPicture(index: Int) {
    func shown(_ elements: [SVGElement]) -> String {
      elements.map { element in
        guard case .group(let open, let parts, let close) = element else { return element.text }
        guard open.hasPrefix("<g class=\"m") else { return open + shown(parts) + close }
        return open.hasSuffix(" f\(index)\">\n") ? shown(parts) : ""
      }.joined()
    }
    let grid = ChartGrid([Self.steps[0], Self.steps[1]])
    for charts in [Self.steps, [grid, Self.steps[0], Self.steps[2], ChartGrid([Self.steps[3]])]] {
      let moving = MovingChart(charts).drawn(width: 500, height: 300)
      #expect(
        shown(moving.elements) == charts[index].drawn(width: 500, height: 300).elements.map(\.text).joined())
    }
  }

  /// By hand: a pause of 1 s and four pictures of 0.5 s make a pass of 3 s. The last picture is shown for the first
  /// third, and again from 2.5 s on.
  @Test func playsInTime() {
    let svg = MovingChart(Self.steps, seconds: 2, pause: 1, passes: 2).svg()
    #expect(svg.contains("{ animation: m4-3-2000-1000-2 3000ms step-end 2; }"))
    #expect(
      svg.contains(
        "@keyframes m4-3-2000-1000-2 { 0.0000% { visibility: visible; } 16.6666% { visibility: hidden; } }"))
    #expect(
      svg.contains(
        """
        @keyframes m4-3-2000-1000-2s { 0.0000% { visibility: visible; } 33.3333% { visibility: hidden; } \
        83.3333% { visibility: visible; } }
        """))
    for (index, start) in [1000, 1500, 2000].enumerated() {
      #expect(svg.contains(".f\(index) { animation-delay: \(start)ms; }"))
    }
    #expect(MovingChart(Self.steps, passes: nil).svg().contains("step-end infinite"))
  }

  /// Outside the media query one picture is visible: what is shown where motion is unwanted or unknown.
  @Test func restsOnOnePicture() throws {
    let svg = MovingChart(Self.steps, still: 1).svg()
    let parts = svg.components(separatedBy: "@media (prefers-reduced-motion: no-preference) {")
    #expect(parts.count == 2 && !parts[0].contains("animation"))
    #expect(parts[0].matches(of: /\.f([0-9]+) \{ visibility: visible; \}/).map(\.1) == ["1"])
    #expect(svg.contains("lines steps, f. Moves through 4 pictures\""))
  }

  /// A boundary that grows, in ten pictures of 40 × 40 cells with 400 points, takes less than 150 kB.
  @Test func staysSmall() {
    func arm(_ turn: Double) -> [ChartPoint] {
      (0..<200).map { index in
        let (radius, angle) = (Double(index) / 40, Double(index) / 200 * 3.5 * .pi + turn)
        return .init(x: radius * sin(angle), y: radius * cos(angle))
      }
    }
    let groups = [PointGroup("+1", points: arm(0)), PointGroup("−1", points: arm(.pi))]
    let maps = (1...10).map { epoch in
      HeatMap(title: "epoch \(epoch)", resolution: 40, groups: groups) { points in
        points.map { point in
          let unit = { (a: Double, b: Double, c: Double) in
            tanh(Double(epoch) / 5 * (a * point.x + b * point.y + c))
          }
          return tanh(unit(1, 0.3, 1) - unit(0.4, 1, -1) + unit(-1, 1, 0.5) * unit(1, 1, 0))
        }
      }
    }
    let svg = MovingChart(maps).svg()
    #expect(svg.utf8.count < 150_000, "\(svg.utf8.count) bytes")
    // The points of both classes, in ten turns, and the legend's samples.
    #expect(SVGReading.count("circle", in: svg) == 201)
  }
}
