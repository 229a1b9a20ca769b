import Foundation
import LinearAlgebra
import NeuralNetworks
import Testing

struct SequentialCodingTests {
  private func decoded(_ json: String) throws -> Sequential {
    try JSONDecoder().decode(Sequential.self, from: Data(json.utf8))
  }

  private func encoded(_ network: Sequential) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(network), as: UTF8.self)
  }

  @Test func readsKerasWords() throws {
    let network = try decoded(
      """
      [{"type": "dense", "units": 16, "activation": "relu", "l1": 0.001, "use_bias": false},
       {"type": "batch_normalization", "momentum": 0.9},
       {"type": "activation", "activation": {"name": "elu", "alpha": 0.5}},
       {"type": "dropout", "rate": 0.2}, {"type": "gaussian_noise", "stddev": 0.1},
       {"type": "dense", "units": 1, "activation": "silu", "kernel_initializer": "he_normal",
        "bias_initializer": {"name": "constant", "value": 0.25}, "kernel_constraint": {"name": "non_neg"}}]
      """)
    #expect(
      network.layers[0] as? Dense
        == Dense(16, activation: .relu, useBias: false, kernelRegularizer: .l1(0.001)))
    #expect(network.layers[1] as? BatchNormalization == BatchNormalization(momentum: 0.9))
    #expect(network.layers[2] as? Activation == .elu(alpha: 0.5))
    #expect(network.layers[3] as? Dropout == Dropout(rate: 0.2))
    #expect(network.layers[4] as? GaussianNoise == GaussianNoise(standardDeviation: 0.1))
    #expect(
      network.layers[5] as? Dense
        == Dense(
          1, activation: .swish, kernelInitializer: .heNormal, biasInitializer: .constant(0.25),
          kernelConstraint: .nonNegative))
  }

  @Test func writesWhatItReads() throws {
    for activation in Activation.all + [.gelu(approximate: true), .leakyReLU(negativeSlope: 0.1)] {
      for initializer in Initializer.all + [.randomUniform(minimum: -1, maximum: 2), .orthogonal(gain: 3)] {
        let network = Sequential([
          Dense(
            3, activation: activation, kernelInitializer: initializer, biasInitializer: .ones,
            kernelRegularizer: .l1l2(l1: 0.5, l2: 0.25), biasRegularizer: .l2(2),
            kernelConstraint: .maxNorm(3)),
          activation, Dropout(rate: 0.5), GaussianNoise(standardDeviation: 2),
          BatchNormalization(momentum: 0.5, epsilon: 0.25, center: false, scale: false),
        ])
        let text = try encoded(network)
        let again = try decoded(text)
        #expect(try encoded(again) == text)
        #expect(again.layers[0] as? Dense == network.layers[0] as? Dense)
        #expect(again.layers[1] as? Activation == activation)
        #expect(again.layers[4] as? BatchNormalization == network.layers[4] as? BatchNormalization)
      }
    }
  }

  @Test func writesThisText() throws {
    let network = Sequential([Activation.gelu(approximate: true), Dropout(rate: 0.25), Activation.relu])
    #expect(
      try encoded(network)
        == #"[{"activation":{"approximate":true,"name":"gelu"},"type":"activation"},"#
        + #"{"rate":0.25,"type":"dropout"},{"activation":"relu","type":"activation"}]"#)
  }

  static let faults: [(String, String)] = [
    (
      #"[{"type": "conv2d"}]"#,
      "0.type: conv2d is not a layer: the known ones are dense, batch_normalization,"
        + " unit_normalization, dropout, gaussian_noise, activation, parametric_activation, feature_scale,"
        + " residual, layer_normalization, periodic_embedding, embedding, piecewise_linear_encoding;"
        + " a program adds its own before it reads the file, Registry.layers.add(Conv2d.self), and the command vintner has only"
        + " those built in."
    ),
    (#"[{"units": 3}]"#, "0: The type is missing: it says which of"),
    (#"[{"type": "dropout"}]"#, "0: dropout lacks the option rate."),
    (#"[{"type": "dense", "units": 0}]"#, "0.units: dense: units is 1 to 1000000, received 0."),
    (#"[{"type": "dense", "units": 1, "unit": 2}]"#, "0.unit: dense has no option unit: it has units,"),
    (
      #"[{"type": "dropout", "rate": 0.5}, {"type": "dropout", "rate": 1}]"#,
      "1.rate: dropout: rate lies in [0, 1), received 1.0."
    ),
    (
      #"[{"type": "activation", "activation": "relu6"}]"#,
      "0.activation: relu6 is not an activation: the known ones are linear, relu,"
    ),
    (
      #"[{"type": "activation", "activation": {"name": "elu", "alpha": 0}}]"#,
      "0.activation.alpha: elu: alpha is above 0, received 0.0."
    ),
    (
      #"[{"type": "activation", "activation": {"name": "elu", "beta": 1}}]"#,
      "0.activation.beta: elu has no option beta: it has alpha."
    ),
    (
      #"[{"type": "dense", "units": 2, "bias_initializer": "orthogonal"}]"#,
      "0.bias_initializer: dense: it fills kernels, not a parameter of shape [2]."
    ),
    (
      #"[{"type": "batch_normalization", "momentum": -1}]"#,
      "0.momentum: batch_normalization: momentum lies in [0, 1], received -1.0."
    ),
  ]

  @Test(arguments: faults) func refusesByPath(json: String, sentence: String) {
    #expect {
      try decoded(json)
    } throws: { error in
      guard case .dataCorrupted(let context) = error as? DecodingError else { return false }
      let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
      let text = "\(path.joined(separator: ".")): \(context.debugDescription)"
      if !text.hasPrefix(sentence) { Issue.record("\(text)") }
      return text.hasPrefix(sentence)
    }
  }

  /// Units that are left out are given by a pipeline, which knows its target.
  @Test func unitsMayBeLeftOut() throws {
    let open = Sequential([Dense(3), Dense(activation: .softmax)])
    #expect((open.completed(outputs: 4).layers.last as? Dense) == Dense(4, activation: .softmax))
    #expect((open.completed(outputs: 4).layers.first as? Dense) == Dense(3))
    #expect((Sequential([Dense(2)]).completed(outputs: 4).layers.last as? Dense) == Dense(2))
    let again = try decoded(encoded(open))
    #expect(again.layers.map { ($0 as? Dense)?.units } == [3, nil])
    #expect(Dense().swiftSource == "Dense()" && Dense(1).swiftSource == "Dense(1)")
    for layers: [any Layer] in [[Dense(), Dense(1)], [Residual([Dense()]), Dense(1)], [Dense()]] {
      #expect {
        try Sequential(layers).fitted(
          to: Matrix<Double>([[1], [3]]), Matrix([[0], [0]]), with: Training(loss: .meanSquaredError))
      } throws: {
        guard case NetworkError.layerDoesNotFit(0, _, _) = $0 else { return false }
        return "\($0)".hasSuffix(
          "no units, which only the last layer of a pipeline's network gets from the target.")
      }
    }
  }
}
