import Foundation
import Testing
import Vintner

@Suite struct MemoryTests {
  /// A table of 500,000 rows × 12 takes 48 MB, its rows as the network has them 24. The bound leaves room for
  /// libraries and stacks, and none for another copy of the table.
  @Test func trainingTakesNoCopyOfTheTable() async {
    await #expect(processExitsWith: .success) {
      let rows = 500_000
      let names = (0..<11).map { "f\($0)" } + ["y"]
      let frame = DataFrame(
        columns: names.enumerated().map { place, name in
          Column(name: name, (0..<rows).map { Double($0 &* (place &* 2 &+ 7919) % 10_007) })
        })
      var pipeline = RegressionPipeline(target: "y", network: .dense(hidden: [4], activation: .relu))
      pipeline.training.callbacks = []
      pipeline.training.epochs = 1
      pipeline.training.threads = 1
      let before = Self.peak
      _ = try pipeline.fitted(to: frame)
      let table = rows * names.count * MemoryLayout<Double>.size
      let used = Self.peak - before
      precondition(used < table * 5 / 4, "Training takes up to \(table * 5 / 4) bytes, but took \(used).")
    }
  }

  /// The most memory that the process has had, in bytes.
  private static var peak: Int {
    var usage = rusage()
    // RUSAGE_SELF, which has another type on every system.
    getrusage(0, &usage)
    #if os(Linux)
      return usage.ru_maxrss * 1024
    #else
      return usage.ru_maxrss
    #endif
  }
}
