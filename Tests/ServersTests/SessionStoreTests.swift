import Foundation
import Synchronization
import Testing

@testable import Servers

struct SessionStoreTests {
  private final class Result: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
    let ended = DispatchSemaphore(value: 0)
  }

  /// What a closure gives on its own thread; `nil` where it does not end in time.
  private func value<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value? {
    let result = Result()
    Thread {
      let value = body()
      result.value.withLock { $0 = value }
      result.ended.signal()
    }.start()
    return result.ended.wait(timeout: .now() + 20) == .success ? result.value.withLock { $0 as? Value } : nil
  }

  /// By a clock that the test moves.
  @Test func runsWithoutViewersArePausedAndForgotten() throws {
    let (limits, time) = (ServerLimits(), ManualClock())
    let store = SessionStore(limits: limits, clock: time.clock)
    let (alone, watched) = (
      try PlaygroundSession(PlaygroundState()), try PlaygroundSession(PlaygroundState())
    )
    let (name, watchedName) = (try store.add(alone), try store.add(watched))
    #expect(store.beginStream(watchedName))
    for session in [alone, watched] { try session.start() }
    time.advance(by: limits.unwatchedSeconds - 1)
    store.releaseIdleRuns()
    #expect(alone.isAtWork && watched.isAtWork)
    time.advance(by: 2)
    store.releaseIdleRuns()
    #expect(alone.wait { _ in !alone.isAtWork })
    #expect(watched.isAtWork && !alone.hasClosed)
    time.advance(by: limits.forgottenSeconds)
    store.releaseIdleRuns()
    #expect(alone.hasClosed && !watched.hasClosed)
    #expect(throws: SessionError.self) { try store.find(name) }
    watched.close()
  }

  @Test func theRunWithoutViewersForLongestMakesRoom() throws {
    var limits = ServerLimits()
    limits.sessions = 2
    let time = ManualClock()
    let store = SessionStore(limits: limits, clock: time.clock)
    func added() throws -> String {
      time.advance(by: 1)
      return try store.add(try PlaygroundSession(PlaygroundState()))
    }
    let (first, second) = (try added(), try added())
    time.advance(by: 1)
    _ = try store.find(first)
    let third = try added()
    #expect(throws: SessionError.self) { try store.find(second) }
    #expect(store.beginStream(first) && store.beginStream(third))
    #expect(throws: SessionError.self) { try added() }
  }

  /// A step of one large epoch keeps its run busy for as long as the test likes; the store and every other run answer
  /// all the same, and so do all questions about the busy run that need no training.
  @Test func aRunThatIsBusyHoldsUpNoOther() throws {
    let store = SessionStore()
    let (busy, other) = (try PlaygroundSession(PlaygroundState()), try PlaygroundSession(PlaygroundState()))
    let (name, otherName) = (try store.add(busy), try store.add(other))
    let (isHeld, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    defer { mayGoOn.signal() }
    Thread {
      try? busy.command { run, _ throws(SessionError) in
        isHeld.signal()
        mayGoOn.wait()
        run.advance(updates: 1)
      }
    }.start()
    isHeld.wait()
    try #require(value { store.beginStream(name) } == true)
    try #require(value { store.beginStream(otherName) } == true)
    try #require(value { store.releaseIdleRuns() } != nil)
    try #require(value { busy.snapshot.updates } == 0)
    try #require(value { busy.isAbandoned(after: 1_000) } == false)
    // What needs nothing of the run but its settings does not wait for it; what does gives up.
    try #require(value { (try? busy.start()) != nil && busy.progress.isRunning } == true)
    try #require(value { (try? busy.setSpeed(5)) != nil } == true)
    try #require(value { (try? busy.look(at: Focus(layer: 0, unit: 1))) != nil } == true)
    try #require(value { busy.snapshot.focus } == Focus(layer: 0, unit: 1))
    try #require(value { (try? busy.pause()) != nil && !busy.progress.isRunning } == true)
    let refusal = value { Swift.Result { try busy.edit([]) } }
    guard case .failure(let error as SessionError) = refusal, case .busy(let sentence) = error else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(sentence.hasPrefix("An update of this run takes long"))
    try #require(value { (try? other.step(.update)) != nil } == true)
    try #require(value { store.endStream(name) } != nil)
    try #require(value { store.remove(name) } != nil)
    try #require(value { (try? store.find(name)) == nil } == true)
    try #require(value { busy.hasClosed } == true)
    #expect(other.snapshot.updates == 1)
  }

  /// The memory of a run is free where its last update ends, and not where the run is removed: until then it is taken.
  @Test func aRunGivesItsMemoryBackAfterItsUpdate() throws {
    let budget = MemoryBudget(limit: 64 << 20)
    let store = SessionStore()
    let busy = try PlaygroundSession(PlaygroundState(), memory: budget)
    let name = try store.add(busy)
    let taken = budget.limit - budget.free
    #expect(taken > 0)
    let (isHeld, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    Thread {
      try? busy.command { _, _ throws(SessionError) in
        isHeld.signal()
        mayGoOn.wait()
      }
    }.start()
    isHeld.wait()
    let other = try PlaygroundSession(PlaygroundState(), memory: budget)
    let otherName = try store.add(other)
    // The oldest is given up, and makes no room yet: the other one is not given up as well.
    #expect(!store.dropOldest())
    #expect(throws: SessionError.self) { try store.find(name) }
    #expect(try store.find(otherName).session === other)
    #expect(budget.limit - budget.free == 2 * taken)
    mayGoOn.signal()
    #expect(busy.isReleased(within: 20))
    #expect(budget.limit - budget.free == taken)
  }

  /// A run that is replaced in the middle of an update does not wait for it.
  @Test func aRunThatRestartsDoesNotWaitForTheOneBefore() throws {
    let session = try PlaygroundSession(PlaygroundState())
    defer { session.close() }
    let (isHeld, mayGoOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    defer { mayGoOn.signal() }
    Thread {
      try? session.command { _, _ throws(SessionError) in
        isHeld.signal()
        mayGoOn.wait()
      }
    }.start()
    isHeld.wait()
    try session.start()
    try session.reset()
    try session.step(.update, count: 3)
    #expect(session.snapshot.updates == 3)
  }
}
