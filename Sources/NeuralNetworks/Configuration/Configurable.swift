import LinearAlgebra

/// Something that files describe by its name and its options: an optimizer, a schedule, a callback.
///
///     {"name": "adam", "learning_rate": 0.01}
///
/// The names and keys are Keras's. What a file omits is as in ``defaults``; a name, a key or a value
/// that does not fit is refused with its path and one sentence (`DecodingError.dataCorrupted`).
///
/// A conforming type states its options once, in its ``Configuration``: with them come reading, writing, the check
/// of ranges and source code.
public protocol Configurable: Sendable, Codable {
  /// What files and source code can say of the type.
  static var configuration: Configuration<Self> { get }

  /// The key that holds the kind in files. Default: `name`; a layer's is `type`.
  static var kindKey: String { get }

  /// Where Keras has such types: `keras.optimizers`. Default: that of optimizers, losses, schedules and layers;
  /// `nil` for others.
  static var kerasModule: String? { get }

  /// The value in Swift, without arguments that have their default: `SGD(learningRate: 0.03, momentum: 0.9)`.
  var swiftSource: String { get }
}

/// What files and source code can say of a type: its name, its defaults and its options.
///
///     Configuration(
///       "huber", also: ["Huber"], defaults: Self(), options: [ConfigurableOption("delta", \.delta, .aboveZero)])
public struct Configuration<Owner: Configurable> {
  let kind: String
  let otherNames: [String]
  let kerasName: String?
  let defaults: () -> Owner
  package let options: [ConfigurableOption<Owner>]
  let arguments: [ConfigurableOption<Owner>]

  /// Describes a type.
  ///
  /// - Parameters:
  ///   - kind: the name in files, Keras's in lower case: `adam`.
  ///   - otherNames: other names in files: Keras's other spellings. Default: none.
  ///   - kerasName: the name of the type in Keras: `Adam`; `nil` where Keras has none. Default: the type's name.
  ///   - defaults: the value whose options apply by default.
  ///   - options: all that a file can say, in the order of the initializer's parameters. Default: nothing.
  ///   - arguments: the options as arguments of source code, made from those of files. Default: the same.
  public init(
    _ kind: String, also otherNames: [String] = [], inKeras kerasName: String? = "\(Owner.self)",
    defaults: @autoclosure @escaping () -> Owner, options: [ConfigurableOption<Owner>] = [],
    arguments: ([ConfigurableOption<Owner>]) -> [ConfigurableOption<Owner>] = { $0 }
  ) {
    self.kind = kind
    self.otherNames = otherNames
    self.kerasName = kerasName
    self.defaults = defaults
    self.options = options
    self.arguments = arguments(options)
  }
}

extension Configurable {
  /// The name in files.
  public static var kind: String { configuration.kind }
  /// The value whose options apply by default.
  public static var defaults: Self { configuration.defaults() }

  public static var kindKey: String { "name" }
  public static var kerasModule: String? { nil }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: ConfigurationKey.self)
    let configuration = Self.configuration
    if let option = configuration.options.first(where: {
      $0.isRequired && !container.contains(ConfigurationKey($0.keys[0]))
    }) {
      throw Self.missing(option, at: container.codingPath)
    }
    self = configuration.defaults()
    try container.read(&self, called: configuration.kind, kindKey: Self.kindKey) { _ in
      configuration.options
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: ConfigurationKey.self)
    try container.encode(Self.kind, forKey: ConfigurationKey(Self.kindKey))
    for option in Self.configuration.options { try option.encode(self, &container) }
  }

  /// Stops the program where an option is out of its range, a caller's bug: for the end of an initializer.
  public func checkOptions() {
    for option in Self.configuration.options {
      if let fault = option.fault(self) { preconditionFailure("\(Self.kind): \(fault).") }
    }
  }

  static var otherNames: [String] { configuration.otherNames }

  /// The name in files, and other spellings of it.
  static var names: [String] { [kind] + otherNames }

  /// The value of a name alone.
  static func byName(at path: [any CodingKey]) throws -> Self {
    if let option = configuration.options.first(where: \.isRequired) { throw missing(option, at: path) }
    return defaults
  }

  private static func missing(_ option: ConfigurableOption<Self>, at path: [any CodingKey]) -> DecodingError {
    .refused("\(kind) lacks the option \(option.keys[0]).", at: path)
  }
}

// MARK: - Source code

extension Configurable {
  public var swiftSource: String { "\(Self.self)(\(arguments(\.swiftArgument)))" }

  /// The value in Python: `keras.optimizers.SGD(learning_rate=0.03, momentum=0.9)`; `nil` where Keras has none, or
  /// lacks a value that an option has.
  package var kerasSource: String? {
    guard let module = Self.kerasModule, let name = Self.configuration.kerasName,
      Self.configuration.arguments.allSatisfy({ option in
        option.kerasArgument(self) != nil
          || option.swiftArgument(self) == option.swiftArgument(Self.defaults)
      })
    else { return nil }
    return "\(module).\(name)(\(arguments(\.kerasArgument)))"
  }

  private func arguments(_ argument: (ConfigurableOption<Self>) -> (Self) -> String?) -> String {
    Self.configuration.arguments.compactMap { option in
      let text = argument(option)(self)
      return option.isRequired || text != argument(option)(Self.defaults) ? text : nil
    }.joined(separator: ", ")
  }
}

// MARK: - Reading

extension KeyedDecodingContainer<ConfigurationKey> {
  /// Reads options into a value that has its defaults, and refuses unknown keys and values out of their range.
  func read<Owner>(
    _ owner: inout Owner, called name: String, kindKey: String,
    _ options: (Owner) -> [ConfigurableOption<Owner>]
  ) throws {
    let known = options(owner).flatMap(\.keys)
    for key in allKeys.sorted(by: { $0.stringValue < $1.stringValue })
    where key.stringValue != kindKey && !known.contains(key.stringValue) {
      let list = known.isEmpty ? "none" : known.joined(separator: ", ")
      throw DecodingError.refused(
        "\(name) has no option \(key.stringValue): it has \(list).", at: codingPath, key)
    }
    // The options of an enumeration's case know its other values: each sees what was read before.
    for index in options(owner).indices { try options(owner)[index].decode(&owner, self) }
    for option in options(owner) {
      guard let fault = option.fault(owner) else { continue }
      throw DecodingError.refused("\(name): \(fault).", at: codingPath, ConfigurationKey(option.keys[0]))
    }
  }
}

/// A key of a file.
struct ConfigurationKey: CodingKey, Equatable {
  let stringValue: String
  var intValue: Int? { nil }

  static let name = ConfigurationKey("name")

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension DecodingError {
  /// The error of a part that a file names and this program does not know.
  static func unknown(_ part: UnknownPart, at path: [any CodingKey]) -> Self {
    .dataCorrupted(Context(codingPath: path, debugDescription: "\(part)", underlyingError: part))
  }

  /// An error that is one sentence at a place.
  static func refused(_ sentence: String, at path: [any CodingKey], _ key: ConfigurationKey? = nil) -> Self {
    .dataCorrupted(
      Context(codingPath: path + (key.map { [$0 as any CodingKey] } ?? []), debugDescription: sentence))
  }
}
