import Foundation

/// The values that a hyperparameter may take.
///
///     ParameterRange.numbers(from: 1e-4, to: 0.1, logarithmic: true)
///     ParameterRange.wholeNumbers(from: 16, to: 512, step: 16)
///     ParameterRange.choices(["relu", "mish"])
///
/// A value is stored as a number: itself, or the index of a choice.
public struct ParameterRange: Sendable, Hashable {
  /// What the values are.
  public enum Kind: Sendable, Hashable {
    case numbers
    case wholeNumbers
    case choices
  }

  /// What the values are.
  public let kind: Kind
  /// The smallest value; of choices 0.
  public let lower: Double
  /// The largest value, a whole number of steps above the smallest; of choices the last index.
  public let upper: Double
  /// The distance of neighbouring values; `nil` where all numbers between the ends are values.
  public let step: Double?
  /// Whether equal ratios count as much as each other, rather than equal differences.
  public let isLogarithmic: Bool
  /// The choices; empty for numbers.
  public let choices: [ParameterValue]

  /// Numbers between two ends, which are included.
  ///
  /// - Parameters:
  ///   - lower: the smallest value; above 0 on a logarithmic scale.
  ///   - upper: the largest value; with a step, the last value that is not above it.
  ///   - step: the distance of neighbouring values. Default: all numbers between the ends.
  ///   - logarithmic: whether equal ratios count as much as each other; not with a step.
  public static func numbers(
    from lower: Double, to upper: Double, step: Double? = nil, logarithmic: Bool = false
  ) -> ParameterRange {
    ParameterRange(.numbers, lower, upper, step, logarithmic)
  }

  /// Whole numbers between two ends, which are included.
  ///
  /// - Parameters:
  ///   - lower: the smallest value; above 0 on a logarithmic scale.
  ///   - upper: the largest value, or the last that is not above it.
  ///   - step: the distance of neighbouring values. Default: 1, the only one on a logarithmic scale.
  ///   - logarithmic: whether equal ratios count as much as each other.
  public static func wholeNumbers(
    from lower: Int, to upper: Int, step: Int = 1, logarithmic: Bool = false
  ) -> ParameterRange {
    ParameterRange(.wholeNumbers, Double(lower), Double(upper), Double(step), logarithmic)
  }

  /// Values without order.
  ///
  /// - Precondition: there is one or more, each once.
  public static func choices(_ choices: [ParameterValue]) -> ParameterRange {
    precondition(!choices.isEmpty, "A parameter has one choice or more, received none.")
    precondition(Set(choices).count == choices.count, "Each choice is there once, received \(choices).")
    return ParameterRange(.choices, 0, Double(choices.count - 1), 1, false, choices)
  }

  private init(
    _ kind: Kind, _ lower: Double, _ upper: Double, _ step: Double?, _ isLogarithmic: Bool,
    _ choices: [ParameterValue] = []
  ) {
    if let problem = Self.problem(kind, from: lower, to: upper, step: step, logarithmic: isLogarithmic) {
      preconditionFailure("A range \(problem).")
    }
    (self.kind, self.lower, self.step, self.isLogarithmic) = (kind, lower, step, isLogarithmic)
    self.choices = choices
    // A last step that is complete but for rounding counts.
    self.upper =
      step.map { min(upper, lower + (((upper - lower) / $0 * (1 + 1e-12)).rounded(.down)) * $0) } ?? upper
  }

  /// What is wrong with the ends and the step of a range, as the rest of a sentence; `nil` if nothing is.
  package static func problem(
    _ kind: Kind, from lower: Double, to upper: Double, step: Double?, logarithmic: Bool
  ) -> String? {
    if !lower.isFinite || !upper.isFinite || !(upper - lower).isFinite {
      return "from \(lower) to \(upper) is too wide"
    }
    if lower > upper { return "ends at \(upper), below its begin \(lower)" }
    if logarithmic && lower <= 0 { return "on a logarithmic scale begins above 0, received \(lower)" }
    if let step {
      if !step.isFinite || step <= 0 { return "has a step above 0, received \(step)" }
      if logarithmic && (kind == .numbers || step != 1) {
        return "on a logarithmic scale has no step, received \(step)"
      }
    }
    if kind == .wholeNumbers && max(abs(lower), abs(upper)) > 0x1p53 {
      return "of whole numbers has ends within ±2⁵³, received \(lower) and \(upper)"
    }
    return nil
  }

