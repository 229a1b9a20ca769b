extension Initializer: NamedFunction {
  static var article: String { "an initializer" }

  var settings: KeyValuePairs<String, FunctionSetting> {
    switch self {
    case .constant(let value): ["value": .number(value)]
    case .randomUniform(let minimum, let maximum): ["minval": .number(minimum), "maxval": .number(maximum)]
    case .randomNormal(let mean, let deviation), .truncatedNormal(let mean, let deviation):
      ["mean": .number(mean), "stddev": .number(deviation)]
    case .orthogonal(let gain): ["gain": .number(gain)]
    default: [:]
    }
  }

  func with(_ settings: [String: FunctionSetting]) -> Initializer {
    switch self {
    case .constant: .constant(settings.number("value"))
    case .randomUniform:
      .randomUniform(minimum: settings.number("minval"), maximum: settings.number("maxval"))
    case .randomNormal:
      .randomNormal(mean: settings.number("mean"), standardDeviation: settings.number("stddev"))
    case .truncatedNormal:
      .truncatedNormal(mean: settings.number("mean"), standardDeviation: settings.number("stddev"))
    case .orthogonal: .orthogonal(gain: settings.number("gain"))
    default: self
    }
  }

  func fault() -> String? { fault(shape: nil) }
}

extension Initializer: Codable {
  public init(from decoder: any Decoder) throws { self = try Initializer(decoding: decoder) }
  public func encode(to encoder: any Encoder) throws { try encode(encoding: encoder) }
}
