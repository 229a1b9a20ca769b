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
