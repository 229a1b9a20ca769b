import Foundation
import TestSupport
import Testing

@testable import Tuning

/// What Tests/TuningTests/Fixtures/record.py recorded of Optuna and SciPy.
struct OptunaRecord: Decodable {
  /// Objective, sampler, number of trials: the best value for each seed.
  let search: [String: [String: [String: [Double]]]]
  let distributions: [String: Distribution]
  let densities: [Density]
  let pruners: Pruners
  let importances: [Importances]
  let sobol: [String: [[Double]]]
  let study: [Trial]

  /// A range as Optuna writes it.
  struct Distribution: Decodable {
    let name: String
    let attributes: Attributes

    struct Attributes: Decodable {
      let low: Double?
      let high: Double?
      let step: Double?
      let log: Bool?
      let choices: [String]?
    }

    var range: ParameterRange {
      get throws {
        switch name {
        case "CategoricalDistribution":
          return .choices(try #require(attributes.choices).map(ParameterValue.text))
        case "IntDistribution":
          return try .wholeNumbers(
            from: Int(#require(attributes.low)), to: Int(#require(attributes.high)),
            step: Int(#require(attributes.step)), logarithmic: attributes.log == true)
        default:
          return try .numbers(
            from: #require(attributes.low), to: #require(attributes.high), step: attributes.step,
            logarithmic: attributes.log == true)
        }
      }
    }
  }

  /// A trial of Fixtures/study.sql as Optuna reads it, its values as Python prints them: `nan`, `inf`.
  struct Trial: Decodable {
    let number: Int
    let state: String
    let value: String?
    let parameters: [String: Double]
    let reports: [[String]]

  }

  struct Density: Decodable {
    let space: [String]
    let seen: [String: [Double]]
    let at: [String: [Double]]
    let logDensity: [Double]
  }

  struct Pruners: Decodable {
    let curves: [[Double?]]
    /// Pruner and direction: the step at which each curve ended.
    let ends: [String: [Int?]]
  }

  struct Importances: Decodable {
    let direction: String
    let ranges: [String: Distribution]
    let trials: [Trial]
    let importances: [String: Double]
    let global: [String: Double]

    struct Trial: Decodable {
      let value: Double
      let parameters: [String: Double]
    }
  }

  static func load() throws -> OptunaRecord {
    let file = Repository.root.appending(path: "Tests/TuningTests/Fixtures/optuna.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in
      let key = path.last!
      return key.stringValue == "log_density" ? Key(stringValue: "logDensity") : key
    }
    return try decoder.decode(OptunaRecord.self, from: Data(contentsOf: file))
  }

  private struct Key: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
