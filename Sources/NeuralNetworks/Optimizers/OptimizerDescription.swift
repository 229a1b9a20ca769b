/// An optimizer of any kind as files describe it: its name and its options.
///
///     {"name": "sgd", "learning_rate": 0.02, "momentum": 0.9}
///     "adam"
///
/// An unknown name, an unknown key and a value out of its range are refused with their path and a sentence.
public struct OptimizerDescription: Sendable, Codable, Equatable {
  /// The optimizer with its options.
  public var optimizer: any Optimizer

  /// Describes an optimizer.
  public init(_ optimizer: any Optimizer) { self.optimizer = optimizer }

  /// Descriptions are equal where what they describe is: of one type, with the same options.
  public static func == (left: Self, right: Self) -> Bool { areEqual(left.optimizer, right.optimizer) }

  public init(from decoder: any Decoder) throws {
    optimizer = try Self.registry.decode(from: decoder) as! any Optimizer
  }

  public func encode(to encoder: any Encoder) throws { try optimizer.encode(to: encoder) }

  /// The types of all optimizers that files can name.
  public static var kinds: [any Optimizer.Type] { registry.kinds.map { $0 as! any Optimizer.Type } }

  /// The names that files can give.
  public static var names: [String] { registry.names }

  /// The optimizer of a name, with its defaults; `nil` where there is none.
  public static func optimizer(named name: String) -> (any Optimizer)? {
    registry.named(name).map { $0 as! any Optimizer }
  }

  private static var registry: ConfigurableRegistry {
    ConfigurableRegistry(
      article: "an optimizer",
      kinds: [
        SGD.self, Adam.self, AdamW.self, Nadam.self, Adamax.self, RMSprop.self, AdaGrad.self, AdaDelta.self,
        PlaygroundDescent.self,
      ])
  }
}
