import Foundation
import Synchronization
import Testing

@testable import Servers

struct SessionStoreTests {
  /// Does something on its own thread; returns whether it has ended in time.
  private func ends(within seconds: Double = 20, _ body: @escaping @Sendable () -> Void) -> Bool {
    let ended = DispatchSemaphore(value: 0)
    Thread {
      body()
      ended.signal()
    }.start()
    return ended.wait(timeout: .now() + seconds) == .success
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
    #expect(ends { #expect(store.beginStream(name)) })
    #expect(ends { #expect(store.beginStream(otherName)) })
    #expect(ends { store.lookAfter() })
    #expect(ends { #expect(busy.snapshot.updates == 0 && !busy.snapshotIsRunning && !busy.hasClosed) })
    #expect(ends { #expect(!busy.isAbandoned(after: 1_000)) })
    #expect(ends { #expect(throws: Never.self) { try other.step(.update) } })
    #expect(ends { store.endStream(name) })
    #expect(ends { store.remove(name) })
    #expect(ends { #expect(throws: SessionError.self) { try store.find(name) } })
    #expect(busy.hasClosed)
    #expect(other.snapshot.updates == 1)
  }
}
