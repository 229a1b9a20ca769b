import LinearAlgebra
import NeuralNetworks
import Testing
import VintnerTesting

struct RegularizerTests {
  @Test(arguments: [Regularizer.l1(0.1), .l2(0.2), .l1l2(l1: 0.05, l2: 0.3)])
  func hasTheGradientOfItsDifferenceQuotient(_ regularizer: Regularizer) throws {
    let check = GradientCheck([
      Dense(4, activation: .tanh, kernelRegularizer: regularizer, biasRegularizer: .l2(0.1)), Dense(1),
    ])
    #expect(try check.faults() == [])
  }

  /// y = w·x + b at w = (1, −2), b = 3, where the prediction is right: all loss is penalty.
  private func trained(_ layer: Dense, rate: Double) throws -> TrainedNetwork {
    let x = Matrix<Double>([[1, 1], [2, 0]])
    return try TrainedNetwork(
      Sequential([layer]), inputs: 2,
      parameters: [
        Parameter(name: "layers.0.kernel", shape: [2, 1], values: .double([1, -2])),
        Parameter(name: "layers.0.bias", shape: [1], values: .double([3])),
      ], precision: .double
    ).fitted(
      to: x, Matrix([[2], [5]]), validation: (x: x, y: Matrix([[2], [5]])),
      with: Training(
        optimizer: SGD(learningRate: .constant(rate)), loss: .meanSquaredError, shuffles: false))
  }

  @Test func addsToTheLossWithTheWeightsBeforeTheUpdate() throws {
    // 0.1·(1 + 2) + 0.2·3² = 2.1
    let layer = Dense(1, kernelRegularizer: .l1(0.1), biasRegularizer: .l2(0.2))
    let history = try trained(layer, rate: 0.5).history
    #expect(abs(history.loss[0] - 2.1) < 1e-15)
    #expect(history.includesPenalty && abs(history.lossWithoutPenalty[0]) < 1e-15)
  }

  @Test func countsInTheValidationLossWithTheWeightsAfterTheUpdate() throws {
    // Gradient of 0.25·(1 + 4): 0.5·(1, −2), and a step of 1 halves the kernel: 0.25·(0.25 + 1) = 0.3125.
    // The predictions are then 2.5 and 4: (0.5² + 1²) / 2 = 0.625.
    let trained = try trained(Dense(1, kernelRegularizer: .l2(0.25)), rate: 1)
    #expect(trained.parameters.map(\.values) == [.double([0.5, -1]), .double([3])])
    #expect(trained.history.validationLoss == [0.9375])
    #expect(trained.history.validationLossWithoutPenalty == [0.625])
  }

  @Test func isNoPartOfTheLossWithoutOne() throws {
    let history = try trained(Dense(1, kernelRegularizer: .l2(0)), rate: 0.5).history
    #expect(!history.includesPenalty && history.lossWithoutPenalty == history.loss)
    #expect(history.names == ["loss", "val_loss"] && history["val_loss_without_penalty"].isEmpty)
  }
}
