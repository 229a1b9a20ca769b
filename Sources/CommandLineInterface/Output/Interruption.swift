import Foundation
import Synchronization

/// Ctrl-C, taken as a wish to end training properly.
enum Interruption {
  private static let wasRequested = Atomic<Bool>(false)

  /// From now on, the first Ctrl-C is noted; the second ends the process at once.
  static func watch() {
    // Made before the handler needs it: a handler may not wait for a lock.
    wasRequested.store(false, ordering: .relaxed)
    signal(SIGINT) { _ in
      Interruption.wasRequested.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }

  /// Does something short that no Ctrl-C may break off: until it is done, signals that ask to end are ignored.
  static func ignored<Result>(during body: () throws -> Result) rethrows -> Result {
    let handlers = [SIGINT, SIGTERM, SIGHUP].map { ($0, signal($0, SIG_IGN)) }
    defer { for (number, handler) in handlers { signal(number, handler) } }
    return try body()
  }

  /// Whether Ctrl-C was pressed.
  static var isRequested: Bool { wasRequested.load(ordering: .relaxed) }
}
