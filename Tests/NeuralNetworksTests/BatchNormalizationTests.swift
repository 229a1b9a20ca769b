import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing
import VintnerTesting

struct BatchNormalizationTests {
  @Test func keepsTheDocumentedShapes() {
    let layer = BatchNormalization()
    #expect(layer.outputs(inputs: 3) == 3)
    let parameters = layer.parameters(inputs: 3)
    #expect(parameters.map(\.name) == ["gamma", "beta", "moving_mean", "moving_variance"])
    #expect(parameters.map(\.shape) == [[3], [3], [3], [3]])
    #expect(parameters.map(\.isTrainable) == [true, true, false, false])
    #expect(
      BatchNormalization(center: false).parameters(inputs: 3).map(\.name)
        == ["gamma", "moving_mean", "moving_variance"])
    #expect(
      BatchNormalization(scale: false).parameters(inputs: 3).map(\.name)
        == ["beta", "moving_mean", "moving_variance"])
  }

  /// Inference takes the moving averages: 2 · (x − 1) / √(3 + 1) + 0.5.
  @Test func predictsWithTheMovingFigures() throws {
    let trained = try TrainedNetwork(
      Sequential([BatchNormalization(epsilon: 1)]), inputs: 1,
      parameters: [
        Parameter(name: "layers.0.gamma", shape: [1], values: .double([2])),
        Parameter(name: "layers.0.beta", shape: [1], values: .double([0.5])),
        Parameter(name: "layers.0.moving_mean", shape: [1], values: .double([1])),
        Parameter(name: "layers.0.moving_variance", shape: [1], values: .double([3])),
      ], precision: .double)
    #expect(trained.predict(Matrix<Double>([[1], [4]])) == Matrix([[0.5], [3.5]]))
  }

  /// One batch of 1, 3, 8: mean 4, variance over n 26/3; the moving averages begin at 0 and 1.
  @Test func movesItsFiguresTowardsTheBatch() throws {
    let trained = try Sequential([BatchNormalization(momentum: 0.9)]).fitted(
      to: Matrix<Double>([[1], [3], [8]]), Matrix([[0], [0], [0]]),
      with: Training(optimizer: SGD(learningRate: 1e-9), loss: .meanSquaredError, shuffles: false),
      precision: .double)
    #expect(relativeDifference(trained.parameters[2].doubles, [0.4]) < 1e-14)
    #expect(relativeDifference(trained.parameters[3].doubles, [0.9 + 26 / 30.0]) < 1e-14)
    // The loss is the mean square of three normalized values: variance / (variance + ε).
    #expect(relativeDifference(trained.history.loss[0], (26 / 3.0) / (26 / 3.0 + 1e-3)) < 1e-13)
  }

  @Test(
    arguments: [
      [Dense(4), BatchNormalization(), Activation.tanh, Dense(2)],
      [BatchNormalization(epsilon: 0.1), Dense(3, activation: .sigmoid), Dense(1)],
      [
        Dense(4, activation: .tanh), BatchNormalization(scale: false), Dense(3), BatchNormalization(),
        Dense(1),
      ],
      [BatchNormalization(center: false), BatchNormalization(epsilon: 0.5)],
      [Dense(70, activation: .softplus), BatchNormalization(), Dense(1)],
    ] as [[any Layer]])
  func hasTheGradientOfItsDifferenceQuotient(layers: [any Layer]) throws {
    #expect(try GradientCheck(layers).faults() == [])
  }

  @Test func hasTheGradientOfItsDifferenceQuotientWhereRowsFillManyBlocks() throws {
    var check = GradientCheck([Dense(2, activation: .tanh), BatchNormalization(), Dense(1)])
    check.x = randomMatrix(rows: 70, columns: 2, seed: 3)
    #expect(try check.faults() == [])
  }

  /// Rows fill several blocks and columns several, so that lanes share both.
  @Test func givesTheSameBitsForAnyNumberOfThreads() throws {
    let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(500)
    let network = Sequential([
      Dense(150), BatchNormalization(), Activation.relu, Dropout(rate: 0.3),
      GaussianNoise(standardDeviation: 0.1),
      Dense(130, activation: .gelu()), BatchNormalization(momentum: 0.9), Dense(1),
    ])
    func trained(threads: Int) throws -> TrainedNetwork {
      try network.fitted(
        to: data.x, data.y, validation: data,
        with: Training(loss: .meanSquaredError, batchSize: 300, epochs: 3, seed: 1, threads: threads))
    }
    let alone = try trained(threads: 1)
    for threads in 2...3 {
      let shared = try trained(threads: threads)
      #expect(shared.history.loss == alone.history.loss)
      #expect(shared.history.validationLoss == alone.history.validationLoss)
      #expect(shared.parameters == alone.parameters)
    }
  }

  @Test func takesABatchOfOneRow() throws {
    let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(5)
    let trained = try Sequential([Dense(4), BatchNormalization(), Dense(1)]).fitted(
      to: data.x, data.y, with: Training(loss: .meanSquaredError, batchSize: 1, epochs: 2))
    #expect(trained.history.loss.allSatisfy { $0.isFinite })
  }

  @Test func refusesWhatIsOutOfRange() async {
    await #expect(processExitsWith: .failure) { _ = BatchNormalization(momentum: 1.5) }
    await #expect(processExitsWith: .failure) { _ = BatchNormalization(epsilon: -1) }
  }
}
