import LinearAlgebra

/// The kinds of one thing that files can name: ``OptimizerKinds``, ``LossKinds`` and others.
///
///     {"name": "adam", "learning_rate": 0.01}
///     "adam"
///
/// One list says which there are, and those of one's own that `Registry` holds follow it; all are read and written here.
public protocol KindList: SendableMetatype {
  associatedtype Member: Sendable
  /// The type of a kind: `any Layer.Type`.
  associatedtype Kind: Sendable

  /// The types that files can name: those built in and those added.
  static var registry: PartRegistry<Kind> { get }

  /// Types that files can name, too, but that are not listed among the kinds. Default: none.
  static var unlistedKinds: [any Configurable.Type] { get }

  /// What a value that was read stands for, and the name that it had. Default: itself.
  static func member(_ value: any Configurable, named name: String) -> Member

  /// The name of a member in files. Default: its kind.
  static func name(of member: Member) -> String

  /// Writes a member. Default: as its type has it.
  static func encode(_ member: Member, to encoder: any Encoder) throws
}

extension KindList {
  public static var unlistedKinds: [any Configurable.Type] { [] }

  public static func member(_ value: any Configurable, named name: String) -> Member { value as! Member }

  public static func name(of member: Member) -> String { type(of: member as! any Configurable).kind }

  public static func encode(_ member: Member, to encoder: any Encoder) throws {
    try (member as! any Configurable).encode(to: encoder)
  }

  /// What a member is, with its article: `an optimizer`.
  package static var article: String { registry.article }

  /// The types that files can name.
  package static var kinds: [any Configurable.Type] { registry.parts.map { $0 as! any Configurable.Type } }

  /// One name a kind.
  package static var names: [String] { kinds.map { $0.kind } }

  /// All names that stand for something alone, Keras's other spellings among them.
  package static var spellings: [String] {
    let all = kinds + unlistedKinds
    return (all.map { $0.kind } + all.flatMap { $0.otherNames }.sorted()).filter { named($0) != nil }
  }

  /// The key that holds the kind.
  package static var kindKey: String { kinds[0].kindKey }

  /// The member of a name in any spelling, with its defaults; `nil` where there is none, or it needs an option.
  package static func named(_ name: String) -> Member? {
    (try? kind(named: name, at: []).byName(at: [])).map { member($0, named: name) }
  }

  /// Reads `{"name": …, options…}`, or a name alone, which stands for the defaults.
  static func decode(from decoder: any Decoder) throws -> Member {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      return member(try kind(named: name, at: decoder.codingPath).byName(at: decoder.codingPath), named: name)
    }
    let key = ConfigurationKey(kindKey)
    let container = try decoder.container(keyedBy: ConfigurationKey.self)
    guard let name = try container.decodeIfPresent(String.self, forKey: key) else {
      throw DecodingError.refused(
        "The \(kindKey) is missing: it says which of \(names.joined(separator: ", ")) is meant.",
        at: decoder.codingPath)
    }
    return member(try kind(named: name, at: decoder.codingPath + [key]).init(from: decoder), named: name)
  }

  private static func kind(named name: String, at path: [any CodingKey]) throws -> any Configurable.Type {
    let listed = registry.part(named: name).map { $0 as! any Configurable.Type }
    guard let known = listed ?? unlistedKinds.first(where: { $0.names.contains(name) }) else {
      throw DecodingError.unknown(registry.unknown(name), at: path)
    }
    return known
  }
}

extension PartRegistry {
  /// The kinds of a list.
  ///
  /// - Parameters:
  ///   - name: its name in `Registry`: `layers`.
  ///   - article: what a member is, with its article: `a layer`.
  ///   - kinds: those built in.
  convenience init<Kinds: KindList>(
    _ name: String, _ article: String, of _: Kinds.Type, _ kinds: @escaping @Sendable () -> [Part]
  ) where Kinds.Kind == Part {
    self.init(
      name, article: article, builtIn: kinds, names: { ($0 as! any Configurable.Type).names },
      isTaken: { name in Kinds.unlistedKinds.contains { $0.names.contains(name) } })
  }
}

/// An optimizer, a loss or another thing of any kind, as files describe it: its name and its options.
///
///     OptimizerDescription(SGD(momentum: 0.9))
///
/// An unknown name, an unknown key and a value out of its range are refused with their path and a sentence.
public struct Described<Kinds: KindList>: Sendable, Codable, Equatable {
  /// What is described, with its options.
  public var value: Kinds.Member

  /// Describes a value.
  public init(_ value: Kinds.Member) { self.value = value }

  /// Descriptions are equal where what they describe is: of one type, with the same options.
  public static func == (left: Self, right: Self) -> Bool { areEqual(left.value, right.value) }

  public init(from decoder: any Decoder) throws { value = try Kinds.decode(from: decoder) }

  public func encode(to encoder: any Encoder) throws { try Kinds.encode(value, to: encoder) }

  /// The name in files.
  package var name: String { Kinds.name(of: value) }

  /// The names that files can give, one a kind.
  public static var names: [String] { Kinds.names }

  /// All names that stand for something alone, Keras's other spellings among them.
  package static var spellings: [String] { Kinds.spellings }

  /// What a name in any spelling stands for alone: its defaults; `nil` where there is none, or it needs an option.
  public static func named(_ name: String) -> Self? { Kinds.named(name).map(Self.init) }
}

/// A part as an option of another one: a layer of a residual block.
extension Described: OptionValue {
  public var swiftLiteral: String? { (value as? any Configurable)?.swiftSource }
  public var kerasLiteral: String? { (value as? any Configurable)?.kerasSource }
}

/// Whether two values are of one type and equal; those that cannot be compared are not.
func areEqual(_ left: Any, _ right: Any) -> Bool {
  (left as? any Equatable)?.isEqual(to: right) ?? false
}

extension Equatable {
  fileprivate func isEqual(to other: Any) -> Bool { other as? Self == self }
}
