import Foundation
import Synchronization

/// The runs of the open pages, a few at a time. The one that has been without viewers for longest makes room.
///
/// It holds its lock only while it calls members of a session that never wait for training.
final class SessionStore: Sendable {
  private struct Entry {
    let feed: FrameFeed
    var session: PlaygroundSession { feed.session }
    var streams = 0
    /// Requests that are being answered.
    var requests = 0
    var seen: Double
    var isSweeping = false
  }

  private let entries = Mutex<[String: Entry]>([:])
  private let limits: ServerLimits
  private let clock: Clock

  init(limits: ServerLimits = ServerLimits(), clock: Clock = .system) {
    self.limits = limits
    self.clock = clock
  }

  /// Keeps a run.
  ///
  /// - Throws: `SessionError.busy` where all others have viewers.
  func add(_ session: PlaygroundSession) throws(SessionError) -> String {
    let name = Self.newName()
    let (fits, dropped) = entries.withLock { entries -> (Bool, PlaygroundSession?) in
      var dropped: PlaygroundSession?
      if entries.count >= limits.sessions {
        dropped = Self.removeOldest(&entries)
        if dropped == nil { return (false, nil) }
      }
      entries[name] = Entry(feed: FrameFeed(session), seen: clock.now)
      return (true, dropped)
    }
    dropped?.close()
    guard fits else {
      session.close()
      throw .busy("There are \(limits.sessions) runs, all of them with open pages: close a page first.")
    }
    return name
  }

  /// The run of a name with its frames. It stays at least until it is left.
  ///
  /// - Throws: `SessionError.absent`.
  func find(_ name: String) throws(SessionError) -> FrameFeed {
    let found = entries.withLock { entries in
      entries[name]?.seen = clock.now
      entries[name]?.requests += 1
      return entries[name]?.feed
    }
    guard let found else { throw .absent("This run is no longer here: begin a new one.") }
    return found
  }

  /// A request about a run that was found is answered.
  func leave(_ name: String) { entries.withLock { $0[name]?.requests -= 1 } }

  func remove(_ name: String) {
    let session = entries.withLock { $0.removeValue(forKey: name)?.session }
    session?.close()
  }

  /// Counts a viewer of a run; returns whether there is room for it.
  func beginStream(_ name: String) -> Bool {
    entries.withLock { entries in
      let all = entries.values.reduce(0) { $0 + $1.streams }
      guard let entry = entries[name], entry.streams < limits.streamsOfSession,
        all < limits.streams
      else { return false }
      entries[name]!.streams += 1
      entries[name]!.session.watch(true)
      return true
    }
  }

  func endStream(_ name: String) {
    entries.withLock { entries in
      guard let entry = entries[name] else { return }
      entries[name]!.streams = max(0, entry.streams - 1)
      entries[name]!.seen = clock.now
      if entry.streams <= 1 { entry.session.watch(false) }
    }
  }

  /// Marks a run as sweeping; returns whether it was not before.
  func beginSweep(_ name: String) -> Bool {
    entries.withLock { entries in
      guard entries[name]?.isSweeping == false else { return false }
      entries[name]!.isSweeping = true
      return true
    }
  }

  func endSweep(_ name: String) { entries.withLock { $0[name]?.isSweeping = false } }

  /// Lets the run go that has been without viewers and requests for longest; returns whether there was one, and its
  /// memory is free: it is not where the run is in the middle of an update that takes long.
  func dropOldest() -> Bool {
    guard let dropped = entries.withLock({ Self.removeOldest(&$0) }) else { return false }
    dropped.close()
    return dropped.isReleased(within: 0.5)
  }

  private static func removeOldest(_ entries: inout [String: Entry]) -> PlaygroundSession? {
    let idle = entries.filter { $0.value.streams == 0 && $0.value.requests == 0 }
    let oldest = idle.min { $0.value.seen < $1.value.seen }
    return oldest.flatMap { entries.removeValue(forKey: $0.key) }?.session
  }

  /// Pauses runs without viewers, and forgets those without requests.
  func releaseIdleRuns() {
    let now = clock.now
    let (paused, forgotten) = entries.withLock { entries in
      let idle = entries.filter { $0.value.streams == 0 }
      let forgotten = idle.filter { now - $0.value.seen > limits.forgottenSeconds }
      for name in forgotten.keys { entries[name] = nil }
      let paused = idle.filter { now - $0.value.seen > limits.unwatchedSeconds }
      return (paused.map(\.value.session), forgotten.map(\.value.session))
    }
    for session in paused { session.stopTraining() }
    for session in forgotten { session.close() }
  }

  /// An unguessable name.
  static func newName() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }
}
