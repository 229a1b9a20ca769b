import Foundation
import LinearAlgebra

/// How many threads to train and to predict with.
package enum ThreadCount {
  /// The name in the environment of the number to use where the caller gives none.
  static let variable = "VINTNER_THREADS"
  package static let allowed = 1...1024

  /// Below this many multiplications a step, waiting for each other costs more than it gains; measured by the
  /// suite `threads` of `Scripts/benchmark`.
  private static let smallestWork = 2_000_000
  /// The same where a step's rows stay together, and only the gradients and the update are shared out.
  private static let smallestWorkOfOneBlock = 16_000_000

  /// The number that was asked for, or else as many as pay for so many scalars and rows a step.
  ///
  /// - Throws: ``NetworkError/invalidThreadCount(_:)`` where the environment's number is none.
  static func of(_ training: Training, scalars: Int, rows: Int) throws(NetworkError) -> Int {
    if let threads = training.threads { return threads }
    if let given = try given() { return given }
    // A step multiplies each weight with each row three times: forward, back, and for the gradient.
    let enough = RowBlocks.count(rows: rows) > 1 ? smallestWork : smallestWorkOfOneBlock
    return 3 * scalars * rows < enough ? 1 : min(ThreadTeam.processorCount, 16)
  }

  /// Below this much work, some 0.4 ms, a prediction has no time for threads to start: 0.1 ms on a machine
  /// that has nothing else to do, more on others.
  private static let smallestPrediction = 16_000_000
  /// What a row takes whatever the network, as so many multiplications.
  private static let workARow = 500

  /// As many as pay for so many scalars and rows, and no more than the environment says, if it says a number.
  static func forPrediction(scalars: Int, rows: Int) -> Int {
    guard (scalars + workARow) * rows >= smallestPrediction else { return 1 }
    return min((try? given()) ?? 16, ThreadTeam.processorCount)
  }

  /// What the environment says; `nil` where it says nothing.
  ///
  /// - Throws: ``NetworkError/invalidThreadCount(_:)`` where that is no number, or not 1 to 1024.
  package static func given() throws(NetworkError) -> Int? {
    guard let text = getenv(variable).map({ String(cString: $0) }), !text.isEmpty else { return nil }
    guard let threads = Int(text), allowed.contains(threads) else { throw .invalidThreadCount(text) }
    return threads
  }
}
