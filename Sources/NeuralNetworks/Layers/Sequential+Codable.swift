/// A network in files is the list of its layers, in Keras's words:
///
///     [{"type": "dense", "units": 16, "activation": "relu"}, {"type": "dropout", "rate": 0.2}]
///
/// What a layer leaves out is as by default. An unknown type, an unknown key and a value that does not fit
/// are refused with their path and a sentence (`DecodingError.dataCorrupted`).
extension Sequential: Codable {
  /// The layers that files can name.
  private static var registry: ConfigurableRegistry {
    ConfigurableRegistry(
      article: "a layer",
      kinds: [Dense.self, BatchNormalization.self, Dropout.self, GaussianNoise.self, Activation.self],
      key: ConfigurationKey("type"))
  }

  /// The types of layers that files can name.
  public static var layerTypes: [String] { registry.names }

  private struct Described: Codable {
    let layer: any Layer

    init(layer: any Layer) { self.layer = layer }
    init(from decoder: any Decoder) throws { layer = try registry.decode(from: decoder) as! any Layer }
    func encode(to encoder: any Encoder) throws { try layer.encode(to: encoder) }
  }

  public init(from decoder: any Decoder) throws {
    self.init(try [Described](from: decoder).map(\.layer))
  }

  public func encode(to encoder: any Encoder) throws {
    try layers.map(Described.init).encode(to: encoder)
  }
}
