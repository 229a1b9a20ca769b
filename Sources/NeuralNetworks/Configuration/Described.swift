import Synchronization

/// The kinds of one thing that files can name: ``OptimizerKinds``, ``LossKinds`` and others.
///
///     {"name": "adam", "learning_rate": 0.01}
///     "adam"
///
/// One list says which there are; it is read and written here for all.
public protocol KindList: SendableMetatype {
  associatedtype Member: Sendable

  /// What a member is, with its article: `an optimizer`.
  static var article: String { get }

  /// The types that files can name.
  static var kinds: [any Configurable.Type] { get }

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

  /// The kinds by all their names, collected once: each type makes its configuration anew.
  private static var kindsByName: [String: any Configurable.Type] {
    allKindsByName.withLock { known in
      if let kinds = known[ObjectIdentifier(Self.self)] { return kinds }
      let names = (kinds + unlistedKinds).flatMap { kind in
        ([kind.kind] + kind.otherNames).map { ($0, kind) }
      }
      let kinds = Dictionary(names) { first, _ in first }
      known[ObjectIdentifier(Self.self)] = kinds
      return kinds
    }
  }

  private static func kind(named name: String, at path: [any CodingKey]) throws -> any Configurable.Type {
    guard let known = kindsByName[name] else {
      throw DecodingError.refused(
        "\(name) is not \(article): the known ones are \(names.joined(separator: ", ")).", at: path)
    }
    return known
  }
}

/// The kinds of every list by their names.
private let allKindsByName = Mutex<[ObjectIdentifier: [String: any Configurable.Type]]>([:])

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

/// Whether two values are of one type and equal; those that cannot be compared are not.
func areEqual(_ left: Any, _ right: Any) -> Bool {
  (left as? any Equatable)?.isEqual(to: right) ?? false
}

extension Equatable {
  fileprivate func isEqual(to other: Any) -> Bool { other as? Self == self }
}
