import Foundation
import Synchronization
import Vintner

/// The memory that tables and runs may take, and how much of it they have taken: by estimates, made before any of it
/// is requested from the system.
package final class MemoryBudget: Sendable {
  /// The bytes that tables and runs may take.
  package let limit: Int
  private let taken = Mutex(0)
  /// Lets something go that nobody needs at present; returns whether there was such a thing.
  private let makeRoom = Mutex<(@Sendable () -> Bool)?>(nil)

  /// The least that a budget may be, in bytes.
  package static let least = 64 << 20
  /// Half of what the process may have.
  package static var standard: Int { max(least, Int(PageMemory.available / 2)) }

  /// - Parameter limit: the bytes that may be taken; a third of the process's addresses at most, where those are
  ///   limited. Default: half of what the process may have.
  package init(limit: Int = MemoryBudget.standard) {
    self.limit = PageMemory.addressLimit.map { min(limit, Int($0 / 3)) } ?? limit
  }

  /// Sets what is called, repeatedly, where memory is short.
  func whenShort(_ makeRoom: @escaping @Sendable () -> Bool) {
    self.makeRoom.withLock { $0 = makeRoom }
  }

  /// Takes memory until the result is released.
  ///
  /// - Parameters:
  ///   - bytes: an estimate.
  ///   - what: what takes it, as the beginning of a sentence.
  ///   - remedy: what can be done for it to take less.
  /// - Throws: `SessionError.tooLarge` where it is more than all, `.busy` where others have taken it.
  func reserve(_ bytes: Int, for what: String, remedy: String) throws(SessionError) -> Reservation {
    guard bytes <= limit else {
      throw .tooLarge(
        "\(what) would take \(Self.text(bytes)) of memory, and the playground may take \(Self.text(limit)):"
          + " \(remedy), or start it with a larger --memory.")
    }
    while true {
      let isTaken = taken.withLock { taken in
        guard bytes <= limit - taken, Self.isThere(bytes) else { return false }
        taken += bytes
        return true
      }
      if isTaken { return Reservation(self, bytes) }
      guard makeRoom.withLock({ $0 })?() == true else { break }
    }
    let short =
      bytes <= free
      ? ("the process has hardly any addresses left", "under a larger limit, ulimit -v")
      : (
        "\(Self.text(free)) are free of the \(Self.text(limit)) that the playground may take",
        "with a larger --memory"
      )
    throw .busy(
      "\(what) would take \(Self.text(bytes)) of memory, and \(short.0): close other pages, \(remedy), or start it"
        + " \(short.1).")
  }

  /// Whether the process has room for so many bytes, and some for what nobody counts.
  private static func isThere(_ bytes: Int) -> Bool {
    // Whatever grows has twice the addresses that it fills.
    PageMemory.addressLimit == nil || 2 * UInt64(bytes) + spare <= PageMemory.available
  }

  /// What threads and the heap need, in bytes, where the process's addresses are limited.
  private static let spare: UInt64 = 128 << 20

  /// The bytes that nobody has taken.
  var free: Int { limit - taken.withLock { $0 } }

  fileprivate func giveBack(_ bytes: Int) { taken.withLock { $0 -= bytes } }

  private static func text(_ bytes: Int) -> String {
    bytes < 1 << 30
      ? "\(max(1, bytes >> 20)) MB" : String(format: "%.1f GB", Double(bytes) / Double(1 << 30))
  }
}

/// Memory that something has taken of a budget, until it is released or has no owner left.
final class Reservation: Sendable {
  private let budget: MemoryBudget
  private let bytes: Mutex<Int>

  fileprivate init(_ budget: MemoryBudget, _ bytes: Int) {
    self.budget = budget
    self.bytes = Mutex(bytes)
  }

  deinit { release() }

  /// Gives back what is more than so many bytes.
  func shrink(to rest: Int) {
    let surplus = bytes.withLock { bytes in
      let surplus = max(0, bytes - rest)
      bytes -= surplus
      return surplus
    }
    budget.giveBack(surplus)
  }

  func release() { shrink(to: 0) }
}
