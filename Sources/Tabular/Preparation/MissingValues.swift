/// What is done about the values that a column lacks.
///
///     Imputer(.fill(.median, indicator: true))
///     Imputer(.dropRows, byColumn: ["cabin": .fill(.constant("none"))])
public enum MissingValues: Sendable, Hashable {
  /// A table that lacks a value is refused.
  case refuse
  /// Training leaves out the rows that lack a value in the column.
  case dropRows
  /// A value that the training rows tell stands in for those that lack.
  ///
  /// With `indicator`, a column `NAME missing` of 1 (the value was missing) and 0 is added, where the
  /// training rows lack a value; where they lack none it would be constant.
  case fill(Fill, indicator: Bool = false)
  /// They stay missing, for one-hot encoding to make a category of them. For texts and booleans.
  case ownCategory

  /// What stands in for a missing value.
  public enum Fill: Sendable, Hashable {
    /// The mean of the values that are there. For numbers and booleans (1 and 0).
    case mean
    /// The median of the values that are there. For numbers and booleans (1 and 0).
    case median
    /// The most frequent value; of several the smallest.
    case mostFrequent
    /// A value that is given: a finite number for numbers, a text for texts, a boolean for booleans.
    case constant(FillValue)
  }

  /// Whether the rule goes with a column's type.
  ///
  /// - Parameter asCategory: whether the column is one of categories, which has no mean.
  func fits(_ type: Column.ValueType, asCategory: Bool) -> Bool {
    switch self {
    case .refuse, .dropRows, .fill(.mostFrequent, _): true
    case .ownCategory: asCategory
    case .fill(.mean, _), .fill(.median, _): type != .text && !asCategory
    case .fill(.constant(.number(let value)), _):
      (type == .integer || type == .number) && value.isFinite
    case .fill(.constant(.text), _): type == .text
    case .fill(.constant(.boolean), _): type == .boolean
    }
  }

  /// What is done to the values, as a sentence has it: "cannot be filled with their mean".
  package var inWords: String {
    switch self {
    case .refuse: "refused"
    case .dropRows: "dropped with their rows"
    case .ownCategory: "a category of their own"
    case .fill(.mean, _): "filled with their mean"
    case .fill(.median, _): "filled with their median"
    case .fill(.mostFrequent, _): "filled with the most frequent value"
    case .fill(.constant(let value), _): "filled with \(value)"
    }
  }
}

/// A value that stands in for missing ones: `0.5`, `"none"`, `false`.
public enum FillValue: Sendable, Hashable {
  case number(Double)
  case text(String)
  case boolean(Bool)
}

extension FillValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral
{
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(stringLiteral value: String) { self = .text(value) }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension FillValue {
  /// The value as a number, `true` being 1 and `false` 0; `nil` for a text.
  var number: Double? {
    switch self {
    case .number(let value): value
    case .boolean(let value): value ? 1 : 0
    case .text: nil
    }
  }
}

extension FillValue: CustomStringConvertible {
  /// The value as a sentence has it: texts in quotes, numbers to six digits.
  public var description: String {
    switch self {
    case .number(let value): displayed(number: value)
    case .text(let value): "\"\(displayed(text: value))\""
    case .boolean(let value): "\(value)"
    }
  }
}

extension FillValue: Codable {
  /// Reads a bare JSON value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    }
  }
}
