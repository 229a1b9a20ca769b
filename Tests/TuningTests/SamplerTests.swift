import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Tuning

/// Samplers: what they sample, and how good it is beside Optuna's.
struct SamplerTests {
  private let space = SearchSpace([
    Hyperparameter("rate", .numbers(from: 1e-4, to: 0.1, logarithmic: true)),
    Hyperparameter("layers", .wholeNumbers(from: 1, to: 3)),
    Hyperparameter("activation", .choices(["relu", "mish"])),
    Hyperparameter("units_1", .wholeNumbers(from: 16, to: 64, step: 16)),
    Hyperparameter("units_2", .wholeNumbers(from: 16, to: 64, step: 16), if: .atLeast("layers", 2)),
    Hyperparameter("units_3", .wholeNumbers(from: 16, to: 64, step: 16), if: .atLeast("layers", 3)),
    Hyperparameter("slope", .numbers(from: 0, to: 0.5, step: 0.1), if: .isAny("activation", ["relu"])),
    Hyperparameter("fixed", .numbers(from: 2, to: 2)),
  ])

  private func samplers(seed: UInt64) -> [any Sampler] {
    [RandomSampler(seed: seed), SobolSampler(seed: seed), TPESampler(seed: seed), GridSampler(points: 3)]
  }

  /// Trials in sequence whose value is a sum that all parameters have a part in.
  private func history(_ sampler: any Sampler, trials: Int, in space: SearchSpace? = nil) -> StudyHistory {
    var history = StudyHistory(name: "test", space: space ?? self.space)
    for number in 0..<trials {
      guard let values = sampler.parameters(ofTrial: number, after: history) else { break }
      let value = values.keys.sorted().reduce(0) { $0 + values[$1]! }
      history.trials.append(
        StudyTrial(number: number, state: .completed, parameters: values, value: value))
    }
    return history
  }

