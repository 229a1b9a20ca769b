/// What to do about missing values.
///
///     Imputer(.fill(.median, indicator: true))
///     Imputer(.dropRows, byColumn: ["cabin": .fill(.constant("none"))])
public enum MissingValues: Sendable, Hashable {
  /// A table with a missing value is refused.
  case refuse
  /// Training leaves out the rows in which the column has no value.
  case dropRows
  /// Missing values are replaced by a value learned from the training rows.
  ///
  /// With `indicator`, a column `NAME missing` of 1 (the value was missing) and 0 is added, unless the training
  /// rows lack no value: then it would be constant.
  case fill(Fill, indicator: Bool = false)
  /// They stay missing, and one-hot encoding gives them a category. For texts and booleans.
  case ownCategory
  /// They are filled as the column's type suggests: numbers with their median, texts, booleans and categories with
  /// the most frequent value. Where more than the given share of a column's training rows lack a value, an
  /// indicator follows. Where no row of the table lacks a value in any column, not even one that is not trained on,
  /// nothing is learned to fill later ones with, and they are refused.
  case filled(indicatorAbove: Double)

  /// Filled as the column's type suggests, with an indicator where more than 1 % of the values are missing.
  public static var automatic: MissingValues { .filled(indicatorAbove: 0.01) }

  /// The replacement for a missing value.
  public enum Fill: Sendable, Hashable {
    /// The mean of the values that are not missing. For numbers and booleans (1 and 0).
    case mean
    /// The median of the values that are not missing. For numbers and booleans (1 and 0).
    case median
    /// The most frequent value; the smallest of several.
    case mostFrequent
    /// A given value: a finite number for numbers, a text for texts, a boolean for booleans.
    case constant(FillValue)
  }

  /// Whether the rule suits a column's type.
  ///
  /// - Parameter asCategory: whether the column is one of categories, which has no mean.
  func fits(_ type: Column.ValueType, asCategory: Bool) -> Bool {
    switch self {
    case .refuse, .dropRows, .filled, .fill(.mostFrequent, _): true
    case .ownCategory: asCategory
    case .fill(.mean, _), .fill(.median, _): type != .text && !asCategory
    case .fill(.constant(.number(let value)), _):
      (type == .integer || type == .number) && value.isFinite
    case .fill(.constant(.text), _): type == .text
    case .fill(.constant(.boolean), _): type == .boolean
    }
  }

  /// What is done to the values, as part of a sentence: "cannot be filled with their mean".
  package var inWords: String {
    switch self {
    case .refuse: "refused"
    case .dropRows: "dropped with their rows"
    case .ownCategory: "a separate category"
    case .filled: "filled with their median or the most frequent value"
    case .fill(.mean, _): "filled with their mean"
    case .fill(.median, _): "filled with their median"
    case .fill(.mostFrequent, _): "filled with the most frequent value"
    case .fill(.constant(let value), _): "filled with \(value)"
    }
  }
}

/// In files a rule is its name, with the value that it fills in:
///
///     {"rule": "median", "indicator": true}
///     {"rule": "constant", "value": "none", "indicator": false}
///     {"rule": "drop"}
///     {"rule": "automatic", "indicator_above": 0.01}
extension MissingValues: Codable {
  private enum CodingKeys: String, CodingKey {
    case rule, value, indicator
    case indicatorAbove = "indicator_above"
  }

  private static let plainRules = ["refuse": refuse, "drop": dropRows, "own_category": ownCategory]
  private static let fills = ["mean": Fill.mean, "median": .median, "most_frequent": .mostFrequent]
  private static let constant = "constant"
  private static let byType = "automatic"

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .rule)
    if let rule = Self.plainRules[name] {
      self = rule
    } else if name == Self.byType {
      self = .filled(indicatorAbove: try container.decode(Double.self, forKey: .indicatorAbove))
    } else if name == Self.constant {
      let value = try container.decode(FillValue.self, forKey: .value)
      self = .fill(.constant(value), indicator: try container.decode(Bool.self, forKey: .indicator))
    } else if let fill = Self.fills[name] {
      self = .fill(fill, indicator: try container.decode(Bool.self, forKey: .indicator))
    } else {
      throw DecodingError.dataCorruptedError(
        forKey: .rule, in: container, debugDescription: "There is no rule \"\(name)\" for missing values.")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if case .filled(let share) = self {
      try container.encode(Self.byType, forKey: .rule)
      return try container.encode(share, forKey: .indicatorAbove)
    }
    guard case .fill(let fill, let indicator) = self else {
      return try container.encode(Self.plainRules.first { $0.value == self }!.key, forKey: .rule)
    }
    try container.encode(Self.fills.first { $0.value == fill }?.key ?? Self.constant, forKey: .rule)
    if case .constant(let value) = fill { try container.encode(value, forKey: .value) }
    try container.encode(indicator, forKey: .indicator)
  }
}

/// A replacement for missing values: `0.5`, `"none"`, `false`.
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
  /// The value as part of a sentence: texts in quotes, numbers to six digits.
  public var description: String {
    switch self {
    case .number(let value): displayed(value)
    case .text(let value): "\"\(displayed(value))\""
    case .boolean(let value): "\(value)"
    }
  }
}

extension FillValue: Codable {
  /// Reads a bare JSON value.
  public init(from decoder: any Decoder) throws {
    switch try Column.Value(from: decoder) {
    case .integer(let value): self = .number(Double(value))
    case .number(let value): self = .number(value)
    case .text(let value): self = .text(value)
    case .boolean(let value): self = .boolean(value)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    let value: Column.Value =
      switch self {
      case .number(let value): .number(value)
      case .text(let value): .text(value)
      case .boolean(let value): .boolean(value)
      }
    try value.encode(to: encoder)
  }
}
