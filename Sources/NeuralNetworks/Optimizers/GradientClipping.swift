/// How gradients are clipped before the rule sees them. In files one of three keys, as in Keras.
///
/// A limit is above 0; an optimizer that is created with another stops the program.
/// Source: Keras, `clipnorm`, `clipvalue` and `global_clipnorm` of `keras.optimizers.Optimizer`.
public enum GradientClipping: Sendable, Equatable {
  /// `clipnorm`: each parameter's gradient is shortened to this length where it is longer.
  ///
  ///     g = g·limit / max(‖g‖, limit)
  case norm(Double)
  /// `clipvalue`: each scalar of a gradient is clamped to [−limit, limit].
  case value(Double)
  /// `global_clipnorm`: all gradients together, as one vector, are shortened to this length.
  ///
  ///     g = g·limit·min(1 / ‖all‖, 1 / limit)
  case globalNorm(Double)

  /// The key in files and the limit, which is above 0.
  var entry: (key: String, limit: Double) {
    switch self {
    case .norm(let limit): ("clipnorm", limit)
    case .value(let limit): ("clipvalue", limit)
    case .globalNorm(let limit): ("global_clipnorm", limit)
    }
  }

  /// Whether a gradient must be known whole before any of it is clipped.
  var needsNorms: Bool {
    switch self {
    case .norm, .globalNorm: true
    case .value: false
    }
  }

  /// The option of an owner that clips: at most one of the three keys.
  static func option<Owner>(_ path: WritableKeyPath<Owner, Self?>) -> ConfigurableOption<Owner> {
    let kinds = [("clipnorm", Self.norm), ("clipvalue", Self.value), ("global_clipnorm", Self.globalNorm)]
    return ConfigurableOption(
      keys: kinds.map(\.0), label: "clipping", requirement: "is above 0",
      decode: { owner, container in
        for (name, clipping) in kinds {
          let key = ConfigurationKey(name)
          guard let limit = try container.decodeIfPresent(Double.self, forKey: key) else { continue }
          if let other = owner[keyPath: path] {
            throw DecodingError.refused(
              "Only one of \(other.entry.key) and \(name) can be set.", at: container.codingPath,
              key)
          }
          owner[keyPath: path] = clipping(limit)
        }
      },
      encode: { owner, container in
        guard let entry = owner[keyPath: path]?.entry else { return }
        try container.encode(entry.limit, forKey: ConfigurationKey(entry.key))
      },
      fault: { owner in
        guard let entry = owner[keyPath: path]?.entry, !(entry.limit > 0) else { return nil }
        return "\(entry.key) is above 0, received \(entry.limit)"
      },
      swiftArgument: { owner in owner[keyPath: path].map { "clipping: .\($0)" } },
      kerasArgument: { owner in
        owner[keyPath: path].map(\.entry).map { "\($0.key)=\($0.limit.kerasLiteral!)" }
      })
  }
}
