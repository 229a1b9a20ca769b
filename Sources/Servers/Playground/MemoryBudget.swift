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
  /// Half of the machine's memory or, where less is allowed to the process, half of that.
  package static var standard: Int {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let text = try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8)
    let allowed = text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? machine
    return max(least, min(machine, allowed) / 2)
  }

  /// - Parameter limit: the bytes that may be taken. Default: half of the machine's memory.
  package init(limit: Int = MemoryBudget.standard) { self.limit = limit }

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
        guard bytes <= limit - taken else { return false }
        taken += bytes
        return true
      }
      if isTaken { return Reservation(self, bytes) }
      guard makeRoom.withLock({ $0 })?() == true else { break }
    }
    throw .busy(
      "\(what) would take \(Self.text(bytes)) of memory, and \(Self.text(free)) are free of the"
        + " \(Self.text(limit)) that the playground may take: close other pages, \(remedy), or start it with a larger"
        + " --memory.")
  }

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
