import Foundation
import Yams

/// A type that a field can have: how its values are written in a YAML or JSON file, and on the command line.
package protocol FieldValue: Equatable, Sendable {
  /// The type's name in an error: "a whole number".
  static var kind: String { get }
  /// The names that a value can have, or begin with; empty where there are too many to list.
  static var choices: [String] { get }
  /// The command line's text as a file has it.
  static func node(ofText text: String) throws(FieldFault) -> Node

  /// Reads a node strictly: a text is no number.
  init(_ node: Node) throws(FieldFault)
  /// The value in a file.
  var node: Node { get }
  /// The value on the command line.
  var text: String { get }
}

/// A number, which can be sampled from a range.
package protocol FieldNumber: FieldValue {
  /// Whether its values are whole.
  static var isWhole: Bool { get }
}

extension FieldNumber {
  package static var isWhole: Bool { false }
}

/// What is wrong with a value: the rest of a sentence that begins with the field's name.
package struct FieldFault: Error, Equatable {
  /// The place within the value: `[2]`, `.delta`; empty for the whole value.
  package var path = ""
  /// `is "x", where a number is expected`.
  package let problem: String
  /// What helps in a file but not on the command line: the rest of the sentence.
  let remedyInFiles: String?

  package init(_ problem: String, at path: String = "", inFiles remedy: String? = nil) {
    self.problem = problem
    self.path = path
    remedyInFiles = remedy
  }

  /// What a decoder reports.
  init(_ error: any Error) {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
    }
    switch error {
    case DecodingError.dataCorrupted(let context):
      let sentence = context.debugDescription
      self.init(": " + (sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence), at: place(context))
    case DecodingError.typeMismatch(_, let context): self.init("has the wrong type", at: place(context))
    default: self.init("cannot be read")
    }
  }

  /// The fault as a sentence about what is named, without its full stop.
  package func sentence(about name: String) -> String {
    name + (problem.hasPrefix(":") ? "" : " ") + problem
  }
}

extension FieldValue {
  package static var choices: [String] { [] }
  package static func node(ofText text: String) throws(FieldFault) -> Node { Node(text, .implicit, .any) }

  /// The fault of a node that is of another type.
  static func wrongType(_ node: Node) -> FieldFault {
    FieldFault("is \(node.found), where \(kind) is expected")
  }
}

