import Foundation
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

  /// Rates that double, and losses whose smoothed values are these: 80 % of the fall from 10 to 0 are made at 2, and half
  /// of 0.016 is 0.008.
  @Test func suggestsHalfTheRateBeforeTheMinimum() throws {
    let rates = (0..<9).map { 0.001 * Double(1 << $0) }
    let sweep = LearningRateSweep(rates: rates, losses: unsmoothed([10, 9, 8, 5, 2, 1, 0, 4, 30]))
    #expect(relativeDifference(try #require(sweep.suggestion), 0.008) < 1e-12)
    // However wide the minimum is, and whatever follows it.
    let wide = LearningRateSweep(
      rates: (0..<18).map { 0.001 * Double(1 << $0) },
      losses: unsmoothed([10, 10, 8, 5, 2, 1, 0.1] + (0..<11).map { 0.1 - 0.001 * Double($0) }))
    #expect(relativeDifference(try #require(wide.suggestion), 0.008) < 1e-12)
  }

  /// The losses whose exponential mean with weight 0.9 for the past, its beginning corrected, are the given ones.
  private func unsmoothed(_ smoothed: [Double]) -> [Double] {
    var mean = 0.0
    return smoothed.enumerated().map { place, value in
      let next = value * (1 - pow(0.9, Double(place + 1)))
      defer { mean = next }
      return (next - 0.9 * mean) / 0.1
    }
  }

  /// A sweep of a batch size near the number of rows, whose loss is noisy where it is lowest: never beyond the minimum.
  @Test(arguments: [0, 1, 2] as [UInt64]) func neverSuggestsARateBeyondTheMinimum(_ seed: UInt64) throws {
    let sweep = try LearningRateFinder().sweep(
      network, on: data.x, data.y, with: Training(loss: .meanSquaredError, batchSize: 30, seed: seed))
    let lowest = try #require(zip(sweep.smoothedLosses, sweep.rates).min { $0.0 < $1.0 })
    let suggestion = try #require(sweep.suggestion)
    #expect(suggestion < lowest.1 && sweep.rates.contains(suggestion))
  }

  @Test func suggestsNothingWhereTheLossNeverFalls() {
    #expect(LearningRateSweep().suggestion == nil)
    #expect(LearningRateSweep(rates: [1, 2], losses: [1, 3]).suggestion == nil)
  }
}
