import Foundation
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing
import VintnerTesting

struct ResidualTests {
  private static let network = Sequential([
    Residual([Dense(4, activation: .tanh), BatchNormalization(), Dropout(rate: 0.2), Dense(3)]),
    LayerNormalization(), Residual([Dense(3, activation: .relu)]), Dense(1),
  ])

  /// [1, 2]·[[1, 1], [0, 2]] = [1, 5], and [1, 2] to it.
  @Test func addsInputsToOutputs() throws {
    let network = try TrainedNetwork(
      Sequential([Residual([Dense(2, useBias: false)])]), inputs: 2,
      parameters: [Parameter(name: "layers.0.0.kernel", shape: [2, 2], values: .single([1, 1, 0, 2]))])
    #expect(network.predict(Matrix<Float>([[1, 2]])) == Matrix([[2, 7]]))
  }

  @Test func namesParametersByPlaces() {
    let trained = TrainedNetwork(Self.network, inputs: 3)
    #expect(
      trained.parameters.map(\.name) == [
        "layers.0.0.kernel", "layers.0.0.bias", "layers.0.1.gamma", "layers.0.1.beta",
        "layers.0.1.moving_mean", "layers.0.1.moving_variance", "layers.0.3.kernel", "layers.0.3.bias",
        "layers.1.gamma", "layers.1.beta", "layers.2.0.kernel", "layers.2.0.bias", "layers.3.kernel",
        "layers.3.bias",
      ])
    #expect(trained.layer(0)["3.bias"]?.shape == [3])
    #expect(trained.layer(0).parameters.count == 8)
    #expect(Self.network.layers[0].parameters(inputs: 3).map(\.name).last == "3.bias")
    // (3·4 + 4) + 4·4 + (4·3 + 3) + 2·3 + (3·3 + 3) + (3 + 1) = 69
    #expect(trained.summary().contains("69"))
  }

  @Test func hasTheGradientOfItsDifferenceQuotient() throws {
    let layers: [any Layer] = [
      Residual([Dense(4, activation: .tanh), BatchNormalization(), Dense(3)]), Dense(3, activation: .tanh),
      Residual([LayerNormalization(), Dense(3)]), Residual([Dropout(rate: 0.3), Dense(3)]), Dense(2),
    ]
    #expect(try GradientCheck(layers).faults() == [])
    #expect(try GradientCheck([layers[0]]).faults() == [])
  }

  @Test(arguments: [2, 3]) func givesTheSameBitsWithAnyNumberOfThreads(_ threads: Int) throws {
    let x: Matrix<Float> = randomMatrix(rows: 300, columns: 3, seed: 1)
    let y: Matrix<Float> = randomMatrix(rows: 300, columns: 1, seed: 2)
    func trained(_ threads: Int) throws -> TrainedNetwork {
      try Self.network.fitted(
        to: x, y,
        with: Training(loss: .meanSquaredError, batchSize: 200, epochs: 2, seed: 5, threads: threads))
    }
    let one = try trained(1)
    #expect(try trained(threads).parameters == one.parameters)
    #expect(one.predict(x, threads: threads) == one.predict(x, threads: 1))
    #expect(one.layerOutputs(of: Matrix<Double>(x)).map(\.columns) == [3, 3, 3, 1])
  }

  @Test func isWrittenAndRead() throws {
    let written = try JSONEncoder().encode(Sequential([Self.network.layers[2]]))
    let read = try JSONDecoder().decode(Sequential.self, from: written)
    #expect(read.layers[0] as? Residual == Residual([Dense(3, activation: .relu)]))
    #expect(read.layers[0].swiftSource == "Residual([Dense(3, activation: .relu)])")
    #expect(read.layers[0].kerasSource == nil)
  }

  static let faults: [(String, String)] = [
    (#"[{"type": "residual"}]"#, "residual lacks the option layers."),
    (#"[{"type": "residual", "layers": []}]"#, "layers are 1 to 100, none of them a residual block"),
    (
      #"[{"type": "residual", "layers": [{"type": "residual", "layers": [{"type": "dense", "units": 3}]}]}]"#,
      "layers are 1 to 100, none of them a residual block"
    ),
  ]

  @Test(arguments: faults) func refusesWhatIsNoBlock(_ text: String, _ problem: String) {
    let error = #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode(Sequential.self, from: Data(text.utf8))
    }
    guard case .dataCorrupted(let context) = error else { return }
    #expect(context.debugDescription.contains(problem))
  }

  @Test func refusesOtherWidths() {
    let network = Sequential([Dense(3), Residual([Dense(3), Dense(4)]), Dense(1)])
    let x: Matrix<Float> = randomMatrix(rows: 4, columns: 2, seed: 1)
    let error = #expect(throws: NetworkError.self) {
      _ = try network.fitted(
        to: x, randomMatrix(rows: 4, columns: 1, seed: 2), with: Training(loss: .meanSquaredError))
    }
    #expect(
      error.map { "\($0)" }
        == "Layer 1, residual, adds the 4 outputs of its layers to 3 inputs: give its last layer 3 outputs.")
  }
}
