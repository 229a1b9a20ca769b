import CVectorKernels
import Foundation
import Synchronization

/// A fixed team of threads that works on one job at a time, the calling thread among them.
///
///     team.run { lane in
///       for block in team.blocks(of: 8, for: lane) { … }
///       team.wait()           // until every lane is here
///       …
///     }
///
/// A lane that has to wait spins for some microseconds and then sleeps: a team whose work is balanced makes no
/// system call, and a team on a busy machine does not waste its cores.
///
/// A team is used by one thread at a time.
package final class ThreadTeam: Sendable {
  /// The number of lanes, the caller's included: fewer than requested where the system has no more threads, or no
  /// memory for them.
  package let count: Int
  /// For how many lanes there is memory to multiply.
  private let reserved: Int
  private let shared: Shared

  /// Starts `count` − 1 threads, which live as long as the team, or as many as the system has.
  package convenience init(count: Int) {
    self.init(count: count) { SystemThread.start($0, $1) }
  }

  /// - Parameter start: starts a thread of a name that calls a closure; returns whether it could.
  init(count: Int, startingThread start: (_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool) {
    precondition(count >= 1, "A team has one thread or more, received \(count).")
    let shared = Shared()
    reserved = BLASMemory.reserve(count)
    var started = 1
    while started < reserved {
      let lane = started
      let isStarted = start("vintner-\(lane)") {
        _ = vk_flush_denormals()
        shared.work(as: lane)
      }
      guard isStarted else { break }
      started += 1
    }
    shared.barrier.expect(started)
    self.shared = shared
    self.count = started
  }

  deinit {
    BLASMemory.release(reserved)
    shared.dismiss()
  }

  /// The default number of threads: one per core.
  package static var processorCount: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Calls `job` once per lane, each on its own thread, and returns when all have returned.
  ///
  /// Subnormal numbers are flushed to 0 in a job.
  package func run(_ job: (_ lane: Int) -> Void) {
    let before = vk_flush_denormals()
    defer { vk_restore_denormals(before) }
    if count == 1 { return job(0) }
    withoutActuallyEscaping(job) { shared.run($0) }
  }

  /// Calls `body`, part of a job that works on tables, with subnormal numbers as they are: where they count as 0,
  /// values that are equal hash differently.
  package static func keepingSubnormals<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let before = vk_keep_denormals()
    defer { vk_restore_denormals(before) }
    return try body()
  }

  /// Waits until every lane has called `wait`. For use inside `run`, by every lane equally often.
  @inline(__always)
  package func wait() {
    if count > 1 { shared.barrier.wait() }
  }

  /// The blocks of `total` that a lane works on: consecutive ones, sizes differing by one at most.
  ///
  /// The result does not depend on which lane takes a block: a block is computed as a whole, and its size depends
  /// on the shape of the work alone.
  @inline(__always)
  package func blocks(of total: Int, for lane: Int) -> Range<Int> {
    total * lane / count..<total * (lane + 1) / count
  }

  /// Calls `work` once for each index below `count`, on all lanes, and returns when all have returned.
  ///
  /// A lane that is done takes the next index, which balances uneven work and busy cores. Which lane takes an
  /// index is undefined: no result may depend on it.
  package func deal(_ count: Int, _ work: (_ index: Int, _ lane: Int) -> Void) {
    let next = Atomic<Int>(0)
    run { lane in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { return }
        work(index, lane)
      }
    }
  }
}

extension ThreadTeam {
  /// What the threads share with the team: a separate object, so that a sleeping thread does not keep the team
  /// alive.
  private final class Shared: @unchecked Sendable {
    // Sendable holds because `job` is written only between two passes of all lanes through the barrier.
    let barrier = Barrier()
    private var job: ((Int) -> Void)?

    func run(_ job: @escaping (Int) -> Void) {
      self.job = job
      barrier.wait()
      job(0)
      barrier.wait()
      self.job = nil
    }

    func work(as lane: Int) {
      while true {
        barrier.wait()
        guard perform(lane) else { return }
        barrier.wait()
      }
    }

    /// Does a lane's part of the job, if there is one. This is a separate function so that the job is released
    /// before the lane reports that it is done.
    @inline(never)
    private func perform(_ lane: Int) -> Bool {
      guard let job else { return false }
      job(lane)
      return true
    }

    /// Lets the threads end: they find no job.
    func dismiss() { barrier.wait() }
  }
}

/// A reusable barrier for a fixed number of threads.
private final class Barrier: Sendable {
  /// How often a waiting thread checks before it sleeps: some 50 µs.
  private static let patience = 4_000

  /// How many threads are waited for; more than there can be until it is known.
  private let lanes = Atomic<Int>(.max)
  private let arrived = Atomic<Int>(0)
  private let generation = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let condition = NSCondition()

  /// Says how many threads there are, before the last of them waits.
  func expect(_ count: Int) { lanes.store(count, ordering: .releasing) }

  func wait() {
    let present = generation.load(ordering: .relaxed)
    if arrived.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
      == lanes.load(ordering: .relaxed)
    {
      arrived.store(0, ordering: .relaxed)
      generation.store(present + 1, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
        condition.lock()
        condition.broadcast()
        condition.unlock()
      }
      return
    }
    for _ in 0..<Self.patience {
      if generation.load(ordering: .acquiring) != present { return }
      vk_spin_hint()
    }
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    condition.lock()
    while generation.load(ordering: .sequentiallyConsistent) == present { condition.wait() }
    condition.unlock()
    sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
  }
}
