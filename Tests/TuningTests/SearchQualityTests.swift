import Foundation
import Testing

@testable import Tuning

/// How good samplers are: the best values that 50 seeds reach on test functions, beside those recorded of Optuna.
struct SearchQualityTests {
  /// A function of hyperparameters, as record.py has it.
  struct Objective: Sendable, CustomTestStringConvertible {
    let name: String
    let space: SearchSpace
    let value: @Sendable ([String: Double]) -> Double

    var testDescription: String { name }
  }

  static let branin = Objective(
    name: "branin",
    space: SearchSpace([
      Hyperparameter("x1", .numbers(from: -5, to: 10)), Hyperparameter("x2", .numbers(from: 0, to: 15)),
    ])
  ) { values in
    let (x, y) = (values["x1"]!, values["x2"]!)
    let root = y - 5.1 / (4 * .pi * .pi) * x * x + 5 / .pi * x - 6
    return root * root + 10 * (1 - 1 / (8 * .pi)) * cos(x) + 10
  }

  static let hartmann6 = Objective(
    name: "hartmann6",
    space: SearchSpace((1...6).map { Hyperparameter("x\($0)", .numbers(from: 0, to: 1)) })
  ) { values in
    let a = [
      [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8],
      [17, 8, 0.05, 10, 0.1, 14],
    ]
    let p: [[Double]] = [
      [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
      [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381],
    ]
    return -zip([1, 1.2, 3, 3.2], zip(a, p)).reduce(0) { sum, term in
      let exponent = (0..<6).reduce(0.0) { sum, place in
        let distance = values["x\(place + 1)"]! - 1e-4 * term.1.1[place]
        return sum + term.1.0[place] * distance * distance
      }
      return sum + term.0 * exp(-exponent)
    }
  }

  /// Like a search for a network: a rate, a depth with the widths of its layers, a choice.
  static let mixed = Objective(
    name: "mixed",
    space: SearchSpace([
      Hyperparameter("rate", .numbers(from: 1e-5, to: 1, logarithmic: true)),
      Hyperparameter("layers", .wholeNumbers(from: 1, to: 3)),
      Hyperparameter("activation", .choices(["relu", "tanh", "mish"])),
      Hyperparameter("units_1", .wholeNumbers(from: 16, to: 512, step: 16)),
      Hyperparameter("units_2", .wholeNumbers(from: 16, to: 512, step: 16), if: .atLeast("layers", 2)),
      Hyperparameter("units_3", .wholeNumbers(from: 16, to: 512, step: 16), if: .atLeast("layers", 3)),
    ])
  ) { values in
    let layers = Int(values["layers"]!)
    let rate = log10(values["rate"]!) + 2.5
    let depth = 0.5 * abs(Double(layers) - 2)
    return (1...layers).reduce(rate * rate + [0.3, 0.8, 0][Int(values["activation"]!)] + depth) {
      sum, layer in
      let distance = (values["units_\(layer)"]! - 128 * Double(layer)) / 256
      return sum + distance * distance / Double(layers)
    }
  }

  /// The best values after 50 and after 200 trials, for seeds from 0.
  private func best(
    _ objective: Objective, seeds: Int, _ sampler: (UInt64) -> any Sampler
  ) -> (after50: [Double], after200: [Double]) {
    let values = (0..<UInt64(seeds)).map { seed in
      let sampler = sampler(seed)
      var history = StudyHistory(name: "test", space: objective.space)
      for number in 0..<200 {
        let parameters = sampler.parameters(ofTrial: number, after: history)!
        history.trials.append(
          StudyTrial(
            number: number, state: .completed, parameters: parameters, value: objective.value(parameters)))
      }
      return history.trials.map { $0.value! }
    }
    return (values.map { $0[..<50].min()! }, values.map { $0.min()! })
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return 0.5 * (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])
  }

  /// How many deviations the rank sum of some values is above that expected of equally good ones: Mann and Whitney's
  /// test, small values being good.
  private func rankDeviation(_ values: [Double], against others: [Double]) -> Double {
    let wins = values.reduce(0.0) { sum, value in
      sum + others.reduce(0.0) { $0 + (value > $1 ? 1 : value == $1 ? 0.5 : 0) }
    }
    let (n, m) = (Double(values.count), Double(others.count))
    return (wins - n * m / 2) / (n * m * (n + m + 1) / 12).squareRoot()
  }

  /// Whether the compiler optimized: 30,000 trials take seconds then, and minutes otherwise.
  private static var isOptimized: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  /// TPE's median is no worse than Optuna's. The others sample as Optuna's do, so that only luck makes a difference: two
  /// deviations are passed by one in 44.
  @Test(.enabled(if: isOptimized), arguments: [Self.branin, Self.hartmann6, Self.mixed])
  func reachesWhatOptunaReaches(_ objective: Objective) throws {
    let record = try #require(OptunaRecord.load().search[objective.name])
    let samplers: [(String, (UInt64) -> any Sampler)] = [
      ("random", { RandomSampler(seed: $0) }), ("quasirandom", { SobolSampler(seed: $0) }),
      ("tpe", { TPESampler(seed: $0) }),
    ]
    for (name, sampler) in samplers {
      let found = best(objective, seeds: 50, sampler)
      for (values, trials) in [(found.after50, "50"), (found.after200, "200")] {
        let recorded = try #require(record[name]?[trials])
        #expect(rankDeviation(values, against: recorded) < 2, "\(name) after \(trials) trials")
        if name == "tpe" { #expect(median(values) <= median(recorded), "after \(trials) trials") }
      }
    }
  }
}
