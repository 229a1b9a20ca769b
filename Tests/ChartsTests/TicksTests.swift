import Testing

@testable import Charts

@Suite struct TicksTests {
  @Test(arguments: [
    (0.3, 0.5), (1, 1), (1.01, 2), (2.5, 5), (6, 10), (0.02, 0.02), (0.0051, 0.01), (1e300, 1e300),
    (3e-9, 5e-9),
  ])
  func takesTheNextNiceStep(minimum: Double, expected: Double) {
    #expect(NiceStep(atLeast: minimum).size == expected)
  }

  @Test(arguments: [(0.3, 0.2), (1, 1), (4.9, 2), (9, 5), (0.1, 0.1)])
  func takesTheNiceStepBefore(maximum: Double, expected: Double) {
    #expect(NiceStep(atMost: maximum).size == expected)
  }

  /// Three times 0.1 is 0.30000000000000004.
  @Test func computesValuesExactly() {
    #expect(NiceStep(digit: 1, exponent: -1).value(3) == 0.3)
    #expect(NiceStep(digit: 5, exponent: 2).value(-3) == -1500)
  }

  static let linear: [(range: ClosedRange<Double>, step: NiceStep, labels: [String])] = [
    (0.06...0.31, .init(digit: 5, exponent: -2), ["0.10", "0.15", "0.20", "0.25", "0.30"]),
    (-1...1, .init(digit: 5, exponent: -1), ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
    (1...60, .init(digit: 2, exponent: 1), ["20", "40", "60"]),
    (0...2e13, .init(digit: 1, exponent: 13), ["0", "1e13", "2e13"]),
    (0...2e13, .init(digit: 5, exponent: 12), ["0", "5.0e12", "1.0e13", "1.5e13", "2.0e13"]),
    (1e-7...3e-7, .init(digit: 1, exponent: -7), ["1e-7", "2e-7", "3e-7"]),
    (0.31...0.39, .init(digit: 5, exponent: -1), []),
  ]

  @Test(arguments: linear) func namesLinearValues(
    range: ClosedRange<Double>, step: NiceStep, labels: [String]
  ) {
    #expect(Ticks.linear(in: range, step: step).map(\.label) == labels)
  }

  static let logarithmic: [(range: ClosedRange<Double>, limit: Int, labels: [String])] = [
    (0.02...1, 6, ["0.02", "0.05", "0.1", "0.2", "0.5", "1"]),
    (0.02...1, 5, ["0.1", "1"]),
    (1e-9...1, 5, ["1e-8", "1e-6", "0.0001", "0.01", "1"]),
  ]

  @Test(arguments: logarithmic) func namesLogarithmicValues(
    range: ClosedRange<Double>, limit: Int, labels: [String]
  ) {
    #expect(Ticks.logarithmic(in: range, limit: limit).map(\.label) == labels)
  }

  @Test(arguments: [
    (0.09144, "0.0914"), (12.34, "12.3"), (2000, "2000"), (3.14e13, "3.14e13"), (0, "0"), (1.5e-7, "1.5e-7"),
    (999_999, "999999"), (-0.5, "-0.5"),
  ])
  func writesShortFigures(value: Double, text: String) {
    #expect(Ticks.short(value) == text)
  }

  /// By hand: 2 to 9 and 20 to 90 are between the labels.
  @Test func marksWhatIsNotLabelled() {
    let labelled = [1.0, 10, 100].map { Tick(value: $0, label: "") }
    let minor = Ticks.minor(in: 1...100, between: labelled)
    #expect(minor == [2, 3, 4, 5, 6, 7, 8, 9, 20, 30, 40, 50, 60, 70, 80, 90])
    #expect(Ticks.minor(in: 1...1e9, between: labelled).count == 7)
  }

  @Test(arguments: [
    ("531969", "531,969"), ("4993", "4993"), ("-1234567", "-1,234,567"), ("10000", "10,000"),
    ("0.00001", "0.00001"), ("2e13", "2e13"),
  ])
  func separatesThousands(text: String, expected: String) {
    #expect(Ticks.grouped(text) == expected)
  }
}
