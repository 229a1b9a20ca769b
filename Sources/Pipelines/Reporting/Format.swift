import Foundation
import Tabular

/// Numbers and words as people read them.
package enum Format {
  /// A number with four significant digits, large ones with all before the point: `0.09152`, `12.35`,
  /// `153248`.
  package static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : "\(value)" }
    return displayed(value, digits: 4, exponentFrom: 1e9)
  }

  /// A number with two significant digits: `0.0021`, `1e-06`.
  package static func short(_ value: Double) -> String { String(format: "%.2g", value) }

  /// A whole number, its thousands apart: `528,385`.
  package static func integer(_ value: Int) -> String {
    let digits = String(value)
    return String(
      digits.enumerated().flatMap { index, digit in
        index > 0 && (digits.count - index) % 3 == 0 && digits.first != "-" ? [",", digit] : [digit]
      })
  }

  /// What predictions are kept in, each output's: `, kept within 3 to 8`.
  package static func limits(_ ranges: [ClosedRange<Double>]) -> String {
    ", kept within "
      + ranges.map { "\(number($0.lowerBound)) to \(number($0.upperBound))" }.joined(separator: ", ")
  }

  /// A time: `12 ms`, `0.84 s`, `34 s`, `3 min 20 s`, `2 h 5 min`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "?" }
    // From 99.5 ms on two digits would be `1e+02 ms`.
    if seconds < 0.0995 { return String(format: "%.2g ms", seconds * 1000) }
    if seconds < 9.95 { return String(format: "%.2g s", seconds) }
    guard seconds < 1e9 else { return "years" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// A number of things: `1 row`, `2 rows`.
  package static func count(_ number: Int, _ thing: String) -> String {
    "\(integer(number)) \(thing)\(number == 1 ? "" : "s")"
  }

  /// A label and its text, which is broken between words and indented behind the label.
  package static func entry(_ label: String, _ text: String, indent: Int, width: Int) -> String {
    var lines = [label.padding(toLength: indent - 1, withPad: " ", startingAt: 0)]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + 1 + word.count > width && lines[lines.count - 1].count >= indent {
        lines.append(String(repeating: " ", count: indent - 1))
      }
      lines[lines.count - 1] += " " + word
    }
    return lines.joined(separator: "\n")
  }
}
