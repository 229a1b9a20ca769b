import Foundation
import Exports
import NeuralNetworks
import TestSupport
import Testing

/// The fixtures are what `model.to_json()` of Keras 3.15 wrote.
struct KerasModelTests {
  private func text(_ name: String) throws -> String {
    let folder = Repository.root.appending(path: "Tests/ExportsTests/Fixtures/keras-json")
    return try String(contentsOf: folder.appending(path: "\(name).json"), encoding: .utf8)
  }

  @Test func readsEveryLayer() throws {
    let network = try Sequential(kerasJSON: text("model"))
    #expect(network.layers.count == 10)
    #expect(
      network.layers[0] as? Dense
        == Dense(
          4, activation: .relu, kernelInitializer: .randomNormal(mean: 0, standardDeviation: 0.1),
          kernelRegularizer: .l1l2(l1: 0.001, l2: 0.002), biasRegularizer: .l2(0.01),
          kernelConstraint: .maxNorm(2)))
    #expect(network.layers[1] as? BatchNormalization == BatchNormalization(momentum: 0.9))
    #expect(network.layers[2] as? Dropout == Dropout(rate: 0.2))
    #expect(network.layers[3] as? GaussianNoise == GaussianNoise(standardDeviation: 0.1))
    let activations: [Activation] = [
      .swish, .leakyReLU(negativeSlope: 0.3), .elu(alpha: 0.5), .relu, .softmax,
    ]
    #expect(network.layers[4...8].map { $0 as? Activation } == activations)
    #expect(
      network.layers[9] as? Dense == Dense(1, activation: .leakyReLU(negativeSlope: 0.1), useBias: false))
  }

  @Test func readsAModelThatIsNotBuilt() throws {
    let network = try Sequential(kerasJSON: text("unbuilt"))
    #expect(network.layers[0] as? Dense == Dense(4, activation: .gelu()))
    #expect(
      network.layers[1] as? Dense
        == Dense(
          1, kernelInitializer: .orthogonal(gain: 2), biasInitializer: .constant(0.5),
          kernelConstraint: .nonNegative))
  }

  @Test(arguments: [
    ("conv", "conv2d (Conv2D): layers of this kind are not supported."),
    ("functional", "The model is a Functional, but only a Sequential can be read."),
    ("unit", "dense_6 (Dense): its kernel_constraint UnitNorm is not supported."),
    ("relu6", "re_lu_1 (ReLU): its max_value is not supported."),
    ("frozen", "dense_7 (Dense): its trainable is not supported."),
  ])
  func refusesByName(fixture: String, problem: String) throws {
    let text = try text(fixture)
    try expectRefusal(of: text, problem)
  }

  @Test func refusesOtherTexts() throws {
    try expectRefusal(of: "{", "The text is not JSON.")
    try expectRefusal(of: "[]", "The text is not a model that Keras's to_json wrote.")
  }

  @Test func refusesValuesThatDoNotFit() throws {
    let unbuilt = try text("unbuilt")
    try expectRefusal(
      of: unbuilt.replacing(#""units": 4"#, with: #""units": 0"#), "dense: units is 1 to 1000000, received 0."
    )
    try expectRefusal(
      of: unbuilt.replacing(#""units": 4"#, with: #""units": "four""#), "units has the wrong type.")
    try expectRefusal(of: unbuilt.replacing("gelu", with: "celu"), "celu is not an activation: the known")
  }

  private func expectRefusal(of text: String, _ problem: String) throws {
    #expect {
      _ = try Sequential(kerasJSON: text)
    } throws: { error in
      let sentence = "\(error)"
      if !sentence.contains(problem) { Issue.record("\(sentence)") }
      return sentence.hasPrefix("The Keras model cannot be read: ") && sentence.contains(problem)
    }
  }
}
