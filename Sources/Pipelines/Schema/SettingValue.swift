import Yams

/// A type that a value in a file of settings can have, read strictly.
package protocol SettingValue: Sendable {
  /// The type's name in an error: "a whole number".
  static var kind: String { get }
  /// The value as a node of a YAML file.
  var node: Node { get }
  /// The value that a node stands for; `nil` where it is of another type.
  init?(_ node: Node)
}

extension String: SettingValue {
  package static var kind: String { "a text" }

  /// Quoted: a column may be called `yes` or `1.0`.
  package var node: Node { Node(self, .implicit, .doubleQuoted) }

  package init?(_ node: Node) {
    guard case .scalar(let scalar) = node else { return nil }
    // An empty place, `~` and `null` are texts only within quotation marks.
    if scalar.isPlain && node.null != nil { return nil }
    self = scalar.string
  }
}

extension Int: SettingValue {
  package static var kind: String { "a whole number" }
  package var node: Node { Node("\(self)") }

  package init?(_ node: Node) {
    guard case .scalar(let scalar) = node, scalar.isPlain else { return nil }
    self.init(scalar.string)
  }
}

/// Decimal digits with point and exponent; neither NaN nor infinity, and none of YAML's other notations
/// (`1_000`, `0x10`, `1:30`).
extension Double: SettingValue {
  package static var kind: String { "a number" }
  package var node: Node { Node("\(self)") }

  package init?(_ node: Node) {
    guard case .scalar(let scalar) = node, scalar.isPlain,
      scalar.string.allSatisfy({ "0123456789+-.eE".contains($0) }),
      let value = Double(scalar.string), value.isFinite
    else { return nil }
    self = value
  }
}

extension Bool: SettingValue {
  package static var kind: String { "true or false" }
  package var node: Node { Node("\(self)") }

  package init?(_ node: Node) {
    guard case .scalar(let scalar) = node, scalar.isPlain, let value = node.bool else { return nil }
    self = value
  }
}

extension Node.Scalar {
  /// Whether it stands there without quotation marks: what is quoted is a text.
  fileprivate var isPlain: Bool { style == .plain || style == .any }
}
