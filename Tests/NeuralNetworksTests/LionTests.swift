import NeuralNetworks
import TestSupport
import Testing

struct LionTests {
  /// By hand, with β₁ = 0.5, β₂ = 0.75 and rate 0.25:
  ///
  ///     g = (2, −4): direction (1, −2), w = (1 − 0.25, 1 + 0.25), m = (0.5, −1)
  ///     g = (−1, 3): direction (−0.25, 1), w = (1, 1), m = (0.125, 0)
  ///     g = (0, 0): direction (0.0625, 0), w = (0.75, 1)
  @Test func stepsByTheSignOfTheMean() {
    let gradients: [[Double]] = [[2, -4], [-1, 3], [0, 0]]
    var bench = OptimizerBench<Double>(Lion(learningRate: 0.25, beta1: 0.5, beta2: 0.75), weights: [1, 1])
    let path = gradients.map { gradient in
      bench.apply(gradient)
      return bench.weights
    }
    #expect(path == [[0.75, 1.25], [1, 1], [0.75, 1]])
  }

  @Test func keepsNaN() {
    var bench = OptimizerBench<Float>(Lion(), weights: [1])
    bench.apply([.nan])
    #expect(bench.weights[0].isNaN)
  }
}
