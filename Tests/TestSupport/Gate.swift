import Foundation

/// Threads wait at it until it is opened: what has to happen between two moments of another thread.
package final class Gate: @unchecked Sendable {
  // Sendable holds because what changes is used under the lock.
  private let condition = NSCondition()
  private var isOpen = false

  package init() {}

  package func open() {
    condition.withLock {
      isOpen = true
      condition.broadcast()
    }
  }

  package func wait() {
    condition.withLock { while !isOpen { condition.wait() } }
  }
}
