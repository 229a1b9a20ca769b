/// A value that an option can have: as files hold it, and as source code.
public protocol OptionValue: Codable, Sendable {
  /// The value in Swift: `0.9`, `.relu`; `nil` where an argument is left out for it. Default: its description.
  var swiftLiteral: String? { get }
  /// The value in Python, as Keras takes it: `0.9`, `"relu"`; `nil` where an argument is left out for it. Default:
  /// as in Swift.
  var kerasLiteral: String? { get }
}

extension OptionValue {
  public var swiftLiteral: String? { "\(self)" }
  public var kerasLiteral: String? { swiftLiteral }
}

extension Int: OptionValue {}

extension Double: OptionValue {
  public var swiftLiteral: String? { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}

extension Bool: OptionValue {
  public var kerasLiteral: String? { self ? "True" : "False" }
}

extension String: OptionValue {
  public var swiftLiteral: String? { debugDescription }
}

extension Array: OptionValue where Element: OptionValue {
  public var swiftLiteral: String? { "[\(compactMap(\.swiftLiteral).joined(separator: ", "))]" }
  public var kerasLiteral: String? { "[\(compactMap(\.kerasLiteral).joined(separator: ", "))]" }
}

extension Optional: OptionValue where Wrapped: OptionValue {
  public var swiftLiteral: String? { self?.swiftLiteral }
  public var kerasLiteral: String? { self?.kerasLiteral }
}

/// A choice among names.
extension OptionValue where Self: CaseIterable & RawRepresentable, RawValue == String {
  public var swiftLiteral: String? { ".\(self)" }
  public var kerasLiteral: String? { "\"\(rawValue)\"" }
}
