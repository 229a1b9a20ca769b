import LinearAlgebra

/// How many threads to train with where nobody says.
enum ThreadCount {
  /// Below this many multiplications a step, waiting for each other costs more than it gains.
  private static let smallestWork = 2_000_000

  static func automatic(scalars: Int, rows: Int) -> Int {
    // A step multiplies each weight with each row three times: forward, back, and for the gradient.
    3 * scalars * rows < smallestWork ? 1 : min(ThreadTeam.processorCount, 16)
  }
}
