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
        "The \(key.stringValue) is missing: it says which of \(names) is meant.", at: decoder.codingPath)
    }
    return try kind(named: name, at: decoder.codingPath + [key]).init(from: decoder)
  }

  private func kind(named name: String, at path: [any CodingKey]) throws -> any Configurable.Type {
    guard let kind = kinds.first(where: { $0.kind == name }) else {
      throw DecodingError.refused("\(name) is not \(article): the known ones are \(names).", at: path)
    }
    return kind
  }

  private var names: String { kinds.map { $0.kind }.joined(separator: ", ") }
}

extension Configurable {
  /// What a name alone stands for.
  fileprivate static func byName(at path: [any CodingKey]) throws -> Self {
    if let option = options.first(where: \.isRequired) { throw option.missing(at: path) }
    return defaults
  }
}
