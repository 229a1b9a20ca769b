import Vintner

/// A layer of a trained network as `vintner inspect` shows it.
struct LayerDescription {
  /// Counted from 0, as in the parameters' names.
  let index: Int
  private let layer: any Layer
  let outputs: Int
  let parameters: [ParameterDescription]

  /// The layers of a network, first to last.
  static func all(of network: TrainedNetwork) -> [LayerDescription] {
    var inputs = network.inputs
    return network.network.layers.enumerated().map { index, layer in
      let description = LayerDescription(
        index: index, layer: layer, outputs: layer.outputs(inputs: inputs),
        parameters: layer.parameters(inputs: inputs))
      inputs = description.outputs
      return description
    }
  }

  /// `dense (relu)`
  var type: String { kind + (activation.map { " (\($0))" } ?? "") }

  /// `kernel 11×512, bias 512`
  var shapes: String {
    parameters.map { "\($0.name) \($0.shape.map(String.init).joined(separator: "×"))" }
      .joined(separator: ", ")
  }

  /// The number of scalars in all parameters.
  var count: Int { parameters.reduce(0) { $0 + $1.count } }

  var json: JSON {
    .object([
      ("type", .text(kind)),
      ("activation", .optional(activation)),
      ("outputs", .integer(outputs)),
      ("parameters", .array(parameters.map(json))),
    ])
  }

  private func json(_ parameter: ParameterDescription) -> JSON {
    .object([
      ("name", .text("layers.\(index).\(parameter.name)")),
      ("shape", .integers(parameter.shape)),
      ("trainable", .bool(parameter.isTrainable)),
    ])
  }

  private var kind: String { Swift.type(of: layer).kind }
  private var activation: String? { (layer as? Dense)?.activation.name }
}
