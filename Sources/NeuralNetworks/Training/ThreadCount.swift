import Foundation
import LinearAlgebra

/// How many threads to train with.
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
    if let given = ProcessInfo.processInfo.environment[variable], !given.isEmpty {
      guard let threads = Int(given), allowed.contains(threads) else { throw .invalidThreadCount(given) }
      return threads
    }
    // A step multiplies each weight with each row three times: forward, back, and for the gradient.
    return 3 * scalars * rows < smallestWork ? 1 : min(ThreadTeam.processorCount, 16)
  }
}
