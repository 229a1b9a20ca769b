import Foundation
import NeuralNetworks
import Tabular
import Yams

/// A type that a field can have: how its values stand in a YAML or JSON file, and on the command line.
package protocol FieldValue: Equatable, Sendable {
  /// The type's name in an error: "a whole number".
  static var kind: String { get }
  /// The names that a value can have, or begin with; empty where there are too many to list.
  static var choices: [String] { get }
  /// The node of a file that the command line's text stands for.
  static func node(ofText text: String) throws(FieldFault) -> Node

  /// Reads a node strictly: a text is no number.
  init(_ node: Node) throws(FieldFault)
  /// The value in a file.
  var node: Node { get }
  /// The value on the command line.
  var text: String { get }
}

/// A number, which can be drawn from a range.
package protocol FieldNumber: FieldValue {
  /// Whether its values are whole.
  static var isWhole: Bool { get }
}

extension FieldNumber {
  package static var isWhole: Bool { false }
  package static func node(ofNumber number: Double) -> Node { isWhole ? Int(number).node : number.node }
}

/// What is wrong with a value: the rest of a sentence that begins with the field's name.
package struct FieldFault: Error, Equatable {
  /// The place within the value: `[2]`, `.delta`; empty for the whole value.
  package var path = ""
  /// `is "x", where a number is expected`.
  package let problem: String

  package init(_ problem: String, at path: String = "") {
    self.problem = problem
    self.path = path
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
  /// What stands there, for an error.
  package var found: String {
    switch self {
    case .scalar(let scalar): scalar.string.isEmpty ? "empty" : "\"\(scalar.string)\""
    case .mapping: "a list of keys and values"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// The text of a scalar without quotation marks; what is quoted is a text.
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
    // An empty place, `~` and `null` are texts only within quotation marks.
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
      let value = Double(text),
      value.isFinite
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
/// options of their own.
extension Array: FieldValue where Element: FieldValue {
  package static var kind: String { "a list" }
  package static var choices: [String] { Element.choices }
  package var node: Node { Node(map(\.node), .implicit, .flow) }

  package var text: String {
    let texts = map(\.text)
    let hasOptions = Element.self is any DescribedValue.Type && texts.contains { $0.contains(":") }
    return texts.joined(separator: hasOptions ? ";" : ",")
  }

  package static func node(ofText text: String) throws(FieldFault) -> Node {
    if text.isEmpty { return Node([Node](), .implicit, .flow) }
    var nodes: [Node] = []
    for part in members(of: text) {
      let member = part.trimmingCharacters(in: .whitespaces)
      guard !member.isEmpty else { throw FieldFault("is \"\(text)\", which has an empty place in its list") }
      nodes.append(try Element.node(ofText: member))
    }
    return Node(nodes, .implicit, .flow)
  }

  /// The texts of the members. Behind a comma a name begins a member, while `option=value` belongs to the one before.
  private static func members(of text: String) -> [String] {
    guard Element.self is any DescribedValue.Type else {
      return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
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
        throw FieldFault(error.problem, at: "[\(index)]" + error.path)
      }
    }
    self = elements
  }
}

// MARK: Choices

/// One of several names.
package protocol ChoiceValue: FieldValue, CaseIterable {
  var settingName: String { get }
}

extension ChoiceValue {
  package static var kind: String { "a name" }
  package static var choices: [String] { allCases.map(\.settingName) }
  package var node: Node { settingName.node }
  package var text: String { settingName }

  package init(_ node: Node) throws(FieldFault) {
    let name = try String(node)
    guard let known = Self.allCases.first(where: { $0.settingName == name }) else {
      throw FieldFault(unknownName(name, among: Self.choices))
    }
    self = known
  }

  package static func node(ofText text: String) throws(FieldFault) -> Node { text.node }
}

extension ChoiceValue where Self: RawRepresentable<String> {
  package var settingName: String { rawValue }
}

extension RunTask: ChoiceValue {}
extension Numerics: ChoiceValue {}
extension PlaygroundRegularization.Kind: ChoiceValue {}

extension Scaling: ChoiceValue {
  /// What the command line and run files call it.
  public var settingName: String {
    switch self {
    case .minMax: "min-max"
    case .standard: "standard"
    case .robust: "robust"
    }
  }
}

extension OneHotEncoder.UnknownCategories: ChoiceValue {
  /// What the command line and run files call it.
  public var settingName: String {
    switch self {
    case .zeros: "ignore"
    case .refuse: "error"
    case .other: "other"
    }
  }
}

/// What is said of a name that is none of the known ones.
package func unknownName(_ name: String, among names: [String]) -> String {
  let similar = similarName(to: name, among: names).map { "; the nearest is \"\($0)\"" }
  return "is \"\(name)\", where one of \(names.joined(separator: ", ")) is expected" + (similar ?? "")
}

// MARK: Names with options

/// Something that has a name and, where they are not the defaults, options.
///
///     huber                               a name alone stands for its defaults
///     huber:delta=0.5                     on the command line
///     {name: huber, delta: 0.5}           in a run file
///     piecewise_constant:boundaries=[3],values=[0.05,0.01]
package protocol DescribedValue: FieldValue {
  /// What it is, with its article: `a loss`.
  static var kind: String { get }
  /// The key of the name in files.
  static var nameKey: String { get }
  /// What a name alone stands for; `nil` where it is not known, or needs an option.
  static func named(_ name: String) -> Self?
  var name: String { get }
  /// Reads name and options.
  ///
  /// - Throws: `DecodingError` with the place and a sentence.
  static func decoded(_ node: Node) throws -> Self
  /// The value as YAML.
  func encoded() throws -> String
}

extension DescribedValue where Self: Codable {
  package static func decoded(_ node: Node) throws -> Self { try YAMLDecoder().decode(Self.self, from: node) }
  package func encoded() throws -> String { try YAMLEncoder().encode(self) }
}

extension DescribedValue {
  package static var nameKey: String { "name" }

  package init(_ node: Node) throws(FieldFault) { self = try Self.described(node) }
  package static func node(ofText text: String) throws(FieldFault) -> Node { try described(text) }
  package var node: Node { describedNode }

  /// Reads a name, or a mapping of name and options.
  static func described(_ node: Node) throws(FieldFault) -> Self {
    if case .scalar = node, let name = node.string {
      if let known = Self.named(name) { return known }
      guard Self.choices.contains(name) else { throw FieldFault(unknownName(name, among: Self.choices)) }
    }
    do {
      return try decoded(node)
    } catch let DecodingError.dataCorrupted(context) {
      let sentence = context.debugDescription
      throw FieldFault(
        ": " + (sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence),
        at: Self.path(context.codingPath))
    } catch let DecodingError.typeMismatch(_, context) {
      throw FieldFault("has the wrong type", at: Self.path(context.codingPath))
    } catch {
      throw FieldFault("cannot be read")
    }
  }

  /// The node of a name, or of a name, a colon and options.
  static func described(_ text: String) throws(FieldFault) -> Node {
    guard let colon = text.firstIndex(of: ":") else { return Node(text, .implicit, .any) }
    let name = String(text[..<colon])
    guard choices.contains(name) || named(name) != nil else {
      throw FieldFault(unknownName(name, among: choices))
    }
    var pairs = [(Node(nameKey), name.node)]
    for option in parts(of: text[text.index(after: colon)...]) {
      let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2, let value = try? Yams.compose(yaml: pair[1]) else {
        throw FieldFault("is \"\(text)\", where \(name):OPTION=VALUE is expected")
      }
      pairs.append((Node(pair[0]), value))
    }
    return Node(pairs, .implicit, .flow)
  }

  /// The options, at commas outside of brackets.
  private static func parts(of text: Substring) -> [Substring] {
    var (depth, start, parts) = (0, text.startIndex, [Substring]())
    for place in text.indices {
      switch text[place] {
      case "[", "{": depth += 1
      case "]", "}": depth -= 1
      case "," where depth == 0:
        parts.append(text[start..<place])
        start = text.index(after: place)
      default: break
      }
    }
    return parts + [text[start...]]
  }

  /// A name where all options are the defaults, else a mapping on one line.
  var describedNode: Node {
    if Self.named(name) == self { return name.node }
    do {
      let text = try encoded()
      guard let node = try Yams.compose(yaml: text) else { preconditionFailure("No mapping: \(text)") }
      return Self.tidied(node)
    } catch {
      preconditionFailure("\(Self.kind) can be written as YAML: \(error)")
    }
  }

  package var text: String {
    let node = node
    guard let pairs = node.mapping else { return node.string ?? "" }
    let options = pairs.compactMap { key, value in
      key.string == Self.nameKey ? nil : "\(key.string ?? "")=\(Self.inline(value))"
    }
    return "\(name):" + options.joined(separator: ",")
  }

  /// Options on one line, 0.5 rather than 5e-1.
  private static func tidied(_ node: Node) -> Node {
    switch node {
    case .mapping(let pairs): Node(pairs.map { ($0.key, tidied($0.value)) }, .implicit, .flow)
    case .sequence(let members): Node(members.map(tidied), .implicit, .flow)
    default: Int(node.string ?? "") == nil ? node.float?.node ?? node : node
    }
  }

  private static func inline(_ node: Node) -> String {
    switch node {
    case .mapping(let pairs):
      "{" + pairs.map { "\($0.key.string ?? ""): \(inline($0.value))" }.joined(separator: ", ") + "}"
    case .sequence(let members): "[" + members.map(inline).joined(separator: ",") + "]"
    default: node.string ?? ""
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
  }
}
