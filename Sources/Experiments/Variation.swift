import Charts
import Pipelines

/// A setting that an experiment varies, and what it becomes.
///
///     Variation(\PlaygroundRun.learningRate, [0.03, 0.3, 3])
///     Variation("width", ["narrow": { $0.hidden = [8] }, "wide": { $0.hidden = [26] }])
public struct Variation<Base: Sendable>: Sendable {
  /// One value of the setting.
  public struct Choice: Sendable {
    /// The value as a short text: `0.3`.
    public let label: String
    /// Changes a description so that it has the value.
    public let apply: @Sendable (inout Base) -> Void

    public init(_ label: String, _ apply: @escaping @Sendable (inout Base) -> Void) {
      self.label = label
      self.apply = apply
    }
  }

  /// Where the values come from.
  enum Source: Sendable {
    case list([Choice])
    /// The value at a share, in [0, 1), of a range; for random search alone.
    case range(text: String, at: @Sendable (_ share: Double) -> Choice)
  }

  /// What the setting is called.
  public let name: String
  let source: Source

  /// The values; none of a range, from which random search draws.
  public var choices: [Choice] {
    switch source {
    case .list(let choices): choices
    case .range: []
    }
  }

  /// Varies a setting by changes with names.
  ///
  /// - Precondition: one change or more.
  public init(
    _ name: String, _ changes: KeyValuePairs<String, @Sendable (inout Base) -> Void>
  ) {
    self.init(name, choices: changes.map { Choice($0.key, $0.value) })
  }

  /// - Precondition: one choice or more.
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
  ///   - values: one or more.
  ///   - name: what it is called. Default: the property's name.
  public init<Value: Sendable>(
    _ path: WritableKeyPath<Base, Value> & Sendable, _ values: [Value], named name: String? = nil
  ) {
    self.init(
      name ?? propertyName(path),
      choices: values.map { value in Choice(settingText(of: value)) { $0[keyPath: path] = value } })
  }

  /// Varies the setting of a key path by values with names.
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
  ///   - name: what it is called. Default: the property's name.
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

  /// The same for a whole number, both ends of the range among its values.
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

/// The name of the property at a key path's end, where the path says it.
func propertyName(_ path: AnyKeyPath) -> String {
  let text = "\(path)"
  let name = text.split(separator: ".").last.map(String.init) ?? ""
  return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? name : "variation"
}
