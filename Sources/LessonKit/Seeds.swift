import Dispatch
import Foundation
import Synchronization

/// Does the same for each seed, as many at once as there are cores, and gives the results in the seeds' order.
///
///     let losses = try overSeeds(20) { seed in
///       try network.fitted(to: x, y, with: Training(loss: .mae, epochs: 50, seed: seed, threads: 1)).history.loss
///     }
///
/// Each run trains on one thread (`threads: 1`), so that runs do not share a core.
/// - Parameters:
///   - count: how many seeds: 0, 1, 2, ….
///   - work: one run; it must not change a variable outside it, since several run at once. What it throws, the
///     whole throws: that of the first seed that threw.
public func overSeeds<Result: Sendable>(
  _ count: Int = 20, _ work: (UInt64) throws -> Result
) throws -> [Result] {
  try inParallel(Array(0..<UInt64(count)), work)
}

/// Does the same for each item, as many at once as there are cores, and gives the results in the items' order.
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
