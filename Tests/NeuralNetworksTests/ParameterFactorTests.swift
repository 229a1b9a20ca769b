import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetworks

/// Rates and decay by parameter. Expected values: by hand.
struct ParameterFactorTests {
  private func trained(_ layer: Dense, _ optimizer: SGD) throws -> [Double] {
    try TrainedNetwork(
      Sequential([layer]), inputs: 1,
      parameters: [
        Parameter(name: "layers.0.kernel", shape: [1, 1], values: .double([1])),
        Parameter(name: "layers.0.bias", shape: [1], values: .double([2])),
      ], precision: .double
    ).fitted(
      to: Matrix<Double>([[2]]), Matrix([[3]]),
      with: Training(optimizer: optimizer, loss: .meanSquaredError)
    ).parameters.flatMap(\.scalars)
  }

  /// Row 2 with target 3 at w = 1, b = 2: error 1, so that the slopes are 2·2 and 2.
  /// Rate 0.5 and decay 0.1: w = 1 − 1·0.1·0.5 − 0.5·4, b = 2 − 2·0.1·0.5 − 0.5·2.
  @Test func changesAllAlikeByDefault() throws {
    let found = try trained(Dense(1), SGD(learningRate: 0.5, weightDecay: 0.1))
    #expect(relativeDifference(found, [-1.05, 0.9]) < 1e-15)
  }

  /// b's rate is 0.05: b = 2 − 2·0.1·0.05 − 0.05·2.
  @Test func multipliesTheRate() throws {
    let found = try trained(Dense(1, biasRateFactor: 0.1), SGD(learningRate: 0.5, weightDecay: 0.1))
    #expect(relativeDifference(found, [-1.05, 1.89]) < 1e-15)
  }

  /// b's decay is 0.3, then 0: b = 2 − 2·0.3·0.05 − 0.05·2 and 2 − 0.05·2.
  @Test func multipliesTheDecay() throws {
    let optimizer = SGD(learningRate: 0.5, weightDecay: 0.1)
    let stronger = try trained(Dense(1, biasRateFactor: 0.1, biasDecayFactor: 3), optimizer)
    #expect(relativeDifference(stronger, [-1.05, 1.87]) < 1e-15)
    let none = try trained(Dense(1, biasRateFactor: 0.1, biasDecayFactor: 0), optimizer)
    #expect(relativeDifference(none, [-1.05, 1.9]) < 1e-15)
  }

  @Test func aRateOfZeroKeepsAParameter() throws {
    let found = try trained(Dense(1, biasRateFactor: 0), SGD(learningRate: 0.5, weightDecay: 0.1))
    #expect(found[1] == 2)
  }

  /// Factors that are powers of two: each parameter moves as alone with an optimizer of its rate and decay.
  @Test(arguments: [GradientClipping?.none, .value(0.5)])
  func neighboursOfOtherFactorsAreChangedApart(_ clipping: GradientClipping?) {
    let factors = [(1.0, 1.0), (1, 1), (0.5, 1), (0.5, 0), (0.5, 0), (1, 1)]
    let optimizer = AdamW(learningRate: 0.125, weightDecay: 0.25, clipping: clipping)
    let together = updated(factors, optimizer)
    for (index, (rate, decay)) in factors.enumerated() {
      var own = optimizer
      own.learningRate = .constant(0.125 * rate)
      own.weightDecay = 0.25 * decay
      #expect(updated(factors.map { _ in (1, 1) }, own)[index] == together[index])
    }
  }

  @Test func blocksOfUnequalFactorsAreNotJoined() {
    let factors = [(1.0, 1.0), (1, 1), (0.5, 1), (0.5, 0), (0.5, 0), (1, 1)]
    let plan = UpdatePlan(layout: layout(factors), lanes: 1, joinsNeighbours: true)
    #expect(
      plan.lanes[0].map(\.blocks).sorted { $0.lowerBound < $1.lowerBound } == [0..<2, 2..<3, 3..<5, 5..<6])
  }

  private func layout(_ factors: [(Double, Double)]) -> ParameterLayout {
    ParameterLayout(
      factors.map {
        (0, ParameterDescription("p", shape: [20], initializer: .ones, rateFactor: $0, decayFactor: $1))
      })
  }

  /// The parameters after three updates.
  private func updated(_ factors: [(Double, Double)], _ optimizer: any Optimizer) -> [[Float]] {
    let layout = layout(factors)
    let parameters = ParameterStore<Float>(layout: layout)
    parameters.initialize(seed: 1)
    let gradients = AlignedBuffer<Float>(count: layout.count)
    let update = ParameterUpdate(
      parameters: parameters, gradients: gradients,
      state: OptimizerState(initial: optimizer.initialState, layout: layout), optimizer: optimizer, lanes: 1)
    for iteration in 1...3 {
      for place in 0..<layout.count { gradients.pointer[place] = Float((place * 7 + iteration) % 11 - 5) / 4 }
      let step = OptimizerStep(iteration: iteration, learningRate: optimizer.learningRate.first)
      for span in update.plan.lanes[0] { update.apply(span, at: step) }
    }
    return layout.entries.map { entry in (0..<20).map { parameters.values.pointer[entry.offset + $0] } }
  }

  @Test func filesHoldThemWhereTheyAreNotOne() throws {
    let layer = Dense(3, biasRateFactor: 0.1, biasDecayFactor: 0)
    let plain = try String(decoding: JSONEncoder().encode(Dense(3)), as: UTF8.self)
    #expect(!plain.contains("factor"))
    #expect(try JSONDecoder().decode(Dense.self, from: JSONEncoder().encode(layer)) == layer)
    #expect(layer.swiftSource == "Dense(3, biasRateFactor: 0.1, biasDecayFactor: 0)")
    #expect(layer.kerasSource == nil && Dense(3).kerasSource == "keras.layers.Dense(units=3)")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        Dense.self, from: Data(#"{"type": "dense", "units": 1, "bias_rate_factor": -1}"#.utf8))
    }
  }
}
