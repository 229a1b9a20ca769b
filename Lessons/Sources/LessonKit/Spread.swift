import Dispatch
import Foundation
import Synchronization
import Vintner

/// The distribution of a metric over many seeds.
///
///     let spread = Spread(losses)
///     print(spread)                    // 0.0915 (0.0908 to 0.0921)
///
/// A value that is NaN or infinite counts as diverged, and as larger than all others.
public struct Spread: Sendable, CustomStringConvertible {
  /// All values, in ascending order.
  public let sorted: [Double]

  /// - Precondition: at least one value.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "A spread has at least one value.")
    sorted = values.map { $0.isFinite ? $0 : .infinity }.sorted()
  }

  public var median: Double { quantile(0.5) }
  /// A quarter of the values lie below.
  public var lower: Double { quantile(0.25) }
  /// A quarter of the values lie above.
  public var upper: Double { quantile(0.75) }
  public var mean: Double { sorted.reduce(0, +) / Double(sorted.count) }
  /// How many values there are.
  public var count: Int { sorted.count }
  /// The share of the values that are NaN or infinite.
  public var divergedShare: Double { Double(sorted.count { !$0.isFinite }) / Double(count) }
  /// The middle half, for a whisker; nil if a quarter diverged.
  public var middleHalf: ClosedRange<Double>? { upper.isFinite ? lower...upper : nil }

  /// A quantile, interpolated between two values as NumPy does by default.
  public func quantile(_ share: Double) -> Double {
    let position = share * Double(count - 1)
    let (low, high) = (sorted[Int(position.rounded(.down))], sorted[Int(position.rounded(.up))])
    return low == high ? low : low + (position - position.rounded(.down)) * (high - low)
  }

  /// The median, and the middle half in brackets.
  public var description: String { "\(number(median, 3)) (\(number(lower, 3)) to \(number(upper, 3)))" }
}

/// Does the same for each seed, as many at once as there are cores, and returns the results in the seeds' order.
///
///     let losses = try overSeeds(20) { seed in
///       try network.fitted(to: x, y, with: Training(loss: .mae, epochs: 50, seed: seed, threads: 1)).history.loss
///     }
///
/// Each run trains on one thread (`threads: 1`), so that runs do not share a core.
/// - Parameters:
///   - count: how many seeds: 0, 1, 2, ….
///   - work: one run; it must not change a variable outside it, since several run at once.
/// - Throws: what `work` throws, for the first seed for which it does.
public func overSeeds<Result: Sendable>(
  _ count: Int = 20, _ work: (UInt64) throws -> Result
) throws -> [Result] {
  try inParallel(Array(0..<UInt64(count)), work)
}

/// Does the same for each item, as many at once as there are cores, and returns the results in the items' order.
public func inParallel<Item: Sendable, Result: Sendable>(
  _ items: [Item], _ work: (Item) throws -> Result
) throws -> [Result] {
  let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: items.count))
  withoutActuallyEscaping(work) { work in
    // A lesson's closures name its functions, which the compiler takes for things that must not cross threads.
    nonisolated(unsafe) let work = work
    DispatchQueue.concurrentPerform(iterations: items.count) { index in
      let result = Swift.Result { try work(items[index]) }
      results.withLock { $0[index] = result }
    }
  }
  return try results.withLock { try $0.map { try $0!.get() } }
}

extension VariationResults {
  /// The test losses at the end of the runs; a run that diverged has none.
  public var testLoss: Spread { spread(of: .testLoss) }

  /// The training losses at the end of the runs.
  public var trainLoss: Spread { spread(of: .trainLoss) }

  /// A metric at the end of the runs.
  public func spread(of metric: RunMetric) -> Spread { Spread(runs.map { $0[metric] ?? .nan }) }

  /// How far the training loss of each run rises, all its rises between recorded epochs added up: 0 for a curve
  /// that only falls.
  public var climb: Spread {
    Spread(
      runs.map { run in
        zip(run.curve, run.curve.dropFirst()).reduce(0) { $0 + max(0, $1.1.trainLoss - $1.0.trainLoss) }
      })
  }

  /// A metric's median over the runs at a recorded epoch.
  ///
  /// - Precondition: some run recorded that epoch.
  public func median(of metric: RunMetric, atEpoch epoch: Int) -> Double {
    Spread(runs.compactMap { run in run.curve.first { $0.epoch == epoch }?[metric] }).median
  }
}

/// How far a curve moves from one value to the next, on average over its last values: 0 for one that has settled.
public func movement(_ curve: [Double], last count: Int = 20) -> Double {
  let values = Array(curve.suffix(count))
  let moves = zip(values, values.dropFirst()).map { abs($1 - $0) }
  return moves.reduce(0, +) / Double(moves.count)
}
