/// A function that files give by its name or, where its numbers are not the usual ones, by name and numbers.
///
///     "relu"
///     {"name": "leaky_relu", "negative_slope": 0.1}
///
/// Names and keys are Keras's. What does not fit is refused with its path and one sentence.
protocol NamedFunction: OptionValue, Equatable {
  /// What it is, with its article: `an activation`.
  static var article: String { get }
  /// Every function, with its usual numbers.
  static var all: [Self] { get }
  /// Names that stand for others.
  static var synonyms: [String: String] { get }
  /// Where Keras has the functions: `keras.initializers`.
  static var kerasModule: String { get }

  var name: String { get }
  /// Its numbers and choices.
  var options: [ConfigurableOption<Self>] { get }
  /// What is wrong with its numbers together, or `nil`.
  var conflict: String? { get }
}

extension NamedFunction {
  static var synonyms: [String: String] { [:] }
  var conflict: String? { nil }

  /// What is wrong with its numbers, or `nil`.
  var fault: String? { options.lazy.compactMap { $0.fault(self) }.first ?? conflict }

  /// The function of a name, with its usual numbers; `nil` where there is none.
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

  public static var optionKind: OptionKind { .described(all.map(\.name)) }

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

extension Initializer: NamedFunction {
  static let article = "an initializer"
  static let kerasModule = "keras.initializers"

  var options: [ConfigurableOption<Self>] {
    switch self {
    case .constant(let value): [ConfigurableOption("value", value) { .constant($0) }]
    case .randomUniform(let low, let high):
      [
        ConfigurableOption("minval", low) { .randomUniform(minimum: $0, maximum: high) },
        ConfigurableOption("maxval", high) { .randomUniform(minimum: low, maximum: $0) },
      ]
    case .randomNormal(let mean, let deviation):
      [
        ConfigurableOption("mean", mean) { .randomNormal(mean: $0, standardDeviation: deviation) },
        ConfigurableOption("stddev", deviation, .zeroOrMore) { .randomNormal(mean: mean, standardDeviation: $0) },
      ]
    case .truncatedNormal(let mean, let deviation):
      [
        ConfigurableOption("mean", mean) { .truncatedNormal(mean: $0, standardDeviation: deviation) },
        ConfigurableOption("stddev", deviation, .zeroOrMore) {
          .truncatedNormal(mean: mean, standardDeviation: $0)
        },
      ]
    case .orthogonal(let gain): [ConfigurableOption("gain", gain) { .orthogonal(gain: $0) }]
    default: []
    }
  }

  var conflict: String? {
    guard case .randomUniform(let low, let high) = self, !(low <= high) else { return nil }
    return "minval is not above maxval, received \(low) and \(high)"
  }

  public init(from decoder: any Decoder) throws { self = try Self(decoding: decoder) }
  public func encode(to encoder: any Encoder) throws { try encode(encoding: encoder) }
}

extension Activation: NamedFunction {
  static let article = "an activation"
  static let kerasModule = "keras.activations"
  static let synonyms = ["silu": "swish"]

  var options: [ConfigurableOption<Self>] {
    switch self {
    case .leakyReLU(let slope):
      [ConfigurableOption("negative_slope", slope, .zeroOrMore) { .leakyReLU(negativeSlope: $0) }]
    case .elu(let alpha): [ConfigurableOption("alpha", alpha, .aboveZero) { .elu(alpha: $0) }]
    case .gelu(let approximate): [ConfigurableOption("approximate", approximate) { .gelu(approximate: $0) }]
    default: []
    }
  }

  /// `"relu"`, `lambda x: keras.activations.elu(x, alpha=0.5)`
  public var kerasLiteral: String? {
    if Self.all.contains(self) { return "\"\(name)\"" }
    let arguments = options.compactMap { $0.kerasArgument(self) }.joined(separator: ", ")
    return "lambda x: \(Self.kerasModule).\(name)(x, \(arguments))"
  }

  /// The function as an option of a layer. As a layer of its own it is written with its `type`.
  package var named: Named {
    get { Named(activation: self) }
    set { self = newValue.activation }
  }

  package struct Named: OptionValue, CustomStringConvertible {
    package let activation: Activation

    init(activation: Activation) { self.activation = activation }
    package init(from decoder: any Decoder) throws { activation = try Activation(decoding: decoder) }
    package func encode(to encoder: any Encoder) throws { try activation.encode(encoding: encoder) }
    package static var optionKind: OptionKind { Activation.optionKind }
    package var swiftLiteral: String? { activation.swiftLiteral }
    package var kerasLiteral: String? { activation.kerasLiteral }
    package var description: String { activation.name }
  }
}

extension Constraint: NamedFunction {
  static let article = "a constraint"
  static let all: [Constraint] = [.maxNorm(), .nonNegative]
  static let kerasModule = "keras.constraints"

  var name: String {
    switch self {
    case .maxNorm: "max_norm"
    case .nonNegative: "non_neg"
    }
  }

  var options: [ConfigurableOption<Self>] {
    switch self {
    case .maxNorm(let limit): [ConfigurableOption("max_value", limit, .aboveZero) { .maxNorm($0) }]
    case .nonNegative: []
    }
  }

  public init(from decoder: any Decoder) throws { self = try Self(decoding: decoder) }
  public func encode(to encoder: any Encoder) throws { try encode(encoding: encoder) }
}
