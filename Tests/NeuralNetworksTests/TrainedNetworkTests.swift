import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

struct TrainedNetworkTests {
  private let network = Sequential([Dense(8, activation: .sigmoid), Dense(2)])

  @Test(arguments: Precision.allCases) func givesAndTakesItsParameters(_ precision: Precision) throws {
    let trained = TrainedNetwork(network, inputs: 5, seed: 3, precision: precision)
    #expect(
      trained.parameters.map(\.name) == [
        "layers.0.kernel", "layers.0.bias", "layers.1.kernel", "layers.1.bias",
      ])
    #expect(trained.parameters.map(\.shape) == [[5, 8], [8], [8, 2], [2]])
    let copy = try TrainedNetwork(
      network, inputs: 5, parameters: trained.parameters.reversed(), precision: precision)
    #expect(copy.parameters == trained.parameters)
    let x: Matrix<Double> = randomMatrix(rows: 9, columns: 5, seed: 1)
    #expect(copy.predict(x) == trained.predict(x))
  }

  @Test func drawsGlorotsUniformKernelsAndZeroBiases() {
    let parameters = TrainedNetwork(Sequential([Dense(300)]), inputs: 200, seed: 1, precision: .double)
      .parameters
    let kernel = parameters[0].doubles
    let limit = (6.0 / 500).squareRoot()
    #expect(kernel.allSatisfy { abs($0) <= limit })
    #expect(kernel.max()! > 0.999 * limit && kernel.min()! < -0.999 * limit)
    let variance = kernel.reduce(0) { $0 + $1 * $1 } / Double(kernel.count)
    #expect(relativeDifference(variance, limit * limit / 3) < 0.02)
    #expect(parameters[1].doubles.allSatisfy { $0 == 0 })
  }

  @Test func beginsAlikeInBothPrecisions() {
    let single = TrainedNetwork(network, inputs: 5, seed: 3)
    let double = TrainedNetwork(network, inputs: 5, seed: 3, precision: .double)
    #expect(
      single.parameters.map(\.doubles) == double.parameters.map { $0.doubles.map { Double(Float($0)) } })
  }

  @Test func predictsARowAloneAsAmongMany() {
    let trained = TrainedNetwork(network, inputs: 5, seed: 3)
    let x: Matrix<Float> = randomMatrix(rows: 1000, columns: 5, seed: 1)
    let all = trained.predict(x)
    for row in [0, 1, 499, 998, 999] {
      #expect(relativeDifference(trained.predict(x[rows: row..<row + 1]).row(0), all.row(row)) < 1e-6)
    }
  }

  @Test func namesAParameterThatIsMissing() {
    var parameters = TrainedNetwork(network, inputs: 5).parameters
    parameters.remove(at: 2)
    expectError(
      parameters, "The weights lack layers.1.kernel of shape [8, 2]: they belong to another network.")
  }

  @Test func namesAParameterOfAnotherShape() {
    var parameters = TrainedNetwork(network, inputs: 5).parameters
    parameters[1] = Parameter(name: "layers.0.bias", shape: [4], values: .single([0, 0, 0, 0]))
    expectError(
      parameters,
      "layers.0.bias has the shape [4], where this network has [8]: the weights belong to another one.")
  }

  @Test func namesAParameterThatItDoesNotHave() {
    var parameters = TrainedNetwork(network, inputs: 5).parameters
    parameters.append(Parameter(name: "layers.7.gamma", shape: [1], values: .single([0])))
    expectError(
      parameters,
      "The weights hold layers.7.gamma, which this network does not have: they belong to another one.")
  }

  @Test func saysWhereALossDiverged() {
    #expect(
      NetworkError.diverged(epoch: 3, batch: 4, best: nil).description
        == "The loss became NaN or infinite in epoch 3, batch 4: lower the learning rate.")
  }

  private func expectError(_ parameters: [Parameter], _ sentence: String) {
    do {
      _ = try TrainedNetwork(network, inputs: 5, parameters: parameters)
      Issue.record("No error.")
    } catch {
      #expect(error.description == sentence)
    }
  }
}
