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
      try? busy.command { control throws(SessionError) in
        isHeld.signal()
        mayGoOn.wait()
        control.run.advance(updates: 1)
      }
    }.start()
    isHeld.wait()
    #expect(value { store.beginStream(name) } == true)
    #expect(value { store.beginStream(otherName) } == true)
    #expect(value { store.releaseIdleRuns() } != nil)
    #expect(value { busy.snapshot.updates } == 0)
    #expect(value { busy.isAbandoned(after: 1_000) } == false)
    #expect(value { (try? other.step(.update)) != nil } == true)
    #expect(value { store.endStream(name) } != nil)
    #expect(value { store.remove(name) } != nil)
    #expect(value { (try? store.find(name)) == nil } == true)
    #expect(busy.hasClosed)
    #expect(other.snapshot.updates == 1)
  }
}
