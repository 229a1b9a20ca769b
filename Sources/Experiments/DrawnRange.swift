import Charts
import Foundation
import Pipelines

/// A range of values, of which random search draws some.
struct DrawnRange: Sendable {
  private let lower: Double
  private let upper: Double
  private let scale: Axis.Scale
  private let isWhole: Bool

  /// - Precondition: the ends are finite, and above 0 on a logarithmic scale.
  init(_ range: ClosedRange<Double>, _ scale: Axis.Scale) {
    self.init(range.lowerBound, range.upperBound, scale, isWhole: false)
  }

  init(_ range: ClosedRange<Int>, _ scale: Axis.Scale) {
    self.init(Double(range.lowerBound), Double(range.upperBound), scale, isWhole: true)
  }

  private init(_ lower: Double, _ upper: Double, _ scale: Axis.Scale, isWhole: Bool) {
    precondition(lower.isFinite && upper.isFinite, "A range has finite ends, received \(lower)…\(upper).")
    precondition(
      scale == .linear || lower > 0, "A logarithmic range begins above 0, received \(lower).")
    (self.lower, self.upper, self.scale, self.isWhole) = (lower, upper, scale, isWhole)
  }

  /// What a description says of it.
  var text: String {
    let ends = isWhole ? "\(Int(lower)) to \(Int(upper))" : "\(lower) to \(upper)"
    return ends + (scale == .logarithmic ? ", logarithmic" : "")
  }

  /// The value at a share of the range, rounded to three significant digits: more only hide what was tried.
  ///
  ///     linear:  lower + share · (upper − lower)        logarithmic:  lower · (upper / lower)^share
  ///
  /// - Parameter share: in [0, 1).
  func value(at share: Double) -> Double {
    let value = scale == .linear ? lower + share * (upper - lower) : lower * pow(upper / lower, share)
    return min(max(Double(String(format: "%.3g", value)) ?? value, lower), upper)
  }

  /// The whole number at a share of the range: each takes an equal part of a linear one, and of a logarithmic
  /// one the part from itself to the next.
  func wholeValue(at share: Double) -> Int {
    let end = upper + 1
    let value = scale == .linear ? lower + share * (end - lower) : lower * pow(end / lower, share)
    return min(max(Int(value.rounded(.down)), Int(lower)), Int(upper))
  }
}
