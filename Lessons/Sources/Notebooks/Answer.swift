import Foundation

/// The answer to an exercise: what its solution found, or what a learner's code did.
///
///     > **Answer 2:** b; 235, within 10 %
struct Answer: Decodable, Equatable {
  /// The exercise's number in its document, counted from 1.
  var exercise: Int
  /// The letter of the right option; nil where nothing is predicted.
  var prediction: String?
  /// What is asked for; nil where no number is.
  var number: Double?
  /// How far another's number may be from it, relative to it.
  var tolerance: Double

  /// Whether another number answers the exercise as well.
  func accepts(_ other: Double) -> Bool {
    guard let number else { return false }
    // Six digits are written down of a number with a fraction.
    let rounding = number == number.rounded() ? 0 : 1e-5
    return abs(other - number) <= max(tolerance, rounding) * abs(number) * (1 + 1e-12)
  }

  /// How exact a number has to be: "within 10 %".
  var precision: String { tolerance == 0 ? "exactly" : "within \(Self.text(100 * tolerance)) %" }

  /// A number in at most six digits; a count in all of its digits.
  static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15
      ? "\(Int(number))" : String(format: "%.6g", number)
  }

  /// The line below the block of the solution.
  var quotation: String {
    let number = number.map { "\(Self.text($0)), \(precision)" }
    return "> **Answer \(exercise):** " + [prediction, number].compactMap { $0 }.joined(separator: "; ")
  }
}

extension Answer {
  /// Reads the line below the block of a solution.
  init?(quotation: String) {
    let pattern = /> \*\*Answer (\d+):\*\* (?:([a-z])(?:; |$))?(?:(\S+), (?:exactly|within (\S+) %))?/
    guard let match = quotation.wholeMatch(of: pattern), let exercise = Int(match.1) else { return nil }
    self.init(
      exercise: exercise, prediction: match.2.map(String.init), number: match.3.flatMap { Double($0) },
      tolerance: match.4.flatMap { Double($0) }.map { $0 / 100 } ?? 0)
  }
}
