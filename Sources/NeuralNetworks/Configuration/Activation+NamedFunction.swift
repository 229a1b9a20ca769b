extension Activation: NamedFunction {
  static var article: String { "an activation" }

  var settings: KeyValuePairs<String, FunctionSetting> {
    switch self {
    case .leakyReLU(let negativeSlope): ["negative_slope": .number(negativeSlope)]
    case .elu(let alpha): ["alpha": .number(alpha)]
    case .gelu(let approximate): ["approximate": .choice(approximate)]
    default: [:]
    }
  }

  func with(_ settings: [String: FunctionSetting]) -> Activation {
    switch self {
    case .leakyReLU: .leakyReLU(negativeSlope: settings.number("negative_slope"))
    case .elu: .elu(alpha: settings.number("alpha"))
    case .gelu: .gelu(approximate: settings.choice("approximate"))
    default: self
    }
  }

  /// The function as an option of a layer. As a layer of its own it is written with its `type`.
  package var named: Named {
    get { Named(activation: self) }
    set { self = newValue.activation }
  }

  package struct Named: Codable, CustomStringConvertible {
    package let activation: Activation

    init(activation: Activation) { self.activation = activation }
    package init(from decoder: any Decoder) throws { activation = try Activation(decoding: decoder) }
    package func encode(to encoder: any Encoder) throws { try activation.encode(encoding: encoder) }
    package var description: String { activation.name }
  }
}
