import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing
import VintnerTesting

struct DenseTests {
  /// Two inputs, two hidden units of relu, one output, by hand.
  private let network = Sequential([Dense(2, activation: .relu), Dense(1)])
  private let parameters = [
    Parameter(name: "layers.0.kernel", shape: [2, 2], values: .double([1, -1, 2, 0.5])),
    Parameter(name: "layers.0.bias", shape: [2], values: .double([0.5, -1])),
    Parameter(name: "layers.1.kernel", shape: [2, 1], values: .double([3, -2])),
    Parameter(name: "layers.1.bias", shape: [1], values: .double([0.25])),
  ]

  @Test func predictsByHand() throws {
    // Row (1, 2): sums 1 + 4 + 0.5 = 5.5 and −1 + 1 − 1 = −1 → relu 5.5, 0 → 16.5 + 0.25.
    // Row (−1, 4): sums −1 + 8 + 0.5 = 7.5 and 1 + 2 − 1 = 2 → 22.5 − 4 + 0.25.
    let trained = try TrainedNetwork(network, inputs: 2, parameters: parameters, precision: .double)
    #expect(trained.predict(Matrix<Double>([[1, 2], [-1, 4]])) == Matrix([[16.75], [18.75]]))
  }

  @Test func goesBackByHand() throws {
    // One row (1, 2) with target 15.75: error 1, MSE's gradient 2.
    // Output layer: kernel 2·(5.5, 0), bias 2. Hidden: the first unit gets 2·3, the second is off.
    let trained = try TrainedNetwork(network, inputs: 2, parameters: parameters, precision: .double)
      .fitted(
        to: Matrix<Double>([[1, 2]]), Matrix([[15.75]]),
        with: Training(optimizer: SGD(learningRate: 0.5), loss: .meanSquaredError))
    #expect(trained.history.loss == [1])
    #expect(trained.parameters[0].values == .double([1 - 3, -1, 2 - 6, 0.5]))
    #expect(trained.parameters[1].values == .double([0.5 - 3, -1]))
    #expect(trained.parameters[2].values == .double([3 - 5.5, -2]))
    #expect(trained.parameters[3].values == .double([0.25 - 1]))
  }

  @Test func averagesTheGradientOverTheBatch() throws {
    // y = w·x + b at w = 1, b = 0 on x = 1, 3 with targets 0, 0: gradient of the mean absolute error is
    // the mean of the rows, (1 + 3) / 2 for w and 1 for b.
    let trained = try TrainedNetwork(
      Sequential([Dense(1)]), inputs: 1,
      parameters: [
        Parameter(name: "layers.0.kernel", shape: [1, 1], values: .double([1])),
        Parameter(name: "layers.0.bias", shape: [1], values: .double([0])),
      ], precision: .double
    ).fitted(
      to: Matrix<Double>([[1], [3]]), Matrix([[0], [0]]),
      with: Training(optimizer: SGD(learningRate: 1), loss: .meanAbsoluteError))
    #expect(trained.parameters.map(\.values) == [.double([-1]), .double([-1])])
    #expect(trained.history.loss == [2])
  }

  @Test(arguments: Activation.all + [.gelu(approximate: true), .elu(alpha: 0.5)])
  func hasTheGradientOfItsDifferenceQuotient(_ activation: Activation) throws {
    for loss: any Loss in [MeanSquaredError(), MeanAbsoluteError()] {
      let check = GradientCheck(
        [Dense(5, activation: activation), Dense(2, activation: activation)], loss: loss)
      #expect(try check.faults() == [], "\(activation), \(loss.name)")
    }
  }

  @Test func hasTheGradientOfItsDifferenceQuotientWhereRowsFillManyBlocks() throws {
    var check = GradientCheck([Dense(2, activation: .tanh), Dense(1)])
    check.x = randomMatrix(rows: 70, columns: 2, seed: 3)
    #expect(try check.faults() == [])
  }

  @Test func hasTheGradientOfItsDifferenceQuotientWithoutABias() throws {
    let check = GradientCheck([Dense(3, activation: .swish, useBias: false), Dense(1, useBias: false)])
    #expect(try check.faults() == [])
  }

  @Test func keepsTheDocumentedShapes() {
    let layer = Dense(4)
    #expect(layer.outputs(inputs: 3) == 4)
    #expect(layer.parameters(inputs: 3).map(\.shape) == [[3, 4], [4]])
    #expect(layer.parameters(inputs: 3).map(\.name) == ["kernel", "bias"])
    #expect(Dense(4, useBias: false).parameters(inputs: 3).map(\.name) == ["kernel"])
    let trained = TrainedNetwork(Sequential([layer]), inputs: 3)
    let answer = trained.predict(Matrix<Float>(rows: 5, columns: 3))
    #expect([answer.rows, answer.columns] == [5, 4])
  }
}
