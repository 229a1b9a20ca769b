import Foundation
import Yams

/// Something that has a name and, where they are not the defaults, options.
///
///     huber                               a name alone has its defaults
///     huber:delta=0.5                     on the command line
///     {name: huber, delta: 0.5}           in a run file
///     piecewise_constant:boundaries=[3],values=[0.05,0.01]
package protocol DescribedValue: FieldValue {
  /// What it is, with its article: `a loss`.
  static var kind: String { get }
  /// The key of the name in files.
  static var nameKey: String { get }
  /// The value of a name alone; `nil` where the name is not known, or needs an option.
  static func named(_ name: String) -> Self?
  /// What helps where a name is not known and none is similar. Default: nothing.
  static func remedy(forUnknown name: String) -> String?
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
  package static func remedy(forUnknown name: String) -> String? { nil }

  package init(_ node: Node) throws(FieldFault) { self = try Self.described(node) }
  package static func node(ofText text: String) throws(FieldFault) -> Node { try described(text) }
  package var node: Node { describedNode }

  /// Reads a name, or a mapping of name and options.
  static func described(_ node: Node) throws(FieldFault) -> Self {
    if case .scalar = node, let name = node.string {
      if let known = Self.named(name) { return known }
      guard Self.choices.contains(name) else {
        throw FieldFault(unknown: name, among: Self.choices, inFiles: Self.remedy(forUnknown: name))
      }
    }
    do { return try decoded(node) } catch { throw FieldFault(error) }
  }

  /// The node of a name, or of a name, a colon and options.
  static func described(_ text: String) throws(FieldFault) -> Node {
    guard let colon = text.firstIndex(of: ":") else { return Node(text, .implicit, .any) }
    let name = String(text[..<colon])
    guard choices.contains(name) || named(name) != nil else {
      throw FieldFault(unknown: name, among: choices)
    }
    var pairs = [(Node(nameKey), name.node)]
    for option in parts(of: text[text.index(after: colon)...]) {
      let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2, let value = try? Node.composed(pair[1]) else {
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
}
