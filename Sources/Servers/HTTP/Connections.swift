import Synchronization

/// The connections that are open, limited in number. Where there is one too many, the one makes room that has waited for
/// longest for a request with the token: it has little to lose, and whoever opens hundreds keeps nobody out.
final class Connections: Sendable {
  private struct Entry {
    let socket: Socket
    /// Since when it has been waiting for a request with the token; `nil` while it has one.
    var waitingSince: Double?
  }

  private let entries = Mutex<[ObjectIdentifier: Entry]>([:])
  private let limit: Int
  private let clock: Clock

  init(limit: Int, clock: Clock = .system) {
    self.limit = limit
    self.clock = clock
  }

  /// Registers a connection; returns whether there is room for it.
  func admit(_ socket: Socket) -> Bool {
    entries.withLock { entries in
      guard entries.count < limit || Self.dropOldest(&entries) else { return false }
      entries[ObjectIdentifier(socket)] = Entry(socket: socket, waitingSince: clock.now)
      return true
    }
  }

  /// Shuts the connection down that has waited for longest; returns whether there was one.
  ///
  /// - Parameter newest: one that is not meant. Default: none.
  @discardableResult
  func dropOldest(but newest: Socket? = nil) -> Bool {
    entries.withLock { Self.dropOldest(&$0, but: newest) }
  }

  private static func dropOldest(_ entries: inout [ObjectIdentifier: Entry], but newest: Socket? = nil)
    -> Bool
  {
    let waiting = entries.filter { $0.value.waitingSince != nil && $0.value.socket !== newest }
    guard let oldest = waiting.min(by: { $0.value.waitingSince! < $1.value.waitingSince! }) else {
      return false
    }
    oldest.value.socket.shutDown()
    entries[oldest.key] = nil
    return true
  }

  /// A connection has a request with the token, or waits for the next one.
  func set(_ socket: Socket, hasRequest: Bool) {
    let since = hasRequest ? nil : clock.now
    entries.withLock { $0[ObjectIdentifier(socket)]?.waitingSince = since }
  }

  func remove(_ socket: Socket) { entries.withLock { $0[ObjectIdentifier(socket)] = nil } }

  /// Shuts all of them down.
  func shutDown() {
    entries.withLock { entries in
      for entry in entries.values { entry.socket.shutDown() }
    }
  }
}
