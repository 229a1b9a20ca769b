import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Tuning

struct ParzenEstimatorTests {
  @Test func densitiesAreOptunas() throws {
    let record = try OptunaRecord.load()
    #expect(record.densities.count == 32)
    for density in record.densities {
      let ranges = try density.space.map { try #require(record.distributions[$0]).range }
      let estimator = ParzenEstimator(density.space.map { density.seen[$0]! }, ranges)
      let points = (0..<5).map { row in density.space.map { density.at[$0]![row] } }
      let found = estimator.logDensities(at: points)
      // Optuna's density of numbers on a logarithmic scale is one of their logarithms, as here.
      #expect(
        relativeDifference(found, density.logDensity) < 1e-9,
        "\(density.space), \(density.seen.values.first!.count) seen: \(found), \(density.logDensity)")
    }
  }

  @Test func samplesFollowTheDensity() throws {
    let ranges: [ParameterRange] = [.wholeNumbers(from: 0, to: 3), .choices(["a", "b", "c"])]
    let estimator = ParzenEstimator([[0, 3, 3], [2, 0, 1]], ranges)
    let points = (0..<4).flatMap { x in (0..<3).map { [Double(x), Double($0)] } }
    let densities = estimator.logDensities(at: points).map(exp)
    #expect(abs(densities.reduce(0, +) - 1) < 1e-12)
    var stream = RandomStream(seed: 1)
    let samples = (0..<20000).map { _ in estimator.sample(from: &stream) }
    for (point, density) in zip(points, densities) {
      let share = Double(samples.count { $0 == point }) / 20000
      #expect(abs(share - density) < 4.5 * (density * (1 - density) / 20000).squareRoot(), "\(point)")
    }
  }
}
