import Foundation
import LinearAlgebra
@testable import NeuralNetworks
import Testing

/// The Playground's rule, by hand.
struct PlaygroundDescentTests {
  /// Weights, gradients → new weights, on a block of weights.
  private func updated(
    _ rule: PlaygroundDescent, _ weights: [Double], _ gradients: [[Double]], isBias: Bool = false
  ) -> (weights: [Double], dead: [Double]) {
    var weights = weights
    var state = [Double](repeating: 0, count: weights.count)
    for (iteration, gradient) in gradients.enumerated() {
      var gradient = gradient
      weights.withUnsafeMutableBufferPointer { weights in
        state.withUnsafeMutableBufferPointer { state in
          gradient.withUnsafeMutableBufferPointer { gradient in
            rule.update(
              ParameterBlock(
                weights: weights.baseAddress!, gradient: gradient.baseAddress!, count: weights.count,
                isBias: isBias, stateBase: state.baseAddress!, stateStride: weights.count),
              at: OptimizerStep(iteration: iteration + 1, learningRate: rule.learningRate.first))
          }
        }
      }
    }
    return (weights, state)
  }

  /// w − 0.5·g.
  @Test func withoutPenaltyIsGradientDescent() {
    let rule = PlaygroundDescent(learningRate: 0.5)
    #expect(updated(rule, [1, -2, 0], [[1, 1, -4]]).weights == [0.5, -2.5, 2])
    #expect(rule.initialState == [] && !rule.treatsBiasesDifferently)
  }

  /// w − 0.5·g − 0.5·0.25·w, of the weight before both.
  @Test func l2ShrinksBySize() {
    let rule = PlaygroundDescent(learningRate: 0.5, regularization: .l2(0.25))
    #expect(updated(rule, [1, -2, 0], [[1, 1, -4]]).weights == [0.375, -2.25, 2])
    #expect(rule.initialState == [] && rule.treatsBiasesDifferently)
  }

  /// w − 0.5·g − 0.5·0.25·sign w: the sign is that before the gradient's step, and 0 has none.
  @Test func l1ShrinksBySign() {
    let rule = PlaygroundDescent(learningRate: 0.5, regularization: .l1(0.25))
    let (weights, dead) = updated(rule, [1, -2, 0, 0.25], [[1, 1, -4, 1]])
    // The last goes to −0.25 by its gradient and on to −0.375: the penalty carries it across nothing.
    #expect(weights == [0.375, -2.375, 2, -0.375])
    #expect(dead == [0, 0, 0, 0])
    #expect(rule.initialState == [0] && rule.treatsBiasesDifferently)
  }

  /// 0.1 − 0.125 crosses 0; −0.1 + 0.125 does; 0.125 comes to 0 without crossing it, and lives.
  @Test func l1KillsWhatItCarriesAcrossZero() {
    let rule = PlaygroundDescent(learningRate: 0.5, regularization: .l1(0.25))
    let once = updated(rule, [0.1, -0.1, 0.125], [[0, 0, 0]])
    #expect(once.weights == [0, 0, 0])
    #expect(once.dead == [1, 1, 0])
    let twice = updated(rule, [0.1, -0.1, 0.125], [[0, 0, 0], [-2, 2, -2]])
    #expect(twice.weights == [0, 0, 1])
  }

  /// A gradient's step across 0 kills nothing.
  @Test func gradientsMayCross() {
    let rule = PlaygroundDescent(learningRate: 0.5, regularization: .l1(0.25))
    let (weights, dead) = updated(rule, [0.25, -0.25], [[2, -2]])
    #expect(weights == [-0.875, 0.875] && dead == [0, 0])
  }

  @Test(arguments: [PlaygroundRegularization.l1(0.25), .l2(0.25)])
  func biasesKnowNoPenalty(_ penalty: PlaygroundRegularization) {
    let rule = PlaygroundDescent(learningRate: 0.5, regularization: penalty)
    #expect(updated(rule, [1, -2, 0.01], [[1, 1, 0]], isBias: true).weights == [0.5, -2.5, 0.01])
  }

  /// In training a bias is distinguished from the kernel next to it: nothing but the penalty moves a network whose
  /// error is 0.
  @Test(arguments: [PlaygroundRegularization.l1(1), .l2(1)])
  func trainingTreatsBiasesDifferently(_ penalty: PlaygroundRegularization) throws {
    let parameters = [
      Parameter(name: "layers.0.kernel", shape: [1, 1], values: .double([0.5])),
      Parameter(name: "layers.0.bias", shape: [1], values: .double([0.25])),
    ]
    let trained = try TrainedNetwork(
      .playground(hidden: [], isClassification: false), inputs: 1, parameters: parameters, precision: .double
    ).fitted(
      to: Matrix([[0.5]]), Matrix([[0.5]]),
      with: .playground(learningRate: 0.25, batchSize: 1, regularization: penalty))
    #expect(trained.layer(0).bias == [0.25])
    #expect(trained.layer(0).kernel!.scalars == [penalty.kind == .l1 ? 0.25 : 0.375])
  }

  @Test func isWrittenAndRead() throws {
    let rule = PlaygroundDescent(learningRate: 0.3, regularization: .l1(0.01))
    let bytes = try JSONEncoder().encode(OptimizerDescription(rule))
    #expect(
      try JSONDecoder().decode(OptimizerDescription.self, from: bytes).value as? PlaygroundDescent == rule
    )
    let named = try #require(OptimizerDescription.named("playground_descent")?.value)
    #expect(named as? PlaygroundDescent == PlaygroundDescent())
    #expect(PlaygroundDescent().learningRate.first == 0.03 && PlaygroundDescent().regularization == .none)
    let refused = #"{"name":"playground_descent","regularization":"l1","regularization_rate":-1}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(OptimizerDescription.self, from: Data(refused.utf8))
    }
  }
}
