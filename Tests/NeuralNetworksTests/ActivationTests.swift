import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing
import VintnerTesting

struct ActivationTests {
  static let activations = Activation.all + [.leakyReLU(negativeSlope: 0.01), .gelu(approximate: true)]

  @Test(arguments: activations)
  func isTheSameAloneAndBehindADenseLayer(activation: Activation) throws {
    let x: Matrix<Double> = randomMatrix(rows: 40, columns: 3, seed: 1)
    let y: Matrix<Double> = randomMatrix(rows: 40, columns: 4, seed: 2)
    func trained(_ layers: [any Layer]) throws -> TrainedNetwork {
      try Sequential(layers).fitted(
        to: x, y, with: Training(optimizer: SGD(), loss: .meanSquaredError, epochs: 3), precision: .double)
    }
    let one = try trained([Dense(4, activation: activation)])
    let two = try trained([Dense(4), activation])
    #expect(two.history.loss == one.history.loss)
    #expect(two.predict(x) == one.predict(x))
  }

  @Test(arguments: activations)
  func hasTheGradientOfItsDifferenceQuotient(activation: Activation) throws {
    #expect(try GradientCheck([activation, Dense(2), activation]).faults() == [])
  }

  @Test(arguments: activations)
  func answersForARowAloneAsAmongMany(activation: Activation) {
    let x: Matrix<Float> = randomMatrix(rows: 10_000, columns: 5, seed: 3)
    let network = Sequential([
      Dense(40, activation: activation), BatchNormalization(), Dense(3, activation: activation),
    ])
    let trained = TrainedNetwork(network, inputs: 5)
    let all = trained.predict(x)
    for row in [0, 1, 4_999, 9_999] {
      let alone = trained.predict(x[rows: row..<row + 1]).scalars
      #expect(
        zip(alone, all.row(row)).allSatisfy { abs($0 - $1) <= 1e-6 * max(abs($1), 1) },
        "\(activation), row \(row)")
    }
  }

  @Test func isFoundByItsName() {
    for activation in Activation.all { #expect(Activation(named: activation.name) == activation) }
    #expect(Activation(named: "silu") == .swish)
    #expect(Activation(named: "relu6") == nil)
  }

  @Test func refusesWhatIsOutOfRange() async {
    await #expect(processExitsWith: .failure) {
      _ = TrainedNetwork(Sequential([Activation.elu(alpha: 0)]), inputs: 1).predict(Matrix<Float>([[1]]))
    }
  }
}
