import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

struct TrainedLayerTests {
  private let network = Sequential([
    Dense(3, activation: .tanh, kernelRegularizer: .l2(0.1)), BatchNormalization(), Dropout(rate: 0.3),
    Dense(1),
  ])
  private let data: (x: Matrix<Double>, y: Matrix<Double>) = learnableRows(40)

  @Test func showsTheWeightsOfALayer() {
    let trained = TrainedNetwork(network, inputs: 2, seed: 3, precision: .double)
    let first = trained.layer(0)
    #expect(first.description as? Dense == network.layers[0] as? Dense)
    #expect(first.kernel.map { [$0.rows, $0.columns] } == [2, 3])
    #expect(first.kernel?.scalars == trained.parameters[0].scalars)
    #expect(first.bias == [0, 0, 0])
    #expect(first["bias"]?.name == "layers.0.bias")
    #expect(first.gamma == nil && first["beta"] == nil)
    let second = trained.layer(1)
    #expect(second.gamma == [1, 1, 1] && second.beta == [0, 0, 0])
    #expect(second.movingMean == [0, 0, 0] && second.movingVariance == [1, 1, 1])
    #expect(trained.layers.map(\.parameters.count) == [2, 4, 0, 2])
  }

  /// Gradient descent at rate 1 takes off exactly the gradient.
  @Test func givesTheGradientThatTrainingGoesBy() throws {
    let start = TrainedNetwork(network, inputs: 3, seed: 3, precision: .double)
    let gradients = start.gradients(data.x, data.y, loss: .meanSquaredError, seed: 5)
    #expect(
      gradients.map(\.name) == [
        "layers.0.kernel", "layers.0.bias", "layers.1.gamma", "layers.1.beta", "layers.3.kernel",
        "layers.3.bias",
      ])
    let stepped = try start.fitted(
      to: data.x, data.y,
      with: Training(
        optimizer: SGD(learningRate: 1), loss: .meanSquaredError, batchSize: 40, shuffles: false, seed: 5))
    for gradient in gradients {
      let before = start.parameters.first { $0.name == gradient.name }!
      let after = stepped.parameters.first { $0.name == gradient.name }!
      #expect(gradient.shape == before.shape)
      let step = zip(before.scalars, after.scalars).map { $0 - $1 }
      #expect(zip(step, gradient.scalars).allSatisfy { abs($0 - $1) < 1e-14 }, "\(gradient.name)")
    }
  }

  @Test func leavesTheNetworkAsItIs() {
    let start = TrainedNetwork(network, inputs: 3)
    let before = start.parameters
    _ = start.gradients(data.x, data.y, loss: .meanAbsoluteError)
    #expect(start.parameters == before)
  }
}
