import LinearAlgebra

/// A layer of a trained network with its weights.
///
///     let layer = trained.layer(0)
///     layer.kernel?.row(3)         // how the fourth input reaches each unit
///     layer.bias
public struct TrainedLayer: Sendable {
  /// The layer without its weights.
  public let description: any Layer
  /// Its place in the network, counted from 0.
  public let index: Int
  /// All its parameters, in the order of files.
  public let parameters: [Parameter]

  /// The parameter of a name within the layer: `kernel`, `bias`, `gamma`, `moving_mean`.
  public subscript(name: String) -> Parameter? {
    parameters.first { $0.name == "layers.\(index).\(name)" }
  }

  /// A dense layer's W. Shape: (inputs, units)
  public var kernel: Matrix<Double>? {
    self["kernel"].map { Matrix(rows: $0.shape[0], columns: $0.shape[1], scalars: $0.scalars) }
  }

  /// A dense layer's b. Shape: (units)
  public var bias: [Double]? { self["bias"]?.scalars }

  /// A batch normalization's scale. Shape: (inputs)
  public var gamma: [Double]? { self["gamma"]?.scalars }

  /// A batch normalization's shift. Shape: (inputs)
  public var beta: [Double]? { self["beta"]?.scalars }

  /// A batch normalization's mean in inference. Shape: (inputs)
  public var movingMean: [Double]? { self["moving_mean"]?.scalars }

  /// A batch normalization's variance in inference. Shape: (inputs)
  public var movingVariance: [Double]? { self["moving_variance"]?.scalars }
}

extension TrainedNetwork {
  /// A layer with its weights, found by its place, counted from 0; of an ensemble that of the first member.
  ///
  /// - Precondition: the network has a layer there.
  public func layer(_ index: Int) -> TrainedLayer {
    precondition(
      network.layers.indices.contains(index),
      "The network has \(network.layers.count) layers, received the place \(index).")
    return TrainedLayer(
      description: network.layers[index], index: index,
      parameters: members[0].parameters.filter { $0.name.hasPrefix("layers.\(index).") })
  }

  /// All layers with their weights.
  public var layers: [TrainedLayer] { network.layers.indices.map(layer) }
}
