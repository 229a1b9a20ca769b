import Foundation
import Synchronization

/// Ctrl-C, as a request to end training in an orderly way.
enum Interruption {
  private static let wasRequested = Atomic<Bool>(false)

  /// From now on, the first Ctrl-C is a request; the second ends the process at once.
  static func watch() {
    // Initialized before the handler needs it: a signal handler must not wait for a lock.
    wasRequested.store(false, ordering: .relaxed)
    signal(SIGINT) { _ in
      Interruption.wasRequested.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }

  /// Calls `body`, something short that no Ctrl-C may interrupt: SIGINT, SIGTERM and SIGHUP are ignored meanwhile.
  static func ignored<Result>(during body: () throws -> Result) rethrows -> Result {
    let handlers = [SIGINT, SIGTERM, SIGHUP].map { ($0, signal($0, SIG_IGN)) }
    defer { for (number, handler) in handlers { signal(number, handler) } }
    return try body()
  }

  /// Whether Ctrl-C was pressed.
  static var isRequested: Bool { wasRequested.load(ordering: .relaxed) }
}
