import NeuralNetworks
import Testing

@Suite struct OptimizerPathTests {
  /// f(x) = 5x² − 2x + 4 has the slope 10x − 2: from 1 at rate 0.05 the distance to 0.2 halves at each step.
  @Test func descendsAParabola() {
    let path = SGD(learningRate: 0.05).path(from: [1], steps: 3) { [10 * $0[0] - 2] }
    let expected = [1, 0.6, 0.4, 0.3]
    #expect(path.count == 4)
    for (place, x) in zip(path, expected) { #expect(abs(place[0] - x) < 1e-15) }
  }

  /// v = 0.9 · v − 0.1 · g by hand with g = 1: −0.1, −0.19.
  @Test func keepsTheVelocity() {
    let path = SGD(learningRate: 0.1, momentum: 0.9).path(from: [0, 0], steps: 2) { _ in [1, 0] }
    #expect(path[1] == [-0.1, 0])
    #expect(abs(path[2][0] + 0.29) < 1e-15)
  }

  /// A gradient (30, 40) of length 50 is cut to length 5: (3, 4).
  @Test(arguments: [GradientClipping.norm(5), .globalNorm(5)]) func clips(clipping: GradientClipping) {
    let path = SGD(learningRate: 1, clipping: clipping).path(from: [0, 0], steps: 1) { _ in [30, 40] }
    #expect(abs(path[1][0] + 3) < 1e-12 && abs(path[1][1] + 4) < 1e-12)
  }

  @Test func followsASchedule() {
    let rate = LearningRate.schedule(ExponentialDecay(initialLearningRate: 1, decaySteps: 1, decayRate: 0.5))
    let path = SGD(learningRate: rate).path(from: [0], steps: 3) { _ in [1] }
    #expect(path.map { $0[0] } == [0, -1, -1.5, -1.75])
  }

  /// Adam's first step is the rate, whatever the gradient's size.
  @Test func beginsWithAFullStepOfAdam() {
    let path = Adam(learningRate: 0.1).path(from: [1, 1], steps: 1) { _ in [1, 1000] }
    #expect(abs(path[1][0] - 0.9) < 1e-6 && abs(path[1][1] - 0.9) < 1e-6)
  }

  @Test func runsAwayWithoutStopping() {
    let path = SGD(learningRate: 10).path(from: [1], steps: 500) { [10 * $0[0]] }
    #expect(path.count == 501 && !path[500][0].isFinite)
  }
}