extension Node {
  /// What the node is, for an error.
  package var found: String {
    switch self {
    case .scalar(let scalar): scalar.string.isEmpty ? "empty" : "\"\(scalar.string)\""
    case .mapping: "a list of keys and values"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// The text of a scalar without quotation marks; a quoted one is a text, never a number.
  fileprivate var plain: String? {
    guard case .scalar(let scalar) = self, scalar.style == .plain || scalar.style == .any else { return nil }
    return scalar.string
  }
}

// MARK: Single values

extension String: FieldValue {
  package static var kind: String { "a text" }

  /// Quoted: a column may be called `yes` or `1.0`.
  package var node: Node { Node(self, .implicit, .doubleQuoted) }
  package var text: String { self }
  package static func node(ofText text: String) throws(FieldFault) -> Node { text.node }

  package init(_ node: Node) throws(FieldFault) {
    guard case .scalar(let scalar) = node else { throw Self.wrongType(node) }
    // Nothing, `~` and `null` are texts only within quotation marks.
    if node.plain != nil && node.null != nil { throw Self.wrongType(node) }
    self = scalar.string
  }
}

extension Int: FieldNumber {
  package static var kind: String { "a whole number" }
  package static var isWhole: Bool { true }
  package var node: Node { Node("\(self)") }
  package var text: String { "\(self)" }

  package init(_ node: Node) throws(FieldFault) {
    guard let value = node.plain.flatMap({ Int($0) }) else { throw Self.wrongType(node) }
    self = value
  }
}

/// Decimal digits with point and exponent; neither NaN nor infinity, and none of YAML's other notations
/// (`1_000`, `0x10`, `1:30`).
extension Double: FieldNumber {
  package static var kind: String { "a number" }
  package var node: Node { Node("\(self)") }
  package var text: String { "\(self)" }

  package init(_ node: Node) throws(FieldFault) {
    guard let text = node.plain, text.allSatisfy({ "0123456789+-.eE".contains($0) }),
      let value = Double(text), value.isFinite
    else { throw Self.wrongType(node) }
    self = value
  }
}

extension Bool: FieldValue {
  package static var kind: String { "true or false" }
  package var node: Node { Node("\(self)") }
  package var text: String { "\(self)" }

  package init(_ node: Node) throws(FieldFault) {
    guard node.plain != nil, let value = node.bool else { throw Self.wrongType(node) }
    self = value
  }
}

// MARK: Lists

/// A list on one line; on the command line with commas between its members, or semicolons where members have
/// options.
extension Array: FieldValue where Element: FieldValue {
  package static var kind: String { "a list" }
  package static var choices: [String] { Element.choices }
  package var node: Node { Node(map(\.node), .implicit, .flow) }

  package var text: String {
    let texts = map { $0 is String ? ($0 as! String).quotedInList : $0.text }
    let hasOptions = Element.self is any DescribedValue.Type && texts.contains { $0.contains(":") }
    return texts.joined(separator: hasOptions ? ";" : ",")
  }

  package static func node(ofText text: String) throws(FieldFault) -> Node {
    if text.isEmpty { return Node([Node](), .implicit, .flow) }
    var nodes: [Node] = []
    for part in members(of: text) {
      let member = part.trimmingCharacters(in: .whitespaces)
      guard !member.isEmpty else { throw FieldFault("is \"\(text)\", which has an empty place in its list") }
      nodes.append(try Element.node(ofText: Element.self is String.Type ? member.unquoted : member))
    }
    return Node(nodes, .implicit, .flow)
  }

  /// The texts of the members. After a comma a name begins a member; `option=value` belongs to the one before.
  private static func members(of text: String) -> [String] {
    guard Element.self is any DescribedValue.Type else {
      return text.quotedMembers
    }
    if text.contains(";") {
      return text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    }
    return text.split(separator: ",", omittingEmptySubsequences: false).reduce(into: []) { members, part in
      let isOpen = members.last.map { $0.count { $0 == "[" } > $0.count { $0 == "]" } } ?? false
      let name = part.prefix { $0 != "=" }
      if isOpen || (!members.isEmpty && name.count < part.count && !name.contains(":")) {
        members[members.count - 1] += "," + part
      } else {
        members.append(String(part))
      }
    }
  }

  package init(_ node: Node) throws(FieldFault) {
    guard case .sequence(let sequence) = node else { throw Self.wrongType(node) }
    var elements: [Element] = []
    for (index, member) in sequence.enumerated() {
      do throws(FieldFault) {
        elements.append(try Element(member))
      } catch {
        throw FieldFault(error.problem, at: "[\(index)]" + error.path, inFiles: error.remedyInFiles)
      }
    }
    self = elements
  }
}

/// Names in lists: one that has a comma is in quotes, `"price, net",year`.
extension String {
  /// The parts between commas that are not within quotes at the beginning of a part.
  fileprivate var quotedMembers: [String] {
    var members = [""]
    var isQuoted = false
    for character in self {
      if character == "\"" && (isQuoted || members.last!.allSatisfy(\.isWhitespace)) { isQuoted.toggle() }
      if character == "," && !isQuoted {
        members.append("")
      } else {
        members[members.count - 1].append(character)
      }
    }
    // A quote that does not end is part of a name.
    return isQuoted ? split(separator: ",", omittingEmptySubsequences: false).map(String.init) : members
  }

  /// The text without the quotes around it, doubled ones within it undone; itself where there are none.
  var unquoted: String {
    guard count > 1, first == "\"", last == "\"" else { return self }
    return String(dropFirst().dropLast()).replacing("\"\"", with: "\"")
  }

  /// The text as a list has it.
  fileprivate var quotedInList: String {
    let hasBlank = first?.isWhitespace == true || last?.isWhitespace == true
    guard contains(",") || first == "\"" || hasBlank else { return self }
    return "\"" + replacing("\"", with: "\"\"") + "\""
  }
}
