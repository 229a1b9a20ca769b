import Testing
import Vintner

@Suite struct HeatMapTests {
  /// Of 12 × 12 cells over [−6, 6]² the middles are −5.5, …, 5.5: 72 to the left of zero, 72 to the right.
  @Test func coloursCellsBySign() {
    let map = HeatMap(resolution: 12) { points in points.map { $0.x < 0 ? -1 : 1 } }
    let body = map.svg().components(separatedBy: "</style>")[1]
    #expect(SVGReading.coveredCells("low s8", in: body) == 72)
    #expect(SVGReading.coveredCells("high s8", in: body) == 72)
    #expect(body.contains(#"d="M0 0h6v12h-6z""#) && body.contains(#"d="M6 0h6v12h-6z""#))
  }

  /// The lowest row of the plane is the picture's last.
  @Test func putsLowValuesBelow() {
    let body = HeatMap(resolution: 4) { points in points.map { $0.y < -3 ? 1 : 0 } }.svg()
    #expect(body.contains(#"d="M0 3h4v1h-4z""#))
  }

  @Test func clampsAndLeavesHoles() {
    let svg = HeatMap(resolution: 2) { _ in [9, -9, .nan, 0] }.svg()
    #expect(SVGReading.coveredCells("high s8", in: svg.components(separatedBy: "</style>")[1]) == 1)
    #expect(SVGReading.coveredCells("low s8", in: svg.components(separatedBy: "</style>")[1]) == 1)
    #expect(SVGReading.isWellFormed(svg))
  }

  @Test func passesErrorsOn() {
    struct Refused: Error {}
    #expect(throws: Refused.self) { try HeatMap { _ in throw Refused() } }
  }

  /// A circle in 60 × 60 cells in all its shades takes less than 24 kB, the style sheet among them.
  @Test func staysSmall() {
    let map = HeatMap { points in points.map { 1 - ($0.x * $0.x + $0.y * $0.y) / 18 } }
    #expect(map.svg().utf8.count < 24_000)
    #expect(SVGReading.count(#"path class="boundary""#, in: map.svg()) == 1)
  }
}
