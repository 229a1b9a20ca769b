/// A loss of any kind as files describe it: its name and its options.
///
///     "mae"
///     {"name": "huber", "delta": 0.5}
///
/// Keras's other spellings are known, too: `mean_absolute_error`, `MeanAbsoluteError`. An unknown name, an
/// unknown key and a value out of its range are refused with their path and a sentence.
public struct LossDescription: Sendable, Codable, Equatable {
  /// The loss with its options.
  public var loss: any Loss

  /// Describes a loss.
  public init(_ loss: any Loss) { self.loss = loss }

  /// Descriptions are equal where what they describe is: of one type, with the same options.
  public static func == (left: Self, right: Self) -> Bool { areEqual(left.loss, right.loss) }

  public init(from decoder: any Decoder) throws {
    loss = try Self.registry.decode(from: decoder) as! any Loss
  }

  public func encode(to encoder: any Encoder) throws { try loss.encode(to: encoder) }

  /// The types of all losses that files can name.
  public static var kinds: [any Loss.Type] { registry.kinds.map { $0 as! any Loss.Type } }

  /// The names that files can give, one a loss.
  public static var names: [String] { registry.names }

  /// Whether files can give the name.
  static func knows(_ name: String) -> Bool { registry.kind(named: name) != nil }

  /// All names that stand for a loss without options, Keras's other spellings among them.
  public static var spellings: [String] { registry.spellings }

  /// The loss of a name in any spelling, with its defaults; `nil` where there is none, or it
  /// needs an option.
  public static func loss(named name: String) -> (any Loss)? { registry.named(name).map { $0 as! any Loss } }

  private static var registry: ConfigurableRegistry {
    ConfigurableRegistry(
      article: "a loss",
      kinds: [
        MeanAbsoluteError.self, MeanSquaredError.self, Huber.self, LogCosh.self, Quantile.self,
        HalfSquaredError.self, BinaryCrossEntropy.self, CategoricalCrossEntropy.self,
      ])
  }
}
