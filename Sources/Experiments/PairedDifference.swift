import Foundation
import Tabular

/// The mean difference of two models' scores over the same folds, with an interval that counts how much folds overlap.
///
///     m = Σ d / n        s² = Σ (d − m)² / (n − 1)
///     m ± t(n − 1, 97.5 %) · √((1/n + test/train) · s²)
///
/// Folds share training rows, so that their differences are not independent: t's usual 1/n alone makes differences out of
/// chance. `test/train` is the rows of a fold over the others, 1/(k − 1) of k folds.
/// Source: C. Nadeau, Y. Bengio, "Inference for the Generalization Error", Machine Learning 52, 2003, the corrected
/// resampled t-test; R. Bouckaert, E. Frank, "Evaluating the Replicability of Significance Tests for Comparing Learning
/// Algorithms", 2004, for repeated folds.
public struct PairedDifference: Sendable, Equatable {
  /// m.
  public let mean: Double
  /// The 95 % interval.
  public let interval: ClosedRange<Double>

  /// Whether the interval does not hold 0: where it does, the models cannot be told apart.
  public var isDistinct: Bool { !interval.contains(0) }

  /// Compares.
  ///
  /// - Parameters:
  ///   - differences: one for each fold, of all divisions.
  ///   - folds: k, the folds of a division, 2 or more.
  /// - Returns: `nil` for fewer than two differences.
  public init?(_ differences: [Double], folds: Int) {
    precondition(folds > 1, "Rows are divided into two folds or more, received \(folds).")
    guard let deviation = differences.sampleStandardDeviation else { return nil }
    let mean = differences.mean
    let count = Double(differences.count)
    let error = deviation * (1 / count + 1 / Double(folds - 1)).squareRoot()
    let reach = error * Self.quantile(degrees: differences.count - 1)
    self.mean = mean
    interval = mean - reach...mean + reach
  }

  /// The 97.5 % quantile of Student's t.
  ///
  ///     θ = atan(t / √ν)        P(|T| ≤ t) is a sum of powers of cos θ
  ///
  /// Source: M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 26.7.3 and 26.7.4; solved by bisection.
  static func quantile(degrees: Int) -> Double {
    var (lower, upper) = (0.0, Double.pi / 2)
    for _ in 0..<60 {
      let angle = (lower + upper) / 2
      if inside(angle, degrees) < 0.95 { lower = angle } else { upper = angle }
    }
    return Double(degrees).squareRoot() * tan((lower + upper) / 2)
  }

  /// P(|T| ≤ √ν · tan θ).
  private static func inside(_ angle: Double, _ degrees: Int) -> Double {
    let (sine, cosine) = (sin(angle), cos(angle))
    let isOdd = degrees % 2 == 1
    var term = isOdd ? cosine : 1
    var sum = degrees == 1 ? 0 : term
    for place in stride(from: isOdd ? 3 : 2, to: degrees - 1, by: 2) {
      term *= cosine * cosine * Double(place - 1) / Double(place)
      sum += term
    }
    return isOdd ? 2 / Double.pi * (angle + sine * sum) : sine * sum
  }
}

extension PairedDifference: CustomStringConvertible {
  /// `+0.0223 (-0.00573 to +0.0504)`
  public var description: String { "\(Self.signed(mean)) (\(reach))" }

  /// The interval: `-0.00573 to +0.0504`.
  var reach: String { "\(Self.signed(interval.lowerBound)) to \(Self.signed(interval.upperBound))" }

  /// A number with its sign, to three significant digits.
  static func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + displayed(value, digits: 3, exponentFrom: 1e9)
  }
}
