import Foundation

/// How the time of work grows with its size.
package enum Growth {
  /// How much longer work on twice as much takes: 2 where its time grows with the size, 4 where it grows with its square.
  ///
  /// - Parameter work: does work of a size; the time of the calling thread counts.
  package static func ofTwice(_ size: Int, _ work: (Int) throws -> Void) rethrows -> Double {
    func seconds(_ size: Int) throws -> Double {
      var least = Double.infinity
      for _ in 0..<3 {
        let before = processorTime
        try work(size)
        least = min(least, processorTime - before)
      }
      return least
    }
    let once = try seconds(size)
    return try seconds(2 * size) / once
  }

  /// The time that this thread has used, in seconds.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
