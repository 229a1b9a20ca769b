/// A function that files give by its name or, where its numbers are not the usual ones, by name and numbers.
///
///     "relu"
///     {"name": "leaky_relu", "negative_slope": 0.1}
///
/// Names and keys are Keras's. What does not fit is refused with its path and one sentence.
protocol NamedFunction: Equatable, Sendable {
  /// What it is, with its article: `an activation`.
  static var article: String { get }
  /// Every function, with its usual numbers.
  static var all: [Self] { get }
  /// Names that stand for others.
  static var otherNames: [String: String] { get }

  var name: String { get }
  /// Its numbers and choices, under their keys.
  var settings: KeyValuePairs<String, FunctionSetting> { get }

  /// The function with other numbers.
  func with(_ settings: [String: FunctionSetting]) -> Self

  /// What is wrong with its numbers, or `nil`.
  func fault() -> String?
}

/// A number or a choice of a function.
enum FunctionSetting: Equatable {
  case number(Double)
  case choice(Bool)
}

extension NamedFunction {
  static var otherNames: [String: String] { [:] }

  init(decoding decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      self = try Self.known(name, at: decoder.codingPath)
      return
    }
    let container = try decoder.container(keyedBy: ConfigurationKey.self)
    guard let name = try container.decodeIfPresent(String.self, forKey: .name) else {
      throw DecodingError.refused("The name is missing: it says which is meant.", at: decoder.codingPath)
    }
    let usual = try Self.known(name, at: decoder.codingPath + [ConfigurationKey.name])
    var settings = Dictionary(uniqueKeysWithValues: usual.settings.map { ($0, $1) })
    for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) where key != .name {
      switch settings[key.stringValue] {
      case .number: settings[key.stringValue] = .number(try container.decode(Double.self, forKey: key))
      case .choice: settings[key.stringValue] = .choice(try container.decode(Bool.self, forKey: key))
      case nil:
        throw DecodingError.refused("\(name) has no option \(key.stringValue).", at: decoder.codingPath)
      }
    }
    self = usual.with(settings)
  }

  func encode(encoding encoder: any Encoder) throws {
    if Self.all.contains(self) {
      var container = encoder.singleValueContainer()
      return try container.encode(name)
    }
    var container = encoder.container(keyedBy: ConfigurationKey.self)
    try container.encode(name, forKey: .name)
    for (key, setting) in settings {
      switch setting {
      case .number(let value): try container.encode(value, forKey: ConfigurationKey(key))
      case .choice(let value): try container.encode(value, forKey: ConfigurationKey(key))
      }
    }
  }

  private static func known(_ name: String, at path: [any CodingKey]) throws -> Self {
    guard let known = all.first(where: { $0.name == (otherNames[name] ?? name) }) else {
      throw DecodingError.refused(
        "\(name) is not \(article): the known ones are \(all.map(\.name).joined(separator: ", ")).", at: path)
    }
    return known
  }
}

extension [String: FunctionSetting] {
  /// The number of a key, which is there.
  func number(_ key: String) -> Double {
    guard case .number(let value)? = self[key] else { preconditionFailure("There is no number \(key).") }
    return value
  }

  /// The choice of a key, which is there.
  func choice(_ key: String) -> Bool {
    guard case .choice(let value)? = self[key] else { preconditionFailure("There is no choice \(key).") }
    return value
  }
}
