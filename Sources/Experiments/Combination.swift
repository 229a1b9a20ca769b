import LinearAlgebra
import Pipelines

/// How an experiment's variations are combined.
public enum Combination: Sendable, Equatable {
  /// One setting at a time, the others as in the base.
  case oneAtATime
  /// All combinations of all values.
  case grid
  /// Random search: `count` samples, each setting drawn independently from its values or its range.
  case random(count: Int, seed: UInt64)

  /// The name in files.
  var name: String {
    switch self {
    case .oneAtATime: "one_at_a_time"
    case .grid: "grid"
    case .random: "random"
    }
  }

  static let names = ["one_at_a_time", "grid", "random"]
}

/// A description with some of its settings changed.
struct Cell<Base: Sendable>: Sendable {
  /// The changed settings with their new values.
  let changes: [TrialSetting]
  let trial: Base
}

extension Combination {
  /// How many descriptions there are of so many seeds; the largest number where it is beyond all numbers.
  func runs<Base>(_ variations: [Variation<Base>], seeds: Int) -> Int {
    let choices = variations.map(\.choices.count)
    let cells: [Int] =
      switch self {
      case _ where variations.isEmpty: [1]
      case .oneAtATime: [choices.reduce(0, +)]
      case .grid: choices
      case .random(let count, _): [count]
      }
    return cells.reduce(seeds) { runs, count in
      let (product, overflows) = runs.multipliedReportingOverflow(by: count)
      return overflows ? .max : product
    }
  }

  /// The descriptions of a base and its variations, in order; without variations, the base alone.
  func cells<Base>(of base: Base, _ variations: [Variation<Base>]) -> [Cell<Base>] {
    guard !variations.isEmpty else { return [Cell(changes: [], trial: base)] }
    return switch self {
    case .oneAtATime:
      variations.flatMap { variation in
        variation.choices.map { Self.cell(of: base, [(variation.name, $0)]) }
      }
    case .grid:
      variations.reduce([[]]) { rows, variation in
        rows.flatMap { row in variation.choices.map { row + [(variation.name, $0)] } }
      }.map { Self.cell(of: base, $0) }
    case .random(let count, let seed):
      (0..<count).map { draw in
        Self.cell(
          of: base,
          variations.enumerated().map { place, variation in
            var stream = RandomStream(seed: seed, keys: draw, place)
            return (variation.name, variation.choice(at: stream.uniform()))
          })
      }
    }
  }

  private static func cell<Base>(of base: Base, _ choices: [(String, Variation<Base>.Choice)]) -> Cell<Base> {
    var trial = base
    for (_, choice) in choices { choice.apply(&trial) }
    return Cell(changes: choices.map { TrialSetting($0, $1.label) }, trial: trial)
  }
}

extension Variation {
  /// The value at a share in [0, 1) of all values.
  fileprivate func choice(at share: Double) -> Choice {
    switch source {
    case .list(let choices): choices[min(Int(share * Double(choices.count)), choices.count - 1)]
    case .range(_, let choice): choice(share)
    }
  }
}
