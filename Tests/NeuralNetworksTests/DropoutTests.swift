import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing
import VintnerTesting

struct DropoutTests {
  private let x: Matrix<Double> = randomMatrix(rows: 20, columns: 6, seed: 2)

  @Test func keepsTheDocumentedShapes() {
    for layer: any Layer in [Dropout(rate: 0.5), GaussianNoise(standardDeviation: 1), Activation.relu] {
      #expect(layer.outputs(inputs: 3) == 3)
      #expect(layer.parameters(inputs: 3).isEmpty)
    }
  }

  @Test func leavesInferenceAlone() {
    let layers: [any Layer] = [Dropout(rate: 0.9), GaussianNoise(standardDeviation: 5)]
    let trained = TrainedNetwork(Sequential(layers), inputs: 6, precision: .double)
    #expect(trained.predict(x) == x)
  }

  /// Targets of 0 make the loss of an untrained dropout the mean square of its outputs.
  @Test func hasTheMeanAndVarianceOfInvertedDropout() throws {
    let ones = Matrix<Float>(rows: 400, columns: 100, scalars: [Float](repeating: 1, count: 40_000))
    let zeros = Matrix<Float>(rows: 400, columns: 100)
    for rate in [0.2, 0.5] {
      func loss(_ target: Matrix<Float>, _ loss: any Loss) throws -> Double {
        try Sequential([Dropout(rate: rate)]).fitted(
          to: ones, target, with: Training(loss: loss, batchSize: 100)
        ).history.loss[0]
      }
      let spread = (rate / (1 - rate)).squareRoot() / 200
      #expect(abs(try loss(zeros, .meanAbsoluteError) - 1) < 5 * spread)
      #expect(abs(try loss(ones, .meanSquaredError) - rate / (1 - rate)) < 10 * spread)
    }
  }

  @Test func addsNoiseOfItsStandardDeviation() throws {
    let zeros = Matrix<Float>(rows: 400, columns: 100)
    let trained = try Sequential([GaussianNoise(standardDeviation: 0.3)]).fitted(
      to: zeros, zeros, with: Training(loss: .meanSquaredError, batchSize: 100))
    #expect(abs(trained.history.loss[0] - 0.09) < 5 * 0.09 * (2.0 / 40_000).squareRoot())
  }

  @Test(
    arguments: [
      [Dropout(rate: 0), Dense(3, activation: .tanh), Dropout(rate: 0), Dense(1)],
      [Dense(4), Dropout(rate: 0.4), Activation.tanh, Dense(2)],
      [GaussianNoise(standardDeviation: 0.2), Dense(3, activation: .tanh), Dense(1)],
    ] as [[any Layer]])
  func hasTheGradientOfItsDifferenceQuotient(layers: [any Layer]) throws {
    // The noise hangs on seed, step, layer and row, so that moved parameters meet the same.
    #expect(try GradientCheck(layers).faults() == [])
  }

  @Test func drawsAnewInEveryStepAndForEverySeed() throws {
    func losses(seed: UInt64) throws -> [Double] {
      try Sequential([Dropout(rate: 0.25)]).fitted(
        to: x, x, with: Training(loss: .meanSquaredError, epochs: 6, shuffles: false, seed: seed)
      ).history.loss
    }
    let first = try losses(seed: 1)
    #expect(Set(first).count == 6)
    #expect(try losses(seed: 1) == first)
    #expect(try Set(losses(seed: 2)).isDisjoint(with: first))
  }

  @Test func refusesWhatIsOutOfRange() async {
    await #expect(processExitsWith: .failure) { _ = Dropout(rate: 1) }
    await #expect(processExitsWith: .failure) { _ = Dropout(rate: -0.1) }
    await #expect(processExitsWith: .failure) { _ = GaussianNoise(standardDeviation: -1) }
  }
}
