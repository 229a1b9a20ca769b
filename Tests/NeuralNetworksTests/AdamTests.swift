import NeuralNetworks
import TestSupport
import Testing

/// Expected values: Keras 3.15, `optimizer.apply` in single precision.
struct AdamTests {
  private func weights(_ optimizer: Adam, steps: Int) -> [Float] {
    var bench = OptimizerBench<Float>(optimizer, weights: GoldenSteps.weights)
    for gradient in GoldenSteps.gradients.prefix(steps) { bench.apply(gradient) }
    return bench.weights
  }

  @Test func takesTheStepsOfKeras() {
    #expect(weights(Adam(), steps: 1) == [0.999000013, 2.00099993, 2.99900007, 3.99900007])
    #expect(weights(Adam(), steps: 3) == [0.997341573, 2.00212979, 2.99781489, 3.99943209])
  }

  @Test func takesLargeStepsOfKeras() {
    #expect(
      weights(Adam(learningRate: 0.5), steps: 1) == [0.500004947, 2.49999642, 2.50000358, 3.50000405])
    #expect(
      relativeDifference(
        weights(Adam(learningRate: 0.5), steps: 3), [-0.329210132, 3.06494164, 1.90737319, 3.71603894])
        < 4e-7)
  }

  /// The first step of 0.5 is not 0.5: `Float(0.999)` is 0.99900001…, so that 1 − β₂ in the step's length
  /// is smaller than the 1 − β₂ that multiplies the moment. The textbook's rounding gives 0.5 here.
  @Test func roundsAsKerasDoes() {
    #expect(weights(Adam(learningRate: 0.5), steps: 1)[0] == 0.500004947)
    var exact = OptimizerBench<Double>(Adam(learningRate: 0.5), weights: [1])
    exact.apply([1])
    #expect(abs(exact.weights[0] - 0.5) < 1e-5 && exact.weights[0] != Double(Float(0.500004947)))
  }
}
