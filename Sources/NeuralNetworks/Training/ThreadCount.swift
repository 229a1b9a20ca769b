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
  /// The same where a step's rows stay together, and only the gradients and the update are split.
  private static let smallestWorkOfOneBlock = 16_000_000

  /// The number that training or the environment gives, or else as many as help with so many scalars and rows a
  /// step.
  ///
  /// - Throws: ``NetworkError/invalidThreadCount(_:)`` where the environment's is not a number.
  static func of(_ training: Training, scalars: Int, rows: Int) throws(NetworkError) -> Int {
    if let threads = training.threads { return threads }
    if let given = try given() { return given }
    return helpful(scalars: scalars, rows: rows)
  }

  /// How many members of an ensemble are trained at once, and with how many threads each: one each, unless there are
  /// more threads than members and a member has work for several.
  ///
  /// - Throws: as for one network.
  static func ofEnsemble(
    _ training: Training, members: Int, scalars: Int, rows: Int
  ) throws(NetworkError) -> (atOnce: Int, each: Int) {
    let environment = try given()
    let threads = training.threads ?? environment ?? min(ThreadTeam.processorCount, 16)
    let atOnce = min(members, threads)
    return (atOnce, min(threads / atOnce, helpful(scalars: scalars, rows: rows)))
  }

  private static func helpful(scalars: Int, rows: Int) -> Int {
    // A step multiplies each weight with each row three times: forward, backward, and for the gradient.
    let enough = RowBlocks.count(rows: rows) > 1 ? smallestWork : smallestWorkOfOneBlock
    return 3 * scalars * rows < enough ? 1 : min(ThreadTeam.processorCount, 16)
  }

  /// Below this much work, some 0.4 ms, starting threads takes too much of a prediction's time: 0.1 ms on a
  /// machine that is otherwise idle, more on others.
  private static let smallestPrediction = 16_000_000
  /// The cost of a row that does not depend on the network, in multiplications.
  private static let workARow = 500

  /// As many as help with so many scalars and rows, and no more than the environment says, if it names a
  /// number.
  static func forPrediction(scalars: Int, rows: Int) -> Int {
    guard (scalars + workARow) * rows >= smallestPrediction else { return 1 }
    return min((try? given()) ?? 16, ThreadTeam.processorCount)
  }

  /// What the environment says; `nil` where it says nothing.
  ///
  /// - Throws: ``NetworkError/invalidThreadCount(_:)`` where that is not a whole number from 1 to 1024.
  package static func given() throws(NetworkError) -> Int? {
    guard let text = getenv(variable).map({ String(cString: $0) }), !text.isEmpty else { return nil }
    guard let threads = Int(text), allowed.contains(threads) else { throw .invalidThreadCount(text) }
    return threads
  }
}
