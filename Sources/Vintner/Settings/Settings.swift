import Foundation
import Tabular
import Yams

/// A mapping of a YAML or JSON file, read strictly: every value has a type, and no key is unknown.
///
/// It keeps where it stands, so that an error says file, line and path (`callbacks[0].patience`).
struct Settings {
  let file: String
  /// The way from the file's top to this mapping; empty at the top.
  let path: String
  private let mapping: Node.Mapping

  /// Reads a file whose top is a mapping.
  ///
  /// - Throws: ``SettingsError`` where the text is no YAML or its top is something else.
  init(text: String, file: String) throws(SettingsError) {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw SettingsError(file: file, line: Self.line(of: error), problem: Self.sentence(for: error))
    } catch {
      throw SettingsError(file: file, line: nil, problem: "\(error)")
    }
    guard let node, case .mapping(let mapping) = node else {
      throw SettingsError(file: file, line: node?.mark?.line, problem: "it is no list of keys and values")
    }
    self.file = file
    path = ""
    self.mapping = mapping
    try refuseRepeatedKeys()
  }

  private init(file: String, path: String, mapping: Node.Mapping) throws(SettingsError) {
    self.file = file
    self.path = path
    self.mapping = mapping
    try refuseRepeatedKeys()
  }

  /// The keys, in the file's order.
  var keys: [String] { mapping.map { $0.key.string ?? "" } }

  /// Refuses every key but the known ones.
  func refuseKeys(otherThan known: [String]) throws(SettingsError) {
    for (key, _) in mapping {
      let name = key.string ?? ""
      guard !known.contains(name) else { continue }
      throw error(name, key, "is unknown" + Self.suggestion(for: name, among: known))
    }
  }

  func text(_ key: String) throws(SettingsError) -> String? {
    try value(key, "a text") { node in
      guard case .scalar = node, node.null == nil else { return nil }
      return node.string
    }
  }

  func integer(_ key: String) throws(SettingsError) -> Int? {
    try value(key, "a whole number") { Self.plain($0)?.int }
  }

  func number(_ key: String) throws(SettingsError) -> Double? {
    try value(key, "a number") { Self.plain($0)?.float }
  }

  func boolean(_ key: String) throws(SettingsError) -> Bool? {
    try value(key, "true or false") { Self.plain($0)?.bool }
  }

  func integers(_ key: String) throws(SettingsError) -> [Int]? {
    try value(key, "a list of whole numbers") { Self.list($0) { Self.plain($0)?.int } }
  }

  func texts(_ key: String) throws(SettingsError) -> [String]? {
    try value(key, "a list of texts") { node in
      Self.list(node) { if case .scalar = $0 { $0.string } else { nil } }
    }
  }

  /// The mapping under a key.
  func settings(_ key: String) throws(SettingsError) -> Settings? {
    guard let node = node(key) else { return nil }
    guard case .mapping(let inner) = node else { throw wrongType(key, node, "a list of keys and values") }
    return try Settings(file: file, path: place(key), mapping: inner)
  }

  /// The mappings in the list under a key.
  func items(_ key: String) throws(SettingsError) -> [Settings]? {
    guard let node = node(key) else { return nil }
    guard case .sequence(let sequence) = node else { throw wrongType(key, node, "a list") }
    var items: [Settings] = []
    for (index, item) in sequence.enumerated() {
      guard case .mapping(let inner) = item else {
        throw wrongType("\(key)[\(index)]", item, "a list of keys and values")
      }
      items.append(try Settings(file: file, path: "\(place(key))[\(index)]", mapping: inner))
    }
    return items
  }

  /// The error of a value that has the right type and still cannot be.
  func unfit(_ key: String, _ problem: String) -> SettingsError { error(key, node(key), problem) }

  /// What a text under a key stands for, by a table of names.
  func choice<Value>(_ key: String, of names: [(name: String, value: Value)]) throws(SettingsError) -> Value?
  {
    guard let text = try text(key) else { return nil }
    guard let found = names.first(where: { $0.name == text }) else {
      throw unfit(
        key,
        "is \"\(text)\", which is not known here: choose one of "
          + names.map(\.name).joined(separator: ", "))
    }
    return found.value
  }
}

extension Settings {
  private func node(_ key: String) -> Node? { mapping.first { $0.key.string == key }?.value }

  private func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private func value<Value>(
    _ key: String, _ expected: String, _ read: (Node) -> Value?
  ) throws(SettingsError) -> Value? {
    guard let node = node(key) else { return nil }
    guard let value = read(node) else { throw wrongType(key, node, expected) }
    return value
  }

  private func wrongType(_ key: String, _ node: Node, _ expected: String) -> SettingsError {
    let found =
      switch node {
      case .scalar: node.null != nil ? "empty" : "\"\(node.string ?? "")\""
      case .mapping: "a list of keys and values"
      case .sequence: "a list"
      case .alias: "an alias"
      }
    return error(key, node, "is \(found), where \(expected) is expected")
  }

  private func error(_ key: String, _ node: Node?, _ problem: String) -> SettingsError {
    SettingsError(file: file, line: node?.mark?.line, problem: "`\(place(key))` \(problem)")
  }

  private func refuseRepeatedKeys() throws(SettingsError) {
    var seen: Set<String> = []
    for (key, _) in mapping where !seen.insert(key.string ?? "").inserted {
      throw error(key.string ?? "", key, "stands there twice")
    }
  }

  /// A value that stands there without quotation marks: what is quoted is a text.
  private static func plain(_ node: Node) -> Node? {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return nil }
    return node
  }

  private static func list<Element>(_ node: Node, _ read: (Node) -> Element?) -> [Element]? {
    guard case .sequence(let sequence) = node else { return nil }
    var result: [Element] = []
    for item in sequence {
      guard let element = read(item) else { return nil }
      result.append(element)
    }
    return result
  }

  private static func suggestion(for name: String, among known: [String]) -> String {
    Tabular.nearestName(to: name, among: known).map { ": the nearest known key is `\($0)`" } ?? ""
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    default: nil
    }
  }

  private static func sentence(for error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
      "it is no YAML: \(problem)"
    default: "it is no YAML"
    }
  }
}
