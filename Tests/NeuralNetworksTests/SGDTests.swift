import NeuralNetworks
import TestSupport
import Testing

/// Expected values: Keras 3.15, `optimizer.apply` in single precision.
struct SGDTests {
  private func weights(_ optimizer: SGD, steps: Int) -> [Float] {
    var bench = OptimizerBench<Float>(optimizer, weights: GoldenSteps.weights)
    for gradient in GoldenSteps.gradients.prefix(steps) { bench.apply(gradient) }
    return bench.weights
  }

  @Test func descends() {
    #expect(weights(SGD(), steps: 1) == [0.99000001, 2.05999994, 2.93000007, 3.98000002])
    #expect(weights(SGD(), steps: 3) == [0.984899998, 2.05729985, 2.9303, 4.00960016])
  }

  @Test func gathersMomentum() {
    let optimizer = SGD(learningRate: 0.1, momentum: 0.9)
    #expect(weights(optimizer, steps: 1) == [0.899999976, 2.5999999, 2.29999995, 3.79999995])
    #expect(
      relativeDifference(weights(optimizer, steps: 3), [0.633000016, 3.57649994, 1.10599995, 4.02400017])
        < 2e-7)
  }

  @Test func looksAheadNesterovsWay() {
    let optimizer = SGD(learningRate: 0.1, momentum: 0.9, nesterov: true)
    #expect(weights(optimizer, steps: 1) == [0.810000002, 3.1400001, 1.67000008, 3.61999989])
    #expect(
      relativeDifference(weights(optimizer, steps: 3), [0.518700004, 3.99185014, 0.598400235, 4.11759996])
        < 2e-7)
  }
}

/// The weights and gradients of the recorded single steps.
enum GoldenSteps {
  static let weights: [Float] = [1, 2, 3, 4]
  static let gradients: [[Float]] = [[1, -6, 7, 2], [0.5, 0.25, 0, -3], [0.01, 0.02, -0.03, 0.04]]
}
