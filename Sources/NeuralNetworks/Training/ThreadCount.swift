import Foundation
import LinearAlgebra

/// How many threads to train and to predict with.
enum ThreadCount {
  /// The name in the environment of the number to use where the caller gives none.
  static let variable = "VINTNER_THREADS"
  static let allowed = 1...1024

  /// Below this many multiplications a step, waiting for each other costs more than it gains.
  private static let smallestWork = 2_000_000

  /// The number that was asked for, or else as many as pay for so many scalars and rows a step.
  ///
  /// - Throws: ``NetworkError/invalidThreadCount(_:)`` where the environment's number is none.
  static func of(_ training: Training, scalars: Int, rows: Int) throws(NetworkError) -> Int {
    if let threads = training.threads { return threads }
    if let given {
      guard let threads = Int(given), allowed.contains(threads) else { throw .invalidThreadCount(given) }
      return threads
    }
    // A step multiplies each weight with each row three times: forward, back, and for the gradient.
    return 3 * scalars * rows < smallestWork ? 1 : min(ThreadTeam.processorCount, 16)
  }

  /// Below this much work, some 0.4 ms, a prediction has no time for threads to start: 0.1 ms on a machine
  /// that has nothing else to do, more on others.
  private static let smallestPrediction = 16_000_000
  /// What a row takes whatever the network, as so many multiplications.
  private static let workARow = 500

  /// As many as pay for so many scalars and rows, and no more than the environment says, if it says a number.
  static func forPrediction(scalars: Int, rows: Int) -> Int {
    guard (scalars + workARow) * rows >= smallestPrediction else { return 1 }
    let limit = given.flatMap { Int($0) }.flatMap { allowed.contains($0) ? $0 : nil }
    return min(limit ?? 16, ThreadTeam.processorCount)
  }

  /// What the environment says.
  private static var given: String? {
    guard let text = getenv(variable).map({ String(cString: $0) }), !text.isEmpty else { return nil }
    return text
  }
}
