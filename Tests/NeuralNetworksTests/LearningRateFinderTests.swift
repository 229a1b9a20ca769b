import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

struct LearningRateFinderTests {
  private let network = Sequential([Dense(8, activation: .tanh), Dense(1)])
  private let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(100)

  @Test func climbsFromTheLowestToTheHighestRate() throws {
    let sweep = try LearningRateFinder(from: 1e-5, to: 1e-3, updates: 5)
      .sweep(network, on: data.x, data.y, with: Training(loss: .meanSquaredError, batchSize: 40))
    #expect(relativeDifference(sweep.rates, [1e-5, 3.1622777e-5, 1e-4, 3.1622777e-4, 1e-3]) < 1e-6)
    #expect(sweep.losses.count == 5 && sweep.smoothedLosses.count == 5)
    #expect(relativeDifference(sweep.smoothedLosses[0], sweep.losses[0]) < 1e-12)
    let second = (0.9 * 0.1 * sweep.losses[0] + 0.1 * sweep.losses[1]) / (1 - 0.81)
    #expect(relativeDifference(sweep.smoothedLosses[1], second) < 1e-12)
  }

  @Test func endsWhereTheLossClimbs() throws {
    let sweep = try LearningRateFinder(to: 1000).sweep(
      network, on: data.x, data.y,
      with: Training(optimizer: SGD(), loss: .meanSquaredError, batchSize: 20))
    #expect(sweep.rates.count < 200)
    #expect(sweep.rates.last! < 1000)
    let suggestion = try #require(sweep.suggestion)
    #expect((1e-3...1).contains(suggestion))
  }

  @Test func refusesWhatCannotLearn() {
    let hopeless = Sequential([Dense(1, activation: .softmax)])
    #expect(throws: NetworkError.self) {
      try LearningRateFinder().sweep(hopeless, on: data.x, data.y, with: Training(loss: .meanSquaredError))
    }
  }

  @Test func suggestsWhereTheLossFallsSteepest() {
    let sweep = LearningRateSweep(rates: [0.001, 0.01, 0.1, 1], losses: [8, 7, 1, 9])
    #expect(sweep.suggestion == 0.01)
  }

  @Test func suggestsNothingWhereTheLossNeverFalls() {
    #expect(LearningRateSweep().suggestion == nil)
    #expect(LearningRateSweep(rates: [1, 2], losses: [1, 3]).suggestion == nil)
  }
}
