import Tabular
import Yams

/// The columns that a run predicts, one or more.
///
///     run.target = "quality"
///     run.target = ["quality", "alcohol"]
///
/// A file has one name or a list of names. On the command line commas separate them, and a name that has a comma
/// itself is written within quotation marks: `"a,b",c`.
public struct TargetNames: Sendable, Equatable {
  /// The columns' names, in the order in which they are predicted.
  public var names: [String]

  /// Names one column.
  public init(_ name: String) { names = [name] }

  /// Names columns, one or more.
  ///
  /// - Precondition: there is a name.
  public init(_ names: [String]) {
    precondition(!names.isEmpty, "A target is one column or more, received none.")
    self.names = names
  }

  /// The first of the names: the only one of most runs.
  public var first: String { names[0] }
}

extension TargetNames: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  public init(stringLiteral name: String) { self.init(name) }
  public init(arrayLiteral names: String...) { self.init(names) }
}

extension TargetNames: FieldValue {
  package static var kind: String { "a column's name, or a list of names" }

  package var node: Node { names.count == 1 ? first.node : names.node }

  package var text: String {
    guard names.count > 1 else { return Self.fields(of: first) == [first] ? first : Self.quoted(first) }
    return names.map { name in
      let isPlain = name == name.trimmingBlanks && !name.contains { $0 == "," || $0 == "\"" }
      return isPlain ? name : Self.quoted(name)
    }.joined(separator: ",")
  }

  package static func node(ofText text: String) throws(FieldFault) -> Node {
    let names = fields(of: text)
    guard names.count > 1 else { return names[0].node }
    guard !names.contains("") else {
      throw FieldFault("is \"\(text)\", which has an empty place in its list")
    }
    return names.node
  }

  package init(_ node: Node) throws(FieldFault) {
    guard case .sequence = node else {
      self.init(try String(node))
      return
    }
    let names = try [String](node)
    guard !names.isEmpty else { throw FieldFault("is empty: name one column or more") }
    if let twice = names.enumerated().first(where: { names[..<$0.offset].contains($0.element) }) {
      throw FieldFault("names \(twice.element) twice")
    }
    self.init(names)
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// The names that a text lists. Quotation marks that do not enclose a whole name are part of it.
  private static func fields(of text: String) -> [String] {
    var fields: [String] = []
    var rest = text[...]
    while true {
      let (field, after) = quotedField(of: rest) ?? plainField(of: rest)
      fields.append(field)
      guard let after else { break }
      rest = after
    }
    return fields.count == 1 && !text.hasPrefix("\"") ? [text] : fields
  }

  /// The text up to the next comma, and what follows it.
  private static func plainField(of text: Substring) -> (String, Substring?) {
    let comma = text.firstIndex(of: ",")
    let field = text[..<(comma ?? text.endIndex)]
    return (String(field.trimmingBlanks), comma.map { text[text.index(after: $0)...] })
  }

  /// The text within quotation marks up to the next comma, and what follows it; `nil` where there are no such.
  private static func quotedField(of text: Substring) -> (String, Substring?)? {
    let start = text.drop { $0 == " " }
    guard start.first == "\"" else { return nil }
    var field = ""
    var place = start.index(after: start.startIndex)
    while let quote = start[place...].firstIndex(of: "\"") {
      field += start[place..<quote]
      let after = start[start.index(after: quote)...]
      guard after.first == "\"" else {
        let rest = after.drop { $0 == " " }
        guard rest.isEmpty || rest.first == "," else { return nil }
        return (field, rest.isEmpty ? nil : rest.dropFirst())
      }
      field += "\""
      place = after.index(after: after.startIndex)
    }
    return nil
  }
}
