import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// One row after the other.
struct NetworkPredictorTests {
  /// max(0, 1·3 + 2·(−1) + 0.5) · 4 + max(0, −1·3 + 1·(−1)) · 7 − 1 = 1.5 · 4 − 1
  @Test func answersByHand() throws {
    let network = try TrainedNetwork(
      Sequential([Dense(2, activation: .relu), Dense(1)]), inputs: 2,
      parameters: [
        Parameter(name: "layers.0.kernel", shape: [2, 2], values: .single([1, -1, 2, 1])),
        Parameter(name: "layers.0.bias", shape: [2], values: .single([0.5, 0])),
        Parameter(name: "layers.1.kernel", shape: [2, 1], values: .single([4, 7])),
        Parameter(name: "layers.1.bias", shape: [1], values: .single([-1])),
      ])
    #expect(network.predictor().predict([3, -1]) == 5)
  }

  /// As a matrix of that row, with every kind of layer, whatever was asked before.
  @Test(arguments: Precision.allCases) func answersAsAMatrixOfOneRow(_ precision: Precision) {
    let layers: [any Layer] = [
      Dense(70, activation: .relu), BatchNormalization(), Activation.tanh, Dropout(rate: 0.5),
      GaussianNoise(standardDeviation: 1), Dense(30, activation: .gelu()), Dense(3, activation: .softmax),
    ]
    let network = TrainedNetwork(Sequential(layers), inputs: 20, seed: 3, precision: precision)
    let predictor = network.predictor()
    #expect(predictor.inputs == 20 && predictor.outputs == 3)
    let x: Matrix<Double> = randomMatrix(rows: 50, columns: 20, seed: 1)
    var answer = [Double](repeating: 0, count: 3)
    for row in 0..<50 {
      predictor.predict(x.row(row), into: &answer)
      #expect(answer == network.predict(x[rows: row..<row + 1]).scalars)
    }
  }

  @Test(arguments: Precision.allCases, [3, 7])
  func allocatesNothing(_ precision: Precision, inputs: Int) throws {
    let network =
      inputs == 3
      ? everyLayer
      : Sequential([
        Dense(300, activation: .relu), BatchNormalization(), Dropout(rate: 0.5), Dense(40, activation: .tanh),
        Dense(1),
      ])
    let predictor = TrainedNetwork(network, inputs: inputs, precision: precision).predictor()
    let row = [Double](repeating: 0.5, count: inputs)
    var answer = [predictor.predict(row)]
    let count = allocations {
      for _ in 0..<100 {
        answer[0] += predictor.predict(row)
        predictor.predict(row, into: &answer)
      }
    }
    guard let count else { return }
    #expect(count == 0)
    // The count counts: a matrix is allocated.
    #expect(try #require(allocations { _ = Matrix<Float>(rows: 1, columns: 7) }) > 0)
  }

  @Test func keepsTheWeightsThatItWasMadeWith() throws {
    let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(100)
    var network: TrainedNetwork? = TrainedNetwork(
      Sequential([Dense(500, activation: .relu), Dense(1)]), inputs: 3, seed: 1)
    let before = network!.predict(Matrix<Double>([[0.1, 0.2, 0.3]]))[0, 0]
    let predictor = network!.predictor()
    let after = try network!.fitted(
      to: data.x, data.y, with: Training(loss: .meanSquaredError, epochs: 2)
    ).predictor().predict([0.1, 0.2, 0.3])
    network = nil
    let others = (0..<20).map { TrainedNetwork(Sequential([Dense(500)]), inputs: 3, seed: $0) }
    #expect(predictor.predict([0.1, 0.2, 0.3]) == before)
    #expect(after != before && others.count == 20)
  }

  @Test func refusesARowOfAnotherLength() async {
    await #expect(processExitsWith: .failure) {
      _ = TrainedNetwork(Sequential([Dense(1)]), inputs: 2).predictor().predict([1, 2, 3])
    }
  }

  @Test func refusesToAnswerSeveralOutputsWithOne() async {
    await #expect(processExitsWith: .failure) {
      _ = TrainedNetwork(Sequential([Dense(2)]), inputs: 2).predictor().predict([1, 2])
    }
  }
}
