/// A callback as files describe it: its name, and what is not as by default.
///
///     {"name": "early_stopping", "patience": 20, "restore_best_weights": true}
///
/// An unknown name, an unknown key and a value out of its range are refused with their path and a sentence.
/// Callbacks that are closures stand in no file.
public struct CallbackDescription: Sendable, Codable {
  /// The callback with its options.
  public var callback: any Callback & Configurable

  /// Describes a callback.
  public init(_ callback: any Callback & Configurable) { self.callback = callback }

  public init(from decoder: any Decoder) throws {
    callback = try Self.registry.decode(from: decoder) as! any Callback & Configurable
  }

  public func encode(to encoder: any Encoder) throws { try callback.encode(to: encoder) }

  /// The names that files can give.
  public static var names: [String] { registry.kinds.map { $0.kind } }

  private static var registry: ConfigurableRegistry {
    ConfigurableRegistry(
      article: "a callback",
      kinds: [
        EarlyStopping.self, ReduceLearningRateOnPlateau.self, ModelCheckpoint.self, LearningRateLog.self,
        StopOnNaN.self,
      ])
  }
}

extension CallbackDescription: Equatable {
  public static func == (left: Self, right: Self) -> Bool { areEqual(left.callback, right.callback) }
}
