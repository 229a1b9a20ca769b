/// A network of layers, one after the other, described.
///
///     let network = Sequential([
///       Dense(512, activation: .relu),
///       Dense(1),
///     ])
///     let trained = try network.fitted(to: x, y, with: Training(loss: .meanAbsoluteError, epochs: 20))
///
/// It holds no weights: a fit returns a ``TrainedNetwork`` that does.
/// Source: Keras, `keras.Sequential`.
public struct Sequential: Sendable {
  /// The layers, in the order in which rows go through them.
  public var layers: [any Layer]

  /// Creates a network of layers; it takes 1 or more to fit it.
  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  /// The number of values a row before each layer and after the last.
  func widths(inputs: Int) -> [Int] {
    layers.reduce(into: [inputs]) { widths, layer in
      widths.append(layer.outputs(inputs: widths.last!))
    }
  }
}

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
