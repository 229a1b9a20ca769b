/// The kinds of one thing that files can name.
struct ConfigurableRegistry {
  /// What they are, with its article: `an optimizer`.
  let article: String
  let kinds: [any Configurable.Type]
  /// Other names of kinds: `mean_absolute_error` for `mae`.
  var aliases: [String: String] = [:]
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
    guard let kind = kinds.first(where: { $0.kind == aliases[name] ?? name }) else {
      throw DecodingError.refused("\(name) is not \(article): the known ones are \(names).", at: path)
    }
    return kind
  }

  /// What a name alone stands for; `nil` where it is not known or needs an option.
  func named(_ name: String) -> (any Configurable)? {
    kinds.first { $0.kind == aliases[name] ?? name }.flatMap { try? $0.byName(at: []) }
  }

  /// All names that stand for something alone.
  var spellings: [String] { (kinds.map { $0.kind } + aliases.keys.sorted()).filter { named($0) != nil } }

  private var names: String { kinds.map { $0.kind }.joined(separator: ", ") }
}

extension Configurable {
  /// What a name alone stands for.
  fileprivate static func byName(at path: [any CodingKey]) throws -> Self {
    if let option = options.first(where: \.isRequired) { throw option.missing(at: path) }
    return defaults
  }
}
