import Foundation
import Tabular
import Yams

/// A mapping of a YAML or JSON file, read strictly: every value has a type, and no key is unknown.
///
/// It knows its place, so that an error says file, line and path (`callbacks[0].patience`).
package struct Settings {
  package let file: String
  /// The path from the file's top to this mapping; empty at the top.
  package let path: String
  /// The place in a list that the values come from, as errors name it: `[2]`; empty elsewhere.
  private let suffix: String
  package let mapping: Node.Mapping

  /// The longest text that is read.
  static let byteLimit = 4 << 20

  /// Reads a file whose top is a mapping. No value refers to another (`&name`, `*name`).
  ///
  /// - Throws: ``SettingsError`` where the text is no YAML or its top is something else.
  package init(text: String, file: String) throws(SettingsError) {
    let node: Node?
    guard text.utf8.count <= Self.byteLimit else {
      throw SettingsError(
        file: file, line: nil,
        problem: "it has \(text.utf8.count) bytes, where at most \(Self.byteLimit) are read")
    }
    do {
      node = try Node.composed(text)
    } catch let error as YamlError {
      throw SettingsError(error, file: file)
    } catch {
      throw SettingsError(file: file, line: nil, problem: "\(error)")
    }
    guard let node, case .mapping(let mapping) = node else {
      throw SettingsError(file: file, line: node?.mark?.line, problem: "it is not a list of keys and values")
    }
    self.init(file: file, path: "", mapping: mapping)
  }

  package init(file: String, path: String, suffix: String = "", mapping: Node.Mapping) {
    self.file = file
    self.path = path
    self.suffix = suffix
    self.mapping = mapping
  }

  /// Refuses unknown keys.
  package func refuseKeys(otherThan known: [String]) throws(SettingsError) {
    for (key, _) in mapping {
      guard let name = key.string else {
        throw SettingsError(
          file: file, line: key.mark?.line, problem: "a key is \(key.found), not a text")
      }
      guard !known.contains(name) else { continue }
      let similar = similarName(to: name, among: known).map { ": the nearest known key is `\($0)`" }
      throw error(name, key, "is unknown" + (similar ?? ": leave it out"), isOfUnknownKey: true)
    }
  }

  /// The value under a key; `nil` where the key is not there.
  package func value<Value: FieldValue>(_ key: String, as type: Value.Type) throws(SettingsError) -> Value? {
    guard let node = node(key) else { return nil }
    do throws(FieldFault) { return try Value(node) } catch { throw self.error(key, error) }
  }

  /// Reads a field where the file has it, and checks it.
  package func read(_ field: any RunField, into run: inout RunConfiguration) throws(SettingsError) {
    guard let node = node(field.name) else { return }
    do throws(FieldFault) { try field.read(node, into: &run) } catch { throw self.error(field.name, error) }
  }

  private func error(_ key: String, _ fault: FieldFault) -> SettingsError {
    // A member of a list has its own line.
    let members = node(key)?.sequence.map(Array.init) ?? []
    let member = Int(fault.path.dropFirst().prefix { $0.isNumber }).flatMap {
      members.indices.contains($0) ? members[$0] : nil
    }
    return SettingsError(
      file: file, line: (member ?? node(key))?.mark?.line,
      problem: fault.sentence(about: "`\(place(key))\(fault.path)`")
        + (fault.remedyInFiles.map { "; \($0)" } ?? ""))
  }

  package func text(_ key: String) throws(SettingsError) -> String? { try value(key, as: String.self) }
  package func integer(_ key: String) throws(SettingsError) -> Int? { try value(key, as: Int.self) }
  package func number(_ key: String) throws(SettingsError) -> Double? { try value(key, as: Double.self) }
  package func texts(_ key: String) throws(SettingsError) -> [String]? { try value(key, as: [String].self) }

  /// The mapping under a key.
  package func settings(_ key: String) throws(SettingsError) -> Settings? {
    guard let node = node(key) else { return nil }
    guard case .mapping(let inner) = node else { throw wrongType(key, node, "a list of keys and values") }
    return Settings(file: file, path: place(key), mapping: inner)
  }

  /// The value that a text under a key names.
  package func choice<Value>(_ key: String, of names: [(name: String, value: Value)]) throws(SettingsError)
    -> Value?
  {
    guard let text = try text(key) else { return nil }
    guard let found = names.first(where: { $0.name == text }) else {
      throw unfit(key, unknownName(text, among: names.map(\.name)))
    }
    return found.value
  }

  /// The error of a value that has the right type but is not allowed.
  ///
  /// - Parameter key: may name a place in a list: `seeds[2]`.
  package func unfit(_ key: String, _ problem: String) -> SettingsError {
    error(key, node(String(key.prefix { $0 != "[" })), problem)
  }
}

extension Settings {
  package func node(_ key: String) -> Node? { mapping.first { $0.key.string == key }?.value }

  package func nodes(_ key: String) throws(SettingsError) -> [Node]? {
    guard let node = node(key) else { return nil }
    guard case .sequence(let sequence) = node else { throw wrongType(key, node, "a list") }
    return Array(sequence)
  }

  private func place(_ key: String) -> String { (path.isEmpty ? key : "\(path).\(key)") + suffix }

  private func wrongType(_ key: String, _ node: Node, _ expected: String) -> SettingsError {
    error(key, node, "is \(node.found), where \(expected) is expected")
  }

  private func error(
    _ key: String, _ node: Node?, _ problem: String, isOfUnknownKey: Bool = false
  ) -> SettingsError {
    SettingsError(
      file: file, line: node?.mark?.line, problem: "`\(place(key))` \(problem)",
      isOfUnknownKey: isOfUnknownKey)
  }
}

extension Node {
  /// Reads YAML without aliases, of which a few lines can stand for millions of values.
  ///
  /// - Throws: `YamlError`.
  static func composed(_ text: String) throws -> Node? {
    // As a tag, an anchor names nothing: then the parser refuses the first alias, before anything is repeated.
    if text.utf8.contains(UInt8(ascii: "&")) { _ = try Yams.compose(yaml: text.replacing("&", with: "!")) }
    return try Yams.compose(yaml: text)
  }
}

extension SettingsError {
  /// The YAML parser's error as a sentence.
  fileprivate init(_ error: YamlError, file: String) {
    switch error {
    case .composer(_, let problem, let mark, _) where problem == "found undefined alias":
      self.init(
        file: file, line: mark.line, problem: "it has an alias (*): write the value again in its place")
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(file: file, line: mark.line, problem: "it is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let names, let context):
      self.init(file: file, line: context.mark.line, problem: "`\(names.sorted()[0])` is given twice")
    case .reader(let problem, _, _, _):
      self.init(file: file, line: nil, problem: "it is not YAML: \(problem)")
    default: self.init(file: file, line: nil, problem: "it is not YAML")
    }
  }
}
