/// Something that files describe by its name and its options: an optimizer, a schedule, a callback.
///
///     {"name": "adam", "learning_rate": 0.01}
///
/// The names and keys are Keras's. What a file leaves out is as in ``defaults``; a name, a key or a value
/// that does not fit is refused with its path and one sentence (`DecodingError.dataCorrupted`).
///
/// A conforming type states its options once: with them come reading, writing and the check of ranges.
public protocol Configurable: Sendable, Codable {
  /// The name in files, Keras's in lower case: `adam`.
  static var kind: String { get }

  /// The key that holds the kind in files. Default: `name`; a layer's is `type`.
  static var kindKey: String { get }

  /// The value whose options stand where a file says nothing.
  static var defaults: Self { get }

  /// All that a file can say.
  static var options: [ConfigurableOption<Self>] { get }
}

extension Configurable {
  public static var kindKey: String { "name" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: ConfigurationKey.self)
    let options = Self.options
    try Self.checkKeys(of: container, among: options.flatMap(\.keys))
    var result = Self.defaults
    for option in options {
      if option.isRequired && !container.contains(ConfigurationKey(option.keys[0])) {
        throw option.missing(at: container.codingPath)
      }
      try option.decode(&result, container)
    }
    for option in options {
      guard let fault = option.fault(result) else { continue }
      throw DecodingError.refused(
        "\(Self.kind): \(fault).", at: container.codingPath, ConfigurationKey(option.keys[0]))
    }
    self = result
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: ConfigurationKey.self)
    try container.encode(Self.kind, forKey: ConfigurationKey(Self.kindKey))
    for option in Self.options { try option.encode(self, &container) }
  }

  /// Stops the program where an option is out of its range: a caller's bug.
  func checkOptions() {
    for option in Self.options {
      if let fault = option.fault(self) { preconditionFailure("\(Self.kind): \(fault).") }
    }
  }

  private static func checkKeys(
    of container: KeyedDecodingContainer<ConfigurationKey>, among known: [String]
  ) throws {
    for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue })
    where key.stringValue != kindKey {
      guard known.contains(key.stringValue) else {
        throw DecodingError.refused(
          "\(kind) has no option \(key.stringValue): it has "
            + (known.isEmpty ? "none." : "\(known.joined(separator: ", "))."),
          at: container.codingPath, key)
      }
    }
  }
}

/// A key of a file.
public struct ConfigurationKey: CodingKey, Equatable {
  public let stringValue: String
  public var intValue: Int? { nil }

  static let name = ConfigurationKey("name")

  init(_ name: String) { stringValue = name }
  public init?(stringValue: String) { self.stringValue = stringValue }
  public init?(intValue: Int) { nil }
}

extension DecodingError {
  /// An error that is one sentence at a place.
  static func refused(_ sentence: String, at path: [any CodingKey], _ key: ConfigurationKey? = nil) -> Self {
    .dataCorrupted(
      Context(codingPath: path + (key.map { [$0 as any CodingKey] } ?? []), debugDescription: sentence))
  }
}
