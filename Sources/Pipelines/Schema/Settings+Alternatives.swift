import Yams

/// Several values of one key.
extension Settings {
  /// The keys, in their order.
  package var keys: [String] { mapping.compactMap(\.key.string) }

  /// Whether the value of a key is a mapping.
  package func holdsSettings(_ key: String) -> Bool {
    if case .mapping = node(key) { true } else { false }
  }

  /// Whether the value of a key is a list.
  package func holdsList(_ key: String) -> Bool {
    if case .sequence = node(key) { true } else { false }
  }

  /// The values in a key's list, each as that key's value, and as it is written.
  ///
  ///     learning_rate: [0.03, 0.3]      →      {learning_rate: 0.03}, {learning_rate: 0.3}
  ///
  /// An error names the place in the list: `variations.learning_rate[1]`.
  package func alternatives(_ key: String) throws(SettingsError) -> [(text: String, settings: Settings)]? {
    try nodes(key)?.enumerated().map { index, value in
      let inner = Settings(
        file: file, path: path, suffix: "[\(index)]", mapping: Node.Mapping([(Node(key), value)]))
      return (Self.text(of: value), inner)
    }
  }

  /// The settings with another value of a key, and nothing else.
  package func holding(_ text: String, under key: String) -> Settings {
    let value = Node.scalar(Node.Scalar(text, Tag(.implicit), .plain, node(key)?.mark))
    return Settings(file: file, path: path, mapping: Node.Mapping([(Node(key), value)]))
  }

  /// A value as a short text: `0.3`, `8-8`, `huber (delta 0.5)`.
  package static func text(of node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string
    case .sequence(let sequence):
      sequence.isEmpty
        ? "none" : sequence.map(text).joined(separator: sequence.allSatisfy { $0.int != nil } ? "-" : ", ")
    case .mapping(let mapping):
      mapping.map { "\($0.key.string ?? "") \(text(of: $0.value))" }.joined(separator: ", ")
    case .alias: "an alias"
    }
  }
}
