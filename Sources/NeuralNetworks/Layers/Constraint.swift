/// What is done to a parameter after each update so that it stays in bounds.
///
/// Shapes: a kernel (inputs, units), whose norms are (units)
///
/// Source: Keras, `keras.constraints.MaxNorm` (of axis 0) and `NonNeg`.
public enum Constraint: Sendable, Equatable {
  /// Each unit's weights, a column of the kernel, are shortened to a norm of at most this, above 0, by
  /// default 2.
  ///
  ///     w = w · min(‖w‖, limit) / (10⁻⁷ + ‖w‖)
  case maxNorm(Double = 2)
  /// Weights below 0 become 0.
  case nonNegative

  /// Whether it must see a parameter whole.
  var needsWholeParameter: Bool {
    switch self {
    case .maxNorm: true
    case .nonNegative: false
    }
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
