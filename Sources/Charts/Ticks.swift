import Foundation

/// A labelled value of an axis.
struct Tick: Equatable, Sendable {
  var value: Double
  var label: String
}

/// A step of 1, 2 or 5 times a power of ten.
///
/// Multiples are computed from whole numbers, so that 0.3 is 0.3 and not three times 0.1.
struct NiceStep: Equatable, Sendable {
  /// 1, 2 or 5; up to 9 for values that are not labelled.
  let digit: Int
  let exponent: Int

  /// The steps around a value in ascending order; some are below and some above.
  private static func neighbors(of value: Double) -> [NiceStep] {
    precondition(value.isFinite && value > 0, "A step is positive, received \(value).")
    let exponent = Int(log10(value).rounded(.down))
    // log10 may round to the wrong integer, so there is a margin on both sides.
    return (exponent - 1...exponent + 2).flatMap { exponent in
      [1, 2, 5].map { NiceStep(digit: $0, exponent: exponent) }
    }
  }

  var size: Double { value(1) }

  /// A multiple of the step.
  func value(_ count: Int) -> Double {
    let product = Double(count * digit)
    return exponent < 0 ? product / pow(10, Double(-exponent)) : product * pow(10, Double(exponent))
  }

  /// The largest multiple at or below the value and the smallest at or above it, as counts.
  func counts(around value: Double) -> (below: Int, above: Int) {
    let count = value / size
    let nearest = count.rounded()
    if abs(count - nearest) <= 1e-9 * max(1, abs(count)) { return (Int(nearest), Int(nearest)) }
    return (Int(count.rounded(.down)), Int(count.rounded(.up)))
  }
}

extension NiceStep {
  /// The smallest such step that is at least `minimum`.
  ///
  /// - Precondition: `minimum` is finite and positive.
  init(atLeast minimum: Double) {
    self = Self.neighbors(of: minimum).first { $0.size >= minimum * (1 - 1e-9) }!
  }

  /// The largest such step that is at most `maximum`.
  ///
  /// - Precondition: `maximum` is finite and positive.
  init(atMost maximum: Double) {
    self = Self.neighbors(of: maximum).last { $0.size <= maximum * (1 + 1e-9) }!
  }
}

package enum Ticks {
  /// The multiples of a step within a range, in ascending order.
  static func linear(in range: ClosedRange<Double>, step: NiceStep) -> [Tick] {
    let first = step.counts(around: range.lowerBound).above
    let last = step.counts(around: range.upperBound).below
    guard first <= last else { return [] }
    let values = (first...last).map(step.value)
    let decimals = decimals(for: step, largest: values.map(abs).max() ?? 0)
    return values.map { Tick(value: $0, label: label($0, decimals)) }
  }

  /// The multiples by 1, 2 and 5 of the powers of ten within a range; of more than `limit`, powers of ten only.
  static func logarithmic(in range: ClosedRange<Double>, limit: Int) -> [Tick] {
    let exponents = Int(log10(range.lowerBound).rounded(.down))...Int(log10(range.upperBound).rounded(.up))
    func ticks(_ digits: [Int], every stride: Int = 1) -> [Tick] {
      var ticks: [Tick] = []
      for exponent in exponents where exponent % stride == 0 {
        for step in digits.map({ NiceStep(digit: $0, exponent: exponent) }) {
          let isBelow = step.size < range.lowerBound * (1 - 1e-9)
          let isAbove = step.size > range.upperBound * (1 + 1e-9)
          if isBelow || isAbove { continue }
          ticks.append(
            Tick(value: step.size, label: label(step.size, decimals(for: step, largest: step.size))))
        }
      }
      return ticks
    }
    let fine = ticks([1, 2, 5])
    if fine.count <= limit { return fine }
    for stride in 1..<exponents.count {
      let coarse = ticks([1], every: stride)
      if coarse.count <= limit { return coarse }
    }
    return fine
  }

  /// The other multiples of the powers of ten within a range; of more than six powers, the powers only.
  static func minor(in range: ClosedRange<Double>, between ticks: [Tick]) -> [Double] {
    let exponents = Int(log10(range.lowerBound).rounded(.down))...Int(log10(range.upperBound).rounded(.up))
    guard exponents.count <= 40 else { return [] }
    let digits = exponents.count <= 7 ? Array(1...9) : [1]
    let values: [Double] = exponents.flatMap { exponent in
      digits.map { NiceStep(digit: $0, exponent: exponent).size }
    }
    let labelled = Set(ticks.map(\.value))
    let (least, most) = (range.lowerBound * (1 - 1e-9), range.upperBound * (1 + 1e-9))
    return values.filter { $0 >= least && $0 <= most && !labelled.contains($0) }
  }

  /// A whole number with commas between its thousands from 10,000 on.
  static func grouped(_ text: String) -> String {
    let digits = text.drop { $0 == "-" }
    guard digits.count >= 5, digits.allSatisfy(\.isNumber) else { return text }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return text.hasPrefix("-") ? "-" + result : result
  }

  /// The number to three digits: 0.0914, 12.3, 2000, 3.1e13.
  package static func short(_ value: Double) -> String {
    if abs(value) >= 100 && abs(value) < 1e6 { return String(format: "%.0f", value) }
    return tidied(String(format: "%.3g", value))
  }

  /// The notation of a step's multiples.
  private enum Decimals {
    case plain(Int)
    case scientific(Int)
  }

  private static func decimals(for step: NiceStep, largest: Double) -> Decimals {
    if largest <= 1e6 && (step.exponent >= -5 || largest >= 1) && step.exponent >= -12 {
      return .plain(max(0, -step.exponent))
    }
    let leading = largest > 0 ? Int(log10(largest * (1 + 1e-9)).rounded(.down)) : 0
    return .scientific(max(0, leading - step.exponent))
  }

  private static func label(_ value: Double, _ decimals: Decimals) -> String {
    switch decimals {
    case .plain(let count): return grouped(String(format: "%.\(count)f", value == 0 ? 0 : value))
    case .scientific(let count):
      if value == 0 { return "0" }
      return tidied(String(format: "%.\(count)e", value))
    }
  }

  /// The exponent without a plus and leading zeros: 2e+05 becomes 2e5.
  private static func tidied(_ text: String) -> String {
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    return "\(parts[0])e\(exponent)"
  }
}
