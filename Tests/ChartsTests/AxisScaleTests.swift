import Testing

@testable import Charts

@Suite struct AxisScaleTests {
  @Test func endsAtNamedValues() {
    let scale = AxisScale(Axis("loss"), values: [0.31, 0.06, .nan, .infinity], tickLimit: 4)
    #expect(scale.lowerBound == 0 && scale.upperBound == 0.4)
    #expect(scale.ticks.map(\.label) == ["0.0", "0.1", "0.2", "0.3", "0.4"])
    #expect(scale.fraction(of: 0.1) == 0.25)
    #expect(scale.fraction(of: .nan) == nil && scale.fraction(of: -.infinity) == nil)
  }

  @Test func endsWhereTheDataDoes() {
    let axis = Axis("epoch", isCount: true, endsAtTicks: false)
    let scale = AxisScale(axis, values: [1, 61], tickLimit: 8)
    #expect(scale.lowerBound == 1 && scale.upperBound == 61)
    #expect(scale.ticks.map(\.value) == [10, 20, 30, 40, 50, 60])
    #expect(scale.fraction(of: 31) == 0.5)
  }

  @Test func countsInWholeNumbers() {
    let axis = Axis("epoch", isCount: true, endsAtTicks: false)
    #expect(AxisScale(axis, values: [1, 3], tickLimit: 9).ticks.map(\.label) == ["1", "2", "3"])
    let single = AxisScale(axis, values: [1], tickLimit: 9)
    #expect(single.ticks.map(\.label) == ["1"])
    #expect(single.fraction(of: 1) == 0.5)
  }

  @Test func takesEqualRatiosAsEqualLengths() throws {
    let scale = AxisScale(Axis("loss", scale: .logarithmic), values: [0.003, 5, -1, 0], tickLimit: 5)
    #expect(scale.lowerBound == 0.002 && scale.upperBound == 5)
    #expect(scale.ticks.map(\.label) == ["0.01", "0.1", "1"])
    #expect(abs(try #require(scale.fraction(of: 0.1)) - 0.5) < 1e-12)
    #expect(scale.fraction(of: 0) == nil && scale.fraction(of: -1) == nil)
  }

  @Test(
    arguments: [
      0 ... .leastNonzeroMagnitude, .leastNonzeroMagnitude ... .leastNormalMagnitude / 8,
      -1e-300...1e-300, -1.7e308...1.7e308, 1e308...1.7e308, 1e300...1e308,
    ] as [ClosedRange<Double>])
  func drawsWhatItCanOfAnyRange(_ range: ClosedRange<Double>) {
    for scale in [Axis.Scale.linear, .logarithmic] where scale == .linear || range.lowerBound > 0 {
      let drawn = AxisScale(Axis("any", scale: scale, range: range), values: [], tickLimit: 8)
      #expect(drawn.lowerBound < drawn.upperBound && drawn.upperBound <= 2e300)
      for fraction in drawn.ticks.compactMap({ drawn.fraction(of: $0.value) }) {
        #expect(fraction >= -1e-6 && fraction <= 1 + 1e-6)
      }
    }
  }

  @Test(arguments: [Axis.Scale.linear, .logarithmic], [false, true])
  func holdsForAnyValues(scale: Axis.Scale, endsAtTicks: Bool) throws {
    let axis = Axis("any", scale: scale, endsAtTicks: endsAtTicks)
    let figures: [Double] = [
      0, .leastNonzeroMagnitude, .leastNormalMagnitude / 4, 1e-300, 1e-9, 0.1, 0.1.nextUp, 1, 1 + 1e-9, 3, 7,
      1e6, 1e22, 1e300, 1.7e308, .nan,
      .infinity,
    ]
    for a in figures + figures.map({ -$0 }) {
      for b in figures {
        let fitted = AxisScale(axis, values: [a, b], tickLimit: 6)
        #expect(fitted.lowerBound < fitted.upperBound, "\(a), \(b)")
        #expect(fitted.ticks.count <= 9, "\(a), \(b)")
        #expect(Set(fitted.ticks.map(\.label)).count == fitted.ticks.count, "\(a), \(b): \(fitted.ticks)")
        for value in [a, b] + fitted.ticks.map(\.value) {
          guard let fraction = fitted.fraction(of: value) else { continue }
          #expect(fraction >= -1e-6 && fraction <= 1 + 1e-6, "\(a), \(b): \(value) at \(fraction)")
        }
      }
    }
  }
}
