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

  /// Whether Ctrl-C was pressed.
  static var isRequested: Bool { wasRequested.load(ordering: .relaxed) }
}
