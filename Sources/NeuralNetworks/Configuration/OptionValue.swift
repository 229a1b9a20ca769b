/// What kind of value an option has.
public enum OptionKind: Sendable, Equatable {
  /// A number, a whole number, yes or no, or any text.
  case number, wholeNumber, flag, text
  /// One of these names.
  case choice([String])
  /// Numbers in an order.
  case numbers, wholeNumbers
  /// One of these names, or a name with options.
  case described([String])
}

/// A value that an option can have: as files hold it, and as source code.
public protocol OptionValue: Codable, Sendable {
  /// What kind of value this is.
  static var optionKind: OptionKind { get }
  /// The value in Swift: `0.9`, `.relu`; `nil` where an argument is left out for it.
  var swiftLiteral: String? { get }
  /// The value in Python, as Keras takes it: `0.9`, `"relu"`; `nil` where an argument is left out for it.
  var kerasLiteral: String? { get }
  /// Whether it is no value.
  var isAbsent: Bool { get }
  /// The value as an error shows it.
  var shown: String { get }
}

extension OptionValue {
  public var isAbsent: Bool { false }
  public var shown: String { "\(self)" }
}

extension Double: OptionValue {
  public static var optionKind: OptionKind { .number }
  public var swiftLiteral: String? { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
  public var kerasLiteral: String? { swiftLiteral }
}

extension Int: OptionValue {
  public static var optionKind: OptionKind { .wholeNumber }
  public var swiftLiteral: String? { "\(self)" }
  public var kerasLiteral: String? { "\(self)" }
}

extension Bool: OptionValue {
  public static var optionKind: OptionKind { .flag }
  public var swiftLiteral: String? { "\(self)" }
  public var kerasLiteral: String? { self ? "True" : "False" }
}

extension String: OptionValue {
  public static var optionKind: OptionKind { .text }
  public var swiftLiteral: String? { debugDescription }
  public var kerasLiteral: String? { debugDescription }
}

extension Array: OptionValue where Element: OptionValue {
  public static var optionKind: OptionKind { Element.optionKind == .wholeNumber ? .wholeNumbers : .numbers }
  public var swiftLiteral: String? { "[\(compactMap(\.swiftLiteral).joined(separator: ", "))]" }
  public var kerasLiteral: String? { "[\(compactMap(\.kerasLiteral).joined(separator: ", "))]" }
}

extension Optional: OptionValue where Wrapped: OptionValue {
  public static var optionKind: OptionKind { Wrapped.optionKind }
  public var swiftLiteral: String? { self?.swiftLiteral }
  public var kerasLiteral: String? { self?.kerasLiteral }
  public var isAbsent: Bool { self == nil }
  public var shown: String { self?.shown ?? "none" }
}

/// A choice among names.
extension OptionValue where Self: CaseIterable & RawRepresentable, RawValue == String {
  public static var optionKind: OptionKind { .choice(allCases.map(\.rawValue)) }
  public var swiftLiteral: String? { ".\(self)" }
  public var kerasLiteral: String? { "\"\(rawValue)\"" }
}
