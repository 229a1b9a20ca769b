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
  /// The layers, in the order in which rows pass through them.
  public var layers: [any Layer]

  /// The most layers that files and settings can describe.
  package static let mostLayers = 1_000

  /// Creates a network of layers; it takes 1 or more to fit it.
  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  /// The same network with a number of outputs, where its last layer is a ``Dense`` that leaves its units out.
  ///
  /// - Precondition: a layer has 1 to 1,000,000 units.
  package func completed(outputs: Int) -> Sequential {
    guard var last = layers.last as? Dense, last.units == nil else { return self }
    precondition(
      Dense.allowedUnits.contains(outputs), "A layer has 1 to 1,000,000 units, received \(outputs).")
    last.units = outputs
    return Sequential(layers.dropLast() + [last])
  }

  /// The number of values a row before each layer and after the last.
  func widths(inputs: Int) -> [Int] {
    layers.reduce(into: [inputs]) { widths, layer in
      widths.append(layer.outputs(inputs: widths.last!))
    }
  }

  /// The number of outputs, where it does not depend on the number of inputs.
  var fixedOutputs: Int? {
    let outputs = widths(inputs: 1).last!
    return outputs == widths(inputs: 2).last! ? outputs : nil
  }
}

/// A network in files is the list of its layers, as Keras names them:
///
///     [{"type": "dense", "units": 16, "activation": "relu"}, {"type": "dropout", "rate": 0.2}]
///
/// What a layer omits has its default. An unknown type, an unknown key and a value that does not fit
/// are refused with their path and a sentence (`DecodingError.dataCorrupted`).
extension Sequential: Codable {
  public init(from decoder: any Decoder) throws {
    if let count = try decoder.unkeyedContainer().count, count > Self.mostLayers {
      throw DecodingError.refused(
        "A network has at most \(Self.mostLayers) layers, received \(count).", at: decoder.codingPath)
    }
    self.init(try [LayerDescription](from: decoder).map(\.value))
  }

  public func encode(to encoder: any Encoder) throws {
    try layers.map { LayerDescription($0) }.encode(to: encoder)
  }
}

/// A layer of any kind as files describe it: `{"type": "dense", "units": 16}`.
public typealias LayerDescription = Described<LayerKinds>

extension Registry {
  /// The layers that files can name: add those of your own.
  public static let layers = PartRegistry<any Layer.Type>("layers", "a layer", of: LayerKinds.self) {
    [
      Dense.self, BatchNormalization.self, UnitNormalization.self, Dropout.self, GaussianNoise.self,
      Activation.self, ParametricActivation.self, FeatureScale.self, Residual.self,
      LayerNormalization.self, PeriodicEmbedding.self, Embedding.self, PiecewiseLinearEncoding.self,
    ]
  }
}

/// The layers that files can name.
public enum LayerKinds: KindList {
  public typealias Member = any Layer
  public static var registry: PartRegistry<any Layer.Type> { Registry.layers }
}
