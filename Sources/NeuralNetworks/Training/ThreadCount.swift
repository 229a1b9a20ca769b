import LinearAlgebra

/// How many threads to train or to predict with where nobody says.
enum ThreadCount {
  /// Below this many multiplications a step, waiting for each other costs more than it gains.
  private static let smallestWork = 2_000_000

  static func automatic(scalars: Int, rows: Int) -> Int {
    // A step multiplies each weight with each row three times: forward, back, and for the gradient.
    3 * scalars * rows < smallestWork ? 1 : min(ThreadTeam.processorCount, 16)
  }

  /// Below this much work, some 0.4 ms, a prediction has no time for threads to start: 0.1 ms on a machine
  /// that has nothing else to do, more on others.
  private static let smallestPrediction = 16_000_000
  /// What a row takes whatever the network, as so many multiplications.
  private static let workARow = 500

  static func forPrediction(scalars: Int, rows: Int) -> Int {
    (scalars + workARow) * rows < smallestPrediction ? 1 : min(ThreadTeam.processorCount, 16)
  }
}
