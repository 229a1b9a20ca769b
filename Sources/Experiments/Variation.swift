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
    let label: String
    /// Sets the value in a description.
    let apply: @Sendable (inout Base) -> Void

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
  var choices: [Choice] {
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

  /// Varies a setting within a range, for random search.
  init(_ name: String, _ range: DrawnRange, _ assign: @escaping @Sendable (inout Base, Double) -> Void) {
    self.name = name
    source = .range(text: range.text) { share in
      let value = range.value(at: share)
      return Choice(range.text(of: value)) { assign(&$0, value) }
    }
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
    self.init(name ?? propertyName(path), DrawnRange(range, scale)) { $0[keyPath: path] = $1 }
  }

  /// Varies a whole-number setting within a range that includes both ends, for random search.
  public init(
    _ path: WritableKeyPath<Base, Int> & Sendable, in range: ClosedRange<Int>,
    scale: Axis.Scale, named name: String? = nil
  ) {
    let drawn = DrawnRange(Double(range.lowerBound)...Double(range.upperBound), scale, isWhole: true)
    self.init(name ?? propertyName(path), drawn) { $0[keyPath: path] = Int($1) }
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
  /// Whether its values are whole numbers, both ends included.
  private let isWhole: Bool

  /// Creates a range.
  ///
  /// - Precondition: the ends are finite, and above 0 on a logarithmic scale; those of whole numbers within ±2⁵³.
  init(_ range: ClosedRange<Double>, _ scale: Axis.Scale, isWhole: Bool = false) {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    precondition(lower.isFinite && upper.isFinite, "A range has finite ends, received \(lower)…\(upper).")
    precondition(
      scale == .linear || lower > 0, "A logarithmic range begins above 0, received \(lower).")
    precondition(
      !isWhole || max(abs(lower), abs(upper)) <= Double(1 << 53),
      "A range of whole numbers has ends of at most 2⁵³, received \(lower)…\(upper).")
    (self.lower, self.upper, self.scale, self.isWhole) = (lower, upper, scale, isWhole)
  }

  /// The range in an experiment's description.
  var text: String {
    "\(text(of: lower)) to \(text(of: upper))" + (scale == .logarithmic ? ", logarithmic" : "")
  }

  func text(of value: Double) -> String { isWhole ? "\(Int(value))" : "\(value)" }

  /// The value at a share of the range.
  ///
  ///     linear:  lower + share · (upper − lower)        logarithmic:  lower · (upper / lower)^share
  ///
  /// It is rounded to three significant digits for readable results. Whole numbers are rounded down, of a range that
  /// ends at upper + 1: on a linear scale all are equally likely, on a logarithmic scale each covers the interval up
  /// to the next.
  /// - Parameter share: in [0, 1).
  func value(at share: Double) -> Double {
    let end = isWhole ? upper + 1 : upper
    let value =
      scale == .logarithmic
      ? lower * pow(end / lower, share)
      : (end - lower).isFinite ? lower + share * (end - lower) : lower * (1 - share) + end * share
    let rounded = isWhole ? value.rounded(.down) : Double(String(format: "%.3g", value)) ?? value
    return min(max(rounded, lower), upper)
  }
}
