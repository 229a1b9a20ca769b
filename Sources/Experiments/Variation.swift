import Charts
import Foundation
import Pipelines

/// A setting that an experiment varies, and its values.
///
///     Variation(\PlaygroundRun.learningRate, [0.03, 0.3, 3])
///     Variation("width", ["narrow": { $0.hidden = [8] }, "wide": { $0.hidden = [26] }])
public struct Variation<Base: Sendable>: Sendable {
  /// One value of the setting.
  public struct Choice: Sendable {
    /// The value as a short text: `0.3`.
    public let label: String
    /// Sets the value in a description.
    public let apply: @Sendable (inout Base) -> Void

    public init(_ label: String, _ apply: @escaping @Sendable (inout Base) -> Void) {
      self.label = label
      self.apply = apply
    }
  }

  /// The source of the values.
  enum Source: Sendable {
    case list([Choice])
    /// The value at a share in [0, 1) of a range; for random search only.
    case range(text: String, at: @Sendable (_ share: Double) -> Choice)
  }

  /// The setting's name.
  public let name: String
  let source: Source

  /// The values; empty for a range.
  public var choices: [Choice] {
    switch source {
    case .list(let choices): choices
    case .range: []
    }
  }

  /// Varies a setting by one or more named changes.
  public init(
    _ name: String, _ changes: KeyValuePairs<String, @Sendable (inout Base) -> Void>
  ) {
    self.init(name, choices: changes.map { Choice($0.key, $0.value) })
  }

  /// Varies a setting by one or more choices.
  public init(_ name: String, choices: [Choice]) {
    precondition(!choices.isEmpty, "A variation has one value or more, received none for \(name).")
    self.name = name
    source = .list(choices)
  }

  init(_ name: String, range text: String, at: @escaping @Sendable (_ share: Double) -> Choice) {
    self.name = name
    source = .range(text: text, at: at)
  }

  /// Varies the setting of a key path by values.
  ///
  /// - Parameters:
  ///   - path: the setting.
  ///   - values: its values, one or more.
  ///   - name: its name. Default: the property's name.
  public init<Value: Sendable>(
    _ path: WritableKeyPath<Base, Value> & Sendable, _ values: [Value], named name: String? = nil
  ) {
    self.init(
      name ?? propertyName(path),
      choices: values.map { value in Choice(settingText(of: value)) { $0[keyPath: path] = value } })
  }

  /// Varies the setting of a key path by named values.
  public init<Value: Sendable>(
    _ path: WritableKeyPath<Base, Value> & Sendable, _ values: KeyValuePairs<String, Value>,
    named name: String? = nil
  ) {
    self.init(
      name ?? propertyName(path),
      choices: values.map { label, value in Choice(label) { $0[keyPath: path] = value } })
  }

  /// Varies the setting of a key path within a range, for random search.
  ///
  /// - Parameters:
  ///   - path: the setting.
  ///   - range: its values; above 0 on a logarithmic scale.
  ///   - scale: whether equal differences or equal ratios are equally likely.
  ///   - name: its name. Default: the property's name.
  public init(
    _ path: WritableKeyPath<Base, Double> & Sendable, in range: ClosedRange<Double>,
    scale: Axis.Scale, named name: String? = nil
  ) {
    let drawing = DrawnRange(range, scale)
    self.init(name ?? propertyName(path), range: drawing.text) { share in
      let value = drawing.value(at: share)
      return Choice(settingText(of: value)) { $0[keyPath: path] = value }
    }
  }

  /// The experiment with a whole-number setting varied within a range that includes both ends.
  public init(
    _ path: WritableKeyPath<Base, Int> & Sendable, in range: ClosedRange<Int>,
    scale: Axis.Scale, named name: String? = nil
  ) {
    let drawing = DrawnRange(range, scale)
    self.init(name ?? propertyName(path), range: drawing.text) { share in
      let value = drawing.wholeValue(at: share)
      return Choice("\(value)") { $0[keyPath: path] = value }
    }
  }
}

/// The name for a property that a key path does not name.
let unnamedProperty = "variation"

/// The name of the property at a key path's end, if the path's description has it.
func propertyName(_ path: AnyKeyPath) -> String {
  let text = "\(path)"
  let name = text.split(separator: ".").last.map(String.init) ?? ""
  return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? name : unnamedProperty
}

/// A range of values for random search.
struct DrawnRange: Sendable {
  private let lower: Double
  private let upper: Double
  private let scale: Axis.Scale
  private let isWhole: Bool

  /// Creates a range.
  ///
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

  /// The range in an experiment's description.
  var text: String {
    let ends = isWhole ? "\(Int(lower)) to \(Int(upper))" : "\(lower) to \(upper)"
    return ends + (scale == .logarithmic ? ", logarithmic" : "")
  }

  /// The value at a share of the range, rounded to three significant digits for readable results.
  ///
  ///     linear:  lower + share · (upper − lower)        logarithmic:  lower · (upper / lower)^share
  ///
  /// - Parameter share: in [0, 1).
  func value(at share: Double) -> Double {
    let value = scale == .linear ? lower + share * (upper - lower) : lower * pow(upper / lower, share)
    return min(max(Double(String(format: "%.3g", value)) ?? value, lower), upper)
  }

  /// The whole number at a share of the range: on a linear scale all are equally likely; on a logarithmic scale
  /// each covers the interval up to the next.
  func wholeValue(at share: Double) -> Int {
    let end = upper + 1
    let value = scale == .linear ? lower + share * (end - lower) : lower * pow(end / lower, share)
    return min(max(Int(value.rounded(.down)), Int(lower)), Int(upper))
  }
}
