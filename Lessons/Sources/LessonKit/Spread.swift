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

/// A share of runs, with the interval in which the share of endlessly many such runs lies.
///
///     print(Share(134, of: 200))       // 67 % (60 to 73)
///
///     centre = (p + z²/2n) / (1 + z²/n)        half = z·√(p(1 − p)/n + z²/4n²) / (1 + z²/n)        z = 1.96
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
public struct Share: Sendable, Equatable, CustomStringConvertible {
  public let count: Int
  public let total: Int

  /// - Precondition: total is at least 1, and count at most total.
  public init(_ count: Int, of total: Int) {
    precondition(
      total >= 1 && (0...total).contains(count), "A share of 1 or more, received \(count) of \(total).")
    (self.count, self.total) = (count, total)
  }

  /// The share of the items for which a condition holds.
  public init<Item>(of items: [Item], where holds: (Item) -> Bool) {
    self.init(items.count(where: holds), of: items.count)
  }

  public var value: Double { Double(count) / Double(total) }

  /// The interval at a confidence of 95 %.
  public var interval: ClosedRange<Double> {
    let (n, z) = (Double(total), 1.959964)
    let centre = (value + z * z / (2 * n)) / (1 + z * z / n)
    let half = z * (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
    return max(0, centre - half)...min(1, centre + half)
  }

  /// The share, and its interval in brackets, in percent.
  public var description: String {
    func text(_ share: Double) -> String { "\(Int((100 * share).rounded()))" }
    return "\(text(value)) % (\(text(interval.lowerBound)) to \(text(interval.upperBound)))"
  }
}

/// How many of the runs with these losses diverged: "none diverged", "3 of 800 diverged".
///
/// A run has diverged if its loss is NaN or infinite.
public func divergence(_ losses: [Double]) -> String {
  let count = losses.count { !$0.isFinite }
  return count == 0 ? "none diverged" : "\(count) of \(losses.count) diverged"
}

/// Two ways, run with the same seeds and compared seed by seed.
///
///     let pair = Pair(small, large)
///     if pair.firstIsLower { … }
///     print(pair)                      // lower in 134 of 200 seeds, p < 0.001
///
/// The sign test: if neither way were better, the first would be lower in half of the seeds in which the two
/// differ, as heads come in half of the tosses of a coin. p is the probability that a fair coin is at least as
/// uneven. A value that is NaN or infinite counts as larger than all others.
///
///     p = min(1, 2·Σ (n over i)·2⁻ⁿ), i from the larger of the two counts to n, n the seeds that differ
public struct Pair: Sendable, Equatable, CustomStringConvertible {
  /// The seeds in which the first is lower.
  public let lower: Int
  /// The seeds in which the first is higher.
  public let higher: Int
  /// All seeds.
  public let count: Int

  /// - Precondition: as many values of one as of the other, in the same order of seeds, and at least one.
  public init(_ first: [Double], _ second: [Double]) {
    precondition(
      first.count == second.count && !first.isEmpty,
      "As many values of one as of the other, received \(first.count) and \(second.count).")
    let pairs = zip(first, second).map { ($0.isFinite ? $0 : .infinity, $1.isFinite ? $1 : .infinity) }
    (lower, higher, count) = (pairs.count { $0 < $1 }, pairs.count { $0 > $1 }, pairs.count)
  }

  /// How probable a difference at least as large is where there is none: 0 to 1.
  public var p: Double {
    let n = lower + higher
    guard n > 0 else { return 1 }
    var tail = 0.0
    for i in max(lower, higher)...n {
      let ways = lgamma(Double(n + 1)) - lgamma(Double(i + 1)) - lgamma(Double(n - i + 1))
      tail += exp(ways - Double(n) * log(2.0))
    }
    return min(1, 2 * tail)
  }

  /// Whether the difference is more than chance: p below 0.05.
  public var differ: Bool { p < 0.05 }
  public var firstIsLower: Bool { differ && lower > higher }
  public var firstIsHigher: Bool { differ && higher > lower }

  /// In how many seeds the first is lower or, if that is more often so, higher, and p.
  public var description: String {
    let (word, times) = lower >= higher ? ("lower", lower) : ("higher", higher)
    return "\(word) in \(times) of \(count) seeds, p \(p < 0.001 ? "< 0.001" : "= \(number(p, 2))")"
  }
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

  /// The runs whose last loss meets the criterion of convergence.
  ///
  /// - Precondition: the experiment has a criterion.
  public var ended: Share { Share(of: runs) { $0.isConverged(criterion) } }

  /// The runs that met the criterion at some recorded epoch, whether or not they kept to it.
  ///
  /// - Precondition: the experiment has a criterion.
  public var arrived: Share { Share(of: runs) { $0.epoch(reaching: criterion) != nil } }

  /// The epoch in which each run arrived, in the order of the seeds; infinite for a run that did not.
  ///
  /// - Precondition: the experiment has a criterion.
  public var arrivals: [Double] {
    runs.map { $0.epoch(reaching: criterion).map(Double.init) ?? .infinity }
  }

  private var criterion: Convergence {
    guard let convergence else { preconditionFailure("The experiment has no criterion of convergence.") }
    return convergence
  }

  /// Compares a metric at the end of the runs with that of another variation, seed by seed.
  public func paired(with other: VariationResults, by metric: RunMetric = .testLoss) -> Pair {
    precondition(runs.map(\.seed) == other.runs.map(\.seed), "Both variations have the same seeds.")
    return Pair(runs.map { $0[metric] ?? .nan }, other.runs.map { $0[metric] ?? .nan })
  }

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
