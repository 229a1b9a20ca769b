/// A function that files give by its name or, unless its parameters have their defaults, by name and parameters.
///
///     "relu"
///     {"name": "leaky_relu", "negative_slope": 0.1}
///
/// Names and keys are Keras's. What does not fit is refused with its path and one sentence.
protocol NamedFunction: OptionValue, Equatable {
  /// What it is, with its article: `an activation`.
  static var article: String { get }
  /// Every function, with its default parameters.
  static var all: [Self] { get }
  /// Other names for the same functions.
  static var synonyms: [String: String] { get }
  /// Where Keras has the functions: `keras.initializers`.
  static var kerasModule: String { get }

  var name: String { get }
  /// Its parameters.
  var options: [ConfigurableOption<Self>] { get }
  /// What is wrong with its parameters together, or `nil`.
  var conflict: String? { get }
}

extension NamedFunction {
  static var synonyms: [String: String] { [:] }
  var conflict: String? { nil }

  /// What is wrong with its parameters, or `nil`.
  var fault: String? { options.lazy.compactMap { $0.fault(self) }.first ?? conflict }

  /// The function of a name, with its default parameters; `nil` where there is none.
  init?(known name: String) {
    guard let known = Self.all.first(where: { $0.name == (Self.synonyms[name] ?? name) }) else { return nil }
    self = known
  }

  init(decoding decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      self = try Self.named(name, at: decoder.codingPath)
      return
    }
    let container = try decoder.container(keyedBy: ConfigurationKey.self)
    guard let name = try container.decodeIfPresent(String.self, forKey: .name) else {
      throw DecodingError.refused("The name is missing: it says which is meant.", at: decoder.codingPath)
    }
    self = try Self.named(name, at: decoder.codingPath + [ConfigurationKey.name])
    try container.read(&self, called: name, kindKey: "name", \.options)
    if let conflict { throw DecodingError.refused("\(name): \(conflict).", at: decoder.codingPath) }
  }

  func encode(encoding encoder: any Encoder) throws {
    if Self.all.contains(self) {
      var container = encoder.singleValueContainer()
      return try container.encode(name)
    }
    var container = encoder.container(keyedBy: ConfigurationKey.self)
    try container.encode(name, forKey: .name)
    for option in options { try option.encode(self, &container) }
  }

  private static func named(_ name: String, at path: [any CodingKey]) throws -> Self {
    guard let known = Self(known: name) else {
      let names = all.map(\.name).joined(separator: ", ")
      throw DecodingError.refused("\(name) is not \(article): the known ones are \(names).", at: path)
    }
    return known
  }

  /// `.relu`, `.leakyReLU(negativeSlope: 0.1)`
  public var swiftLiteral: String? { ".\(self)" }

  /// `"relu"`, `keras.initializers.RandomUniform(minval=-0.5, maxval=0.5)`
  public var kerasLiteral: String? {
    if Self.all.contains(self) { return "\"\(name)\"" }
    let type = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    let arguments = options.compactMap { $0.kerasArgument(self) }.joined(separator: ", ")
    return "\(Self.kerasModule).\(type)(\(arguments))"
  }
}
