import Tabular
import Yams

extension RunConfiguration {
  /// How to read the run's CSV file.
  ///
  ///     try DataFrame(contentsOfCSVFile: run.data!, options: run.reading)
  public var reading: CSVReadingOptions {
    var options = CSVReadingOptions(
      delimiter: self.delimiter, hasHeader: self.header.map { $0 == .yes }, decimalSeparator: self.decimal,
      thousandsSeparator: self.thousands, missingValues: self.missingValues, skippedRows: self.skipRows ?? 0,
      comment: self.comment, raggedRows: self.ragged ?? .refuse, encoding: self.encoding,
      threadCount: self.threads)
    if let types = self.types {
      options.columnTypes = Dictionary(types.map { ($0.column, $0.type) }) { _, last in last }
    }
    return options
  }
}

extension RunConfiguration {
  /// The fields that say how a CSV file is written.
  package static let fileFields: [any RunField] = [
    RunFields.shared.delimiter, RunFields.shared.header, RunFields.shared.decimal, RunFields.shared.thousands,
    RunFields.shared.missingValues, RunFields.shared.types, RunFields.shared.skipRows,
    RunFields.shared.comment, RunFields.shared.ragged, RunFields.shared.encoding,
  ]

  /// The settings among the run's that say how its CSV file is written.
  package var fileSettings: RunConfiguration {
    var settings = self
    for field in given where !Self.fileFields.contains(where: { $0.name == field.name }) {
      settings.remove(field)
    }
    return settings
  }

  /// Those settings, as a model's file and `vintner inspect` have them.
  package var fileJSON: JSON {
    .object(fileSettings.given.map { ($0.name, $0.json(of: self)) })
  }

  /// Reads what `fileJSON` has; other members are ignored.
  init(fileJSON json: JSON) throws(FieldFault) {
    self.init()
    for field in Self.fileFields {
      if let value = json[field.name] { try field.read(value, into: &self) }
    }
  }
}

/// Whether a file's first row holds the columns' names.
public enum HeaderPresence: String, Sendable, CaseIterable {
  case yes, no
}

extension HeaderPresence: ChoiceValue {}
extension CSVReadingOptions.RaggedRows: ChoiceValue {}
extension CSVReadingOptions.TextEncoding: ChoiceValue {}

/// The type of one column, as the command line and run files write it: `zip=text`.
public struct ColumnTypeRule: Sendable, Equatable {
  /// The column's name.
  public let column: String
  /// The type of its values.
  public let type: Column.ValueType

  /// Creates the rule for a column.
  public init(column: String, type: Column.ValueType) { (self.column, self.type) = (column, type) }
}

extension ColumnTypeRule: FieldValue {
  package static var kind: String {
    "COLUMN=TYPE (\(Column.ValueType.allCases.map(\.rawValue).joined(separator: ", ")))"
  }
  package var node: Node { text.node }
  package var text: String { "\(column)=\(type.rawValue)" }
  package static func node(ofText text: String) throws(FieldFault) -> Node { text.node }

  package init(_ node: Node) throws(FieldFault) {
    let text = try String(node)
    // A name may contain equals signs.
    guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
      throw FieldFault("is \"\(text)\", where \(Self.kind) is expected")
    }
    let name = String(text[text.index(after: equals)...])
    guard let type = Column.ValueType(rawValue: name) else {
      throw FieldFault(unknownName(name, among: Column.ValueType.allCases.map(\.rawValue)))
    }
    self.init(column: String(text[..<equals]), type: type)
  }
}

/// One character; tab and space also by name.
extension Character: FieldValue {
  package static var kind: String { "one character, tab or space" }
  private static let names: [(name: String, character: Character)] = [
    ("tab", "\t"), ("\\t", "\t"), ("space", " "),
  ]
  package var node: Node { text.node }
  package var text: String { Self.names.first { $0.character == self }?.name ?? String(self) }
  package static func node(ofText text: String) throws(FieldFault) -> Node { text.node }

  package init(_ node: Node) throws(FieldFault) {
    let text = try String(node)
    if let named = Self.names.first(where: { $0.name == text }) {
      self = named.character
    } else if text.count == 1 {
      self = text.first!
    } else {
      throw Self.wrongType(node)
    }
  }
}
