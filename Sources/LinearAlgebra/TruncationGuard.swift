import Foundation
import Synchronization

/// Keeps the process alive when a mapped file is truncated while it is read.
///
/// The system answers access to a page that the file no longer has with SIGBUS. The handler puts pages of zeros
/// there and marks the mapping, whose reader then refuses what it has read. A fault elsewhere is left to whoever
/// handled it before.
///
/// The handler calls `mmap` alone, and what it reads is there before it is installed.
/// Source: systemd, src/basic/sigbus.c.
enum TruncationGuard {
  private struct Entry: ~Copyable {
    let isTaken = Atomic(false)
    /// The first byte's address; 0 for none.
    let start = Atomic<UInt>(0)
    let end = Atomic<UInt>(0)
    let isTruncated = Atomic(false)
  }

  /// The most mappings at a time.
  private static let capacity = 256

  // Written once, before the handler is installed; the entries are atomic.
  private nonisolated(unsafe) static let entries = {
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    for place in 0..<capacity { (entries + place).initialize(to: Entry()) }
    return entries
  }()
  private static let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))
  private nonisolated(unsafe) static var previous = sigaction()

  private static let isInstalled: Bool = {
    _ = (entries, pageSize)
    var action = sigaction()
    #if os(Linux)
      action.__sigaction_handler.sa_sigaction = { number, info, _ in
        TruncationGuard.handle(number, info)
      }
    #else
      action.__sigaction_u.__sa_sigaction = { number, info, _ in TruncationGuard.handle(number, info) }
    #endif
    action.sa_flags = SA_SIGINFO
    sigemptyset(&action.sa_mask)
    return sigaction(SIGBUS, &action, &previous) == 0
  }()

  /// Guards a mapping.
  ///
  /// - Returns: its entry; `nil` where there are too many.
  static func add(_ memory: UnsafeMutableRawPointer, count: Int) -> Int? {
    guard isInstalled else { return nil }
    for place in 0..<capacity
    where entries[place].isTaken.compareExchange(
      expected: false, desired: true, ordering: .acquiringAndReleasing
    ).exchanged {
      entries[place].isTruncated.store(false, ordering: .relaxed)
      entries[place].end.store(UInt(bitPattern: memory) + UInt(count), ordering: .relaxed)
      entries[place].start.store(UInt(bitPattern: memory), ordering: .releasing)
      return place
    }
    return nil
  }

  /// Ends the guard of a mapping, which is still mapped.
  static func remove(_ place: Int) {
    entries[place].start.store(0, ordering: .releasing)
    entries[place].isTaken.store(false, ordering: .releasing)
  }

  static func isTruncated(_ place: Int) -> Bool { entries[place].isTruncated.load(ordering: .acquiring) }

  private static func handle(_ number: Int32, _ info: UnsafeMutablePointer<siginfo_t>?) {
    let code = errno
    defer { errno = code }
    #if os(Linux)
      let address = UInt(bitPattern: info?.pointee._sifields._sigfault.si_addr)
    #else
      let address = UInt(bitPattern: info?.pointee.si_addr)
    #endif
    for place in 0..<capacity {
      let start = entries[place].start.load(ordering: .acquiring)
      let end = entries[place].end.load(ordering: .relaxed)
      guard start > 0, start <= address, address < end else { continue }
      let page = address & ~(pageSize - 1)
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED
      let zeros = mmap(UnsafeMutableRawPointer(bitPattern: page), Int(end - page), PROT_READ, flags, -1, 0)
      guard zeros != MAP_FAILED else { break }
      entries[place].isTruncated.store(true, ordering: .releasing)
      return
    }
    // The access is repeated, and the fault handled as it was before.
    sigaction(number, &previous, nil)
  }
}
