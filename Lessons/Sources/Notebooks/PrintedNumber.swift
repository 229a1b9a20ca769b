import Foundation

/// A number as a text prints it.
struct PrintedNumber: Equatable {
  /// As printed: `12,500`, `67 %`.
  var text: String
  var value: Double
  /// A unit of the last digit: 0.01 for 0.37.
  var unit: Double
  var isPercent: Bool
  /// A whole number's zeros at its end do not count.
  var significantDigits: Int
  /// The words before it in the line.
  var before: String

  /// Whether another number, rounded to the digits of this one, is this one; signs do not count.
  func isRounded(_ other: PrintedNumber) -> Bool {
    switch (isPercent, other.isPercent) {
    case (true, false): abs(other.value) <= 1 && isRounded(100 * other.value)
    case (false, true): isRounded(other.value / 100)
    default: isRounded(other.value)
    }
  }

  func isRounded(_ other: Double) -> Bool {
    abs(abs(other) - abs(value)) <= unit / 2 * (1 + 1e-9) + 1e-12 * abs(value)
  }

  /// The numbers of a line that are no part of a name (`L2`, `8-8`, `3D`) and no time (`1.5 s`).
  static func list(in line: String) -> [PrintedNumber] {
    let pattern =
      /[-−]?(\d[\d_]*(?:,\d{3})*(?:\.\d+)?|\.\d+)(?:[eE]([-+−]?\d+))?(\s?%)?(\s?(?:s|ms|µs|ns|min|seconds|minutes|hours)\b)?/
    return line.matches(of: pattern).compactMap { match in
      let before = line[..<match.range.lowerBound], after = line[match.range.upperBound...]
      let isTime = match.4 != nil
      // A hyphen between digits joins a name: 8-8.
      let isJoined = match.0.hasPrefix("-") && before.last.map { $0.isLetter || $0.isNumber } ?? false
      let isName = isJoined || before.last.map { $0.isLetter || $0.isNumber || "_.".contains($0) } ?? false
      let continues =
        after.first.map { $0.isLetter || "⁰¹²³⁴⁵⁶⁷⁸⁹⁻_".contains($0) } ?? false
        || after.wholeMatch(of: /-[\p{L}\d].*/) != nil
      let digits = match.1.filter { $0 != "," && $0 != "_" }
      let exponent = match.2.flatMap { Int($0.replacing("−", with: "-")) } ?? 0
      guard !isTime, !isName, !continues, let value = Double("\(digits)e\(exponent)") else { return nil }
      let decimals = digits.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count
      let significant = digits.filter(\.isNumber).drop { $0 == "0" }
      let zeros = decimals == nil ? significant.reversed().prefix { $0 == "0" }.count : 0
      return PrintedNumber(
        text: String(match.0), value: value, unit: pow(10, Double(exponent - (decimals ?? 0))),
        isPercent: match.3 != nil, significantDigits: significant.count - zeros, before: String(before))
    }
  }
}
