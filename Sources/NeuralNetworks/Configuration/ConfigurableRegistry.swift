/// The kinds of one thing that files can name.
struct ConfigurableRegistry {
  /// What they are, with its article: `an optimizer`.
  let article: String
  let kinds: [any Configurable.Type]
  /// The key that holds the kind.
  var key = ConfigurationKey.name

  /// Reads `{"name": …, options…}`, or a name alone, which stands for the defaults.
  func decode(from decoder: any Decoder) throws -> any Configurable {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      return try kind(named: name, at: decoder.codingPath).byName(at: decoder.codingPath)
    }
    let container = try decoder.container(keyedBy: ConfigurationKey.self)
    guard let name = try container.decodeIfPresent(String.self, forKey: key) else {
      throw DecodingError.refused(
        "The \(key.stringValue) is missing: it says which of \(names.joined(separator: ", ")) is meant.",
        at: decoder.codingPath)
    }
    return try kind(named: name, at: decoder.codingPath + [key]).init(from: decoder)
  }

  private func kind(named name: String, at path: [any CodingKey]) throws -> any Configurable.Type {
    guard let kind = kind(named: name) else {
      throw DecodingError.refused(
        "\(name) is not \(article): the known ones are \(names.joined(separator: ", ")).", at: path)
    }
    return kind
  }

  /// The kind of a name, Keras's other spellings among them; `nil` where there is none.
  func kind(named name: String) -> (any Configurable.Type)? {
    kinds.first { $0.kind == name || $0.otherNames.contains(name) }
  }

  /// The value of a name alone; `nil` where it is not known or needs an option.
  func named(_ name: String) -> (any Configurable)? { kind(named: name).flatMap { try? $0.byName(at: []) } }

  /// One name a kind.
  var names: [String] { kinds.map { $0.kind } }

  /// All names that stand for something alone.
  var spellings: [String] { (names + kinds.flatMap { $0.otherNames }.sorted()).filter { named($0) != nil } }
}

/// Whether two values are of one type and equal; those that cannot be compared are not.
func areEqual(_ left: Any, _ right: Any) -> Bool {
  (left as? any Equatable)?.isEqual(to: right) ?? false
}

extension Equatable {
  fileprivate func isEqual(to other: Any) -> Bool { other as? Self == self }
}
