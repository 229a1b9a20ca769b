import Tabular
import Yams

/// A rule for missing values in a word or two, as the command line and run files write it.
///
///     fill                the median of numbers, the most frequent of categories
///     median              for every column that it suits
///     constant=0          a number; constant=none a text, constant="0" too
///     deck=constant=none  for one column, whose name comes first
public struct MissingRule: Sendable, Equatable {
  /// The rule as it was written.
  package let text: String
  /// The column that it is for; `nil` where it is for all.
  public let column: String?
  /// What is done about the missing values.
  public let rule: MissingValues

  /// The names of the rules.
  package static let names = words.map(\.settingName) + ["\(constant)=VALUE"]
  /// What a text has to be, for an error.
  package static let expected =
    "a rule (\(names.joined(separator: ", ")); with COLUMN= before it for one column)"

  private static let constant = "constant"
  private static let words: [MissingValues] = [
    .automatic, .refuse, .dropRows, .fill(.mean), .fill(.median), .fill(.mostFrequent), .ownCategory,
  ]

  /// A rule for all columns.
  public init(_ rule: MissingValues) { (text, column, self.rule) = (rule.settingName, nil, rule) }

  /// Reads a rule; `nil` where the text is none.
  public init?(_ text: String) {
    self.text = text
    if let rule = Self.rule(text) {
      (column, self.rule) = (nil, rule)
      return
    }
    // A name and a constant may contain equals signs: the first that is followed by a rule ends the name.
    for place in text.indices where text[place] == "=" {
      guard let rule = Self.rule(String(text[text.index(after: place)...])) else { continue }
      (column, self.rule) = (String(text[..<place]).unquoted, rule)
      return
    }
    return nil
  }

  private static func rule(_ text: String) -> MissingValues? {
    if let word = words.first(where: { $0.settingName == text }) { return word }
    guard text.hasPrefix(constant + "=") else { return nil }
    return value(String(text.dropFirst(constant.count + 1))).map { .fill(.constant($0)) }
  }

  private static func value(_ text: String) -> FillValue? {
    if text.count > 1 && text.first == "\"" && text.last == "\"" {
      return .text(String(text.dropFirst().dropLast()))
    }
    if let flag = Bool(text) { return .boolean(flag) }
    if let number = Double(text) { return number.isFinite ? .number(number) : nil }
    return text.isEmpty ? nil : .text(text)
  }
}

extension MissingRule: FieldValue {
  package static var kind: String { expected }
  package var node: Node { text.node }
  package static func node(ofText text: String) throws(FieldFault) -> Node { text.node }

  package init(_ node: Node) throws(FieldFault) {
    let text = try String(node)
    guard let rule = MissingRule(text) else {
      throw FieldFault("is \"\(text)\", where \(Self.expected) is expected")
    }
    self = rule
  }
}

extension MissingValues {
  /// Its name on the command line and in run files: `median`, `constant=0`.
  package var settingName: String {
    switch self {
    case .refuse: "refuse"
    case .dropRows: "drop"
    case .fill(.mean, _): "mean"
    case .fill(.median, _): "median"
    case .fill(.mostFrequent, _): "most-frequent"
    case .fill(.constant(let value), _): "constant=\(value)"
    case .ownCategory: "category"
    case .filled: "fill"
    }
  }
}