  /// How many values there are; `nil` where all numbers between the ends are.
  public var count: Int? {
    if lower == upper { return 1 }
    return step.flatMap { Int(exactly: ((upper - lower) / $0).rounded() + 1) }
  }

  /// The value that people see: a number or the choice of an index.
  public func value(of number: Double) -> ParameterValue {
    switch kind {
    case .numbers: .number(number)
    case .wholeNumbers: .wholeNumber(Int(number))
    case .choices: choices[Int(number)]
    }
  }

  /// The number of a value that people see; `nil` if it is none of this range.
  public func number(of value: ParameterValue) -> Double? {
    if kind == .choices { return choices.firstIndex(of: value).map(Double.init) }
    guard let number = value.number, contains(number) else { return nil }
    return kind == .numbers || number == number.rounded() ? number : nil
  }

  /// Whether a number lies within the ends; of choices, whether it is an index.
  func contains(_ number: Double) -> Bool {
    number >= lower && number <= upper && (kind != .choices || number == number.rounded())
  }

  // MARK: - The line on which samplers work

  /// The ends of the line on which values have their places: their logarithms on a logarithmic scale, where half a
  /// step is added at either end so that all values have equal room.
  var line: ClosedRange<Double> { place(of: lower - room)...place(of: upper + room) }

  /// Half a step.
  var room: Double { (step ?? 0) / 2 }

  /// The place of a number on the line.
  func place(of number: Double) -> Double { isLogarithmic ? log(number) : number }

  /// The value nearest to a place on the line.
  func number(at place: Double) -> Double {
    let number = isLogarithmic ? exp(place) : place
    guard let step else { return min(max(number, lower), upper) }
    // Halves are rounded to even, as NumPy rounds them.
    return min(max(lower + ((number - lower) / step).rounded(.toNearestOrEven) * step, lower), upper)
  }

  /// The value at a share in [0, 1) of the line: shares that are uniform give values that are.
  func number(atShare share: Double) -> Double {
    number(at: line.lowerBound + share * (line.upperBound - line.lowerBound))
  }

  /// The values of a grid in ascending order; where there are more, as many as `most` over the whole range.
  func grid(most: Int) -> [Double] {
    if let count, count <= most || kind == .choices {
      return (0..<count).map { min(lower + Double($0) * (step ?? 0), upper) }
    }
    let (first, last) = (place(of: lower), place(of: upper))
    let values = (0..<most).map { index in
      guard most > 1 else { return number(at: (first + last) / 2) }
      // Logarithms are rounded: the ends are not taken from them.
      if index == 0 || index == most - 1 { return index == 0 ? lower : upper }
      return number(at: first + (last - first) * Double(index) / Double(most - 1))
    }
    // On a logarithmic scale neighbours may be the same whole number.
    return values.indices.filter { $0 == 0 || values[$0] != values[$0 - 1] }.map { values[$0] }
  }
}

/// A value of a hyperparameter as people see it.
public enum ParameterValue: Sendable, Hashable {
  case number(Double)
  case wholeNumber(Int)
  case text(String)
  case flag(Bool)
  /// No value: `null` in files.
  case missing

  /// The value as a number, if it is one.
  public var number: Double? {
    switch self {
    case .number(let number): number
    case .wholeNumber(let number): Double(number)
    case .text, .flag, .missing: nil
    }
  }
}

extension ParameterValue: CustomStringConvertible {
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .wholeNumber(let number): "\(number)"
    case .text(let text): text
    case .flag(let flag): "\(flag)"
    case .missing: "null"
    }
  }
}

extension ParameterValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral
{
  public init(stringLiteral text: String) { self = .text(text) }
  public init(integerLiteral number: Int) { self = .wholeNumber(number) }
  public init(floatLiteral number: Double) { self = .number(number) }
  public init(booleanLiteral flag: Bool) { self = .flag(flag) }
}
