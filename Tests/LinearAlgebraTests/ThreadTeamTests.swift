import Foundation
import LinearAlgebra
import Synchronization
import Testing

/// The lanes write to plain memory without a lock, so that ThreadSanitizer sees whether the team alone orders them.
struct ThreadTeamTests {
  @Test(arguments: 1...4)
  func runsAJobOnceALane(lanes: Int) {
    let team = ThreadTeam(count: lanes)
    let calls = counters(lanes)
    defer { calls.deallocate() }
    let all = Atomic<Int>(0)
    for turn in 1...50 {
      team.run { lane in
        calls[lane] += 1
        all.wrappingAdd(1, ordering: .relaxed)
      }
      // `run` returns when all lanes have: nothing is still under way.
      #expect(calls.allSatisfy { $0 == turn })
      #expect(all.load(ordering: .relaxed) == turn * lanes)
    }
  }

  private func counters(_ count: Int) -> UnsafeMutableBufferPointer<Int> {
    let counters = UnsafeMutableBufferPointer<Int>.allocate(capacity: count)
    counters.initialize(repeating: 0)
    return counters
  }

  @Test(arguments: 1...4)
  func sharesOutEveryBlockOnce(lanes: Int) {
    let team = ThreadTeam(count: lanes)
    for total in [0, 1, 2, 3, 7, 8, 100] {
      let shares = (0..<lanes).map { team.blocks(of: total, for: $0) }
      #expect(shares.flatMap { Array($0) } == Array(0..<total))
      let sizes = shares.map(\.count)
      #expect(sizes.max()! - sizes.min()! <= 1)
    }
  }

  @Test(arguments: 1...4)
  func dealsEveryIndexOnceToALane(lanes: Int) {
    let team = ThreadTeam(count: lanes)
    for count in [0, 1, 2, 7, 100] {
      // A count a lane and index, so that an index that two lanes get at once is seen.
      let dealt = counters(lanes * count)
      defer { dealt.deallocate() }
      team.deal(count) { index, lane in
        precondition((0..<lanes).contains(lane))
        dealt[lane * count + index] += 1
      }
      let times = (0..<count).map { index in (0..<lanes).reduce(0) { $0 + dealt[$1 * count + index] } }
      #expect(times == [Int](repeating: 1, count: count))
    }
  }

  /// One index takes as long as it takes the other lane to do all others.
  @Test func dealsOnWhileALaneIsBusy() {
    let done = Atomic<Int>(0)
    ThreadTeam(count: 2).deal(50) { index, _ in
      if index == 0 { while done.load(ordering: .acquiring) < 49 { Thread.sleep(forTimeInterval: 0.001) } }
      done.wrappingAdd(1, ordering: .acquiringAndReleasing)
    }
    #expect(done.load(ordering: .relaxed) == 50)
  }

  /// After a `wait` every lane sees what every other wrote before it. Four lanes outnumber the cores of
  /// a small machine, so that some of them sleep.
  @Test(arguments: 1...4)
  func waitsForAllLanes(lanes: Int) {
    let team = ThreadTeam(count: lanes)
    let marks = UnsafeMutablePointer<Int>.allocate(capacity: lanes)
    marks.initialize(repeating: 0, count: lanes)
    defer { marks.deallocate() }
    let early = Atomic<Int>(0)
    nonisolated(unsafe) let shared = marks
    for _ in 0..<300 {
      team.run { lane in
        for phase in 1...3 {
          shared[lane] += phase
          team.wait()
          for other in 0..<lanes where shared[other] != shared[lane] {
            early.wrappingAdd(1, ordering: .relaxed)
          }
          team.wait()
        }
      }
    }
    #expect(early.load(ordering: .relaxed) == 0)
    #expect((0..<lanes).allSatisfy { marks[$0] == 300 * 6 })
  }

  @Test func wakesLanesThatHaveFallenAsleep() {
    let team = ThreadTeam(count: 3)
    let done = Atomic<Int>(0)
    for _ in 0..<5 {
      Thread.sleep(forTimeInterval: 0.02)
      team.run { lane in
        if lane == 1 { Thread.sleep(forTimeInterval: 0.01) }
        team.wait()
        done.wrappingAdd(1, ordering: .relaxed)
      }
    }
    #expect(done.load(ordering: .relaxed) == 15)
  }

  /// Each thread leaves a value behind whose destructor the system calls when the thread ends.
  @Test func endsItsThreadsWithItself() {
    final class Ends: Sendable { let count = Atomic<Int>(0) }
    let ends = Ends()
    var key = pthread_key_t()
    pthread_key_create(&key) { pointer in
      let ends = Unmanaged<Ends>.fromOpaque(optional(pointer)!).takeRetainedValue()
      ends.count.wrappingAdd(1, ordering: .sequentiallyConsistent)
    }
    let threadLocal = key
    var team: ThreadTeam? = ThreadTeam(count: 4)
    team?.run { lane in
      if lane > 0 { pthread_setspecific(threadLocal, Unmanaged.passRetained(ends).toOpaque()) }
    }
    #expect(ends.count.load(ordering: .sequentiallyConsistent) == 0)
    team = nil
    let deadline = ContinuousClock.now + .seconds(10)
    while ends.count.load(ordering: .sequentiallyConsistent) < 3, ContinuousClock.now < deadline {
      Thread.sleep(forTimeInterval: 0.002)
    }
    #expect(ends.count.load(ordering: .sequentiallyConsistent) == 3)
    pthread_key_delete(key)
  }

  @Test func hasALaneAtLeast() async {
    #expect(ThreadTeam.processorCount >= 1)
    await #expect(processExitsWith: .failure) { _ = ThreadTeam(count: 0) }
  }
}

/// The destructor's argument is optional on Linux and not on macOS.
private func optional(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { pointer }
