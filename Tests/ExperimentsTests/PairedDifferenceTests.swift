import Foundation
import TestSupport
import Testing

@testable import Experiments

struct PairedDifferenceTests {
  /// d = 1, 2, 3, 4 of 2 folds: m = 2.5, s² = 5/3, t(3, 97.5 %) = 3.182446305, and √((1/4 + 1)·5/3) = 1.443375673.
  @Test func isWhatAHandComputes() throws {
    let difference = try #require(PairedDifference([1, 2, 3, 4], folds: 2))
    #expect(difference.mean == 2.5)
    let reach = 3.182446305 * 1.443375673
    #expect(abs(difference.interval.lowerBound - (2.5 - reach)) < 1e-7)
    #expect(abs(difference.interval.upperBound - (2.5 + reach)) < 1e-7)
    #expect(!difference.isDistinct)
  }

  @Test func quantilesAreSciPys() throws {
    for (degrees, expected) in try ScikitLearn.record().quantiles {
      #expect(
        relativeDifference(PairedDifference.quantile(degrees: Int(degrees)!), expected) < 1e-12, "\(degrees)")
    }
  }

  @Test func equalDifferencesAreDistinct() {
    #expect(PairedDifference([0.5, 0.5, 0.5], folds: 3)?.isDistinct == true)
    #expect(PairedDifference([0, 0, 0], folds: 3)?.isDistinct == false)
    #expect(PairedDifference([1], folds: 5) == nil)
  }
}

/// What `Fixtures/write.py` recorded of scikit-learn and SciPy.
struct ScikitLearn: Decodable {
  struct Folds<Value: Decodable & Sendable>: Decodable, Sendable {
    var mae: [Double]?
    var accuracy: [Double]?
    var auc: [Double]?
    var logLoss: [Double]?
    let first: [Value]
  }

  let regression: [String: Folds<Double>]
  let classification: [String: Folds<[Double]>]
  let multiclass: [String: Folds<[Double]>]
  let medianMinusRidge: [Double]
  let quantiles: [String: Double]

  static func record() throws -> ScikitLearn {
    let file = Repository.root.appending(path: "Tests/ExperimentsTests/Fixtures/scikit-learn.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ScikitLearn.self, from: Data(contentsOf: file))
  }
}
