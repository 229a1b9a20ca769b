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

extension Constraint: Codable {
  private enum Key: String, CodingKey {
    case name
    case limit = "max_value"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .name) {
    case "max_norm":
      self = .maxNorm(try container.decodeIfPresent(Double.self, forKey: .limit) ?? 2)
    case "non_neg": self = .nonNegative
    case let name:
      throw DecodingError.refused(
        "\(name) is not a constraint: the known ones are max_norm, non_neg.", at: container.codingPath)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .maxNorm(let limit):
      try container.encode("max_norm", forKey: .name)
      try container.encode(limit, forKey: .limit)
    case .nonNegative: try container.encode("non_neg", forKey: .name)
    }
  }
}