  @Test func valuesAreOfTheirRanges() throws {
    for sampler in samplers(seed: 4) {
      for trial in history(sampler, trials: 60).trials {
        let values = trial.parameters
        for (name, value) in values {
          let range = try #require(space[name]).range
          #expect(range.lower...range.upper ~= value, "\(name) is \(value)")
          #expect(range.number(of: range.value(of: value)) == value)
          if let step = range.step {
            #expect(
              abs(((value - range.lower) / step).remainder(dividingBy: 1)) < 1e-9, "\(name) is \(value)")
          }
        }
        let layers = try #require(values["layers"])
        #expect((values["units_2"] != nil) == (layers >= 2) && (values["units_3"] != nil) == (layers >= 3))
        #expect((values["slope"] != nil) == (values["activation"] == 0))
        #expect(values["fixed"] == 2 && values["units_1"] != nil && values["rate"] != nil)
      }
    }
  }

  @Test func oneSeedGivesTheSameValues() {
    for (one, other) in zip(samplers(seed: 4), samplers(seed: 4)) {
      #expect(history(one, trials: 30).trials == history(other, trials: 30).trials)
    }
    for (one, other) in zip(samplers(seed: 4), samplers(seed: 5)) where !(one is GridSampler) {
      #expect(history(one, trials: 30).trials != history(other, trials: 30).trials)
    }
  }

  @Test func randomValuesAreUniformOnTheirScale() {
    let trials = history(RandomSampler(seed: 1), trials: 4000).trials
    // log₁₀ of the rate is uniform from −4 to −1: mean −2.5, deviation √(9/12); a quarter of the units are each value.
    let mean = trials.reduce(0) { $0 + log10($1.parameters["rate"]!) } / 4000
    #expect(abs(mean + 2.5) < 4 * (9.0 / 12 / 4000).squareRoot())
    for units in [16.0, 32, 48, 64] {
      let share = Double(trials.count { $0.parameters["units_1"] == units }) / 4000
      #expect(abs(share - 0.25) < 4 * (0.25 * 0.75 / 4000).squareRoot())
    }
  }

  @Test func aGridIsCoveredOnce() throws {
    // 3 rates; units of 3 values (16, 32 or 48, 64) for each layer: 3 + 9 + 27; slopes of 3 values with relu: 3 + 1.
    let grid = GridSampler(points: 3)
    #expect(grid.count(of: space) == 3 * (3 + 9 + 27) * (3 + 1))
    let all = history(grid, trials: 1000).trials
    #expect(all.count == 468 && Set(all.map(\.parameters)).count == 468)
    #expect(all[0].parameters["rate"] == 1e-4 && all[467].parameters["rate"] == 0.1)
    let middle = try #require(all[234].parameters["rate"])
    #expect(relativeDifference(middle, 10.0.squareRoot() * 1e-3) < 1e-12)
    // Every value of choices and of a short range is tried.
    let short = SearchSpace([
      Hyperparameter("a", .choices(["x", "y", "z", "u"])), Hyperparameter("b", .wholeNumbers(from: 1, to: 2)),
    ])
    #expect(history(grid, trials: 100, in: short).trials.count == 8)
  }

  @Test func aGridTriesAgainWhatFailed() {
    let space = SearchSpace([Hyperparameter("a", .wholeNumbers(from: 1, to: 2))])
    var history = StudyHistory(name: "test", space: space)
    history.trials = [
      StudyTrial(number: 0, state: .failed, parameters: ["a": 1]),
      StudyTrial(number: 1, state: .running, parameters: ["a": 2]),
    ]
    #expect(GridSampler().parameters(ofTrial: 2, after: history) == ["a": 1])
    history.trials.append(StudyTrial(number: 2, parameters: ["a": 1]))
    #expect(GridSampler().parameters(ofTrial: 3, after: history) == nil)
  }

  @Test func theSobolSequenceIsSciPys() throws {
    for (first, points) in [
      (0, try #require(OptunaRecord.load().sobol["first"])),
      (1000, try #require(OptunaRecord.load().sobol["from_1000"])),
    ] {
      for (row, point) in points.enumerated() {
        #expect(point.count == SobolSequence.dimensions)
        #expect(point.indices.map { SobolSequence.point(first + row, dimension: $0) } == point)
      }
    }
  }

  @Test func shiftedPointsStayEven() {
    let space = SearchSpace((0..<6).map { Hyperparameter("x\($0)", .numbers(from: 0, to: 1)) })
    let trials = history(SobolSampler(seed: 9), trials: 64, in: space).trials
    for name in space.parameters.map(\.name) {
      #expect(Set(trials.map { Int($0.parameters[name]! * 64) }).count == 64)
    }
  }

  @Test func runningTrialsKeepOthersAway() throws {
    let space = SearchSpace([Hyperparameter("x", .numbers(from: 0, to: 1))])
    var history = StudyHistory(name: "test", space: space)
    for number in 0..<30 {
      let x = (Double(number) + 0.5) / 30
      history.trials.append(
        StudyTrial(number: number, state: .completed, parameters: ["x": x], value: abs(x - 0.5)))
    }
    let sampler = TPESampler(seed: 3)
    let alone = try #require(sampler.parameters(ofTrial: 40, after: history)?["x"])
    // Trials are running where it would have sampled.
    history.trials += (30..<40).map { StudyTrial(number: $0, parameters: ["x": alone]) }
    let beside = try #require(sampler.parameters(ofTrial: 40, after: history)?["x"])
    #expect(abs(alone - 0.5) < 0.2 && abs(beside - alone) > 0.01)
  }

  @Test func quantilesAreInverseToMasses() {
    // Φ(−1.959963984540054) = 0.025, Φ(1) = 0.8413447460685429, Φ(−8) = 6.220960574271786e-16.
    #expect(relativeDifference(normalQuantile(0.025), -1.959963984540054) < 1e-14)
    #expect(relativeDifference(normalQuantile(0.8413447460685429), 1) < 1e-14)
    #expect(relativeDifference(normalQuantile(6.220960574271786e-16), -8) < 1e-13)
    #expect(relativeDifference(normalMass(8, .infinity), 6.220960574271786e-16) < 1e-12)
    #expect(normalQuantile(0.5) == 0 && normalQuantile(0) == -.infinity && normalQuantile(1) == .infinity)
  }
}
