import Foundation
import Synchronization

/// Memory that is requested from the system in whole pages, large ones where it has them.
package enum PageMemory {
  /// The number of bytes from which it is worth requesting pages from the system.
  package static let smallestSize = 4 << 20

  /// The size of a large page on the processors that have them.
  private static let largePage = 2 << 20

  /// The bytes that the process may still request: those of the machine or, where it is less, of its control group
  /// or what is left of the limit of its address space (`ulimit -v`).
  ///
  /// What a file or a setting makes large is compared with it before memory is requested.
  package static var available: UInt64 {
    let physical = ProcessInfo.processInfo.physicalMemory
    #if os(Linux)
      let group = firstNumber(in: "/sys/fs/cgroup/memory.max") ?? physical
      guard let limit = addressLimit else { return min(physical, group) }
      let used = (firstNumber(in: "/proc/self/statm") ?? 0) * UInt64(sysconf(Int32(_SC_PAGESIZE)))
      return min(physical, group, limit - min(used, limit))
    #else
      return physical
    #endif
  }

  /// The limit of the process's address space in bytes; `nil` where that is more than the machine has of memory.
  package static var addressLimit: UInt64? {
    #if os(Linux)
      let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let resource = RLIMIT_AS
    #endif
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < ProcessInfo.processInfo.physicalMemory else {
      return nil
    }
    return UInt64(limit.rlim_cur)
  }

  /// Has all threads share one heap where the process's addresses are limited: a heap of a thread's own takes 64 MB of
  /// them and keeps them. For use before threads begin.
  package static func shareHeap() {
    #if canImport(Glibc)
      guard addressLimit != nil, let set = dlsym(nil, "mallopt") else { return }
      let numberOfHeaps: Int32 = -8
      _ = unsafeBitCast(set, to: (@convention(c) (Int32, Int32) -> Int32).self)(numberOfHeaps, 1)
    #endif
  }

  #if os(Linux)
    private static func firstNumber(in path: String) -> UInt64? {
      let text = try? String(contentsOfFile: path, encoding: .utf8)
      return text.flatMap { UInt64($0.prefix { $0.isNumber }) }
    }
  #endif

  /// Memory that is zero although nothing has written to it: a page is supplied when it is first touched.
  ///
  /// Where there is none, the process ends with one sentence.
  static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { exhausted(size) }
    willFill(memory, count: size)
    return memory
  }

  /// Whether the system has so much memory now.
  static func canAllocate(_ size: Int) -> Bool {
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { return false }
    munmap(memory, size)
    return true
  }

  static func deallocate(_ memory: UnsafeMutableRawPointer, size: Int) { munmap(memory, size) }

  private static let isExhausted = Atomic(false)

  /// Ends the process where the system refuses memory: with a sentence, and the status of a system error. Nothing else
  /// is done: other threads may be anywhere.
  static func exhausted(_ size: Int, remedy: String = "give a smaller table or network") -> Never {
    // Of several threads one says it, and ends them all.
    if isExhausted.exchange(true, ordering: .relaxed) { while true { pause() } }
    let text = "vintner: The system has no memory for \(size) bytes: \(remedy).\n"
    _ = text.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    _exit(71)
  }

  /// Requests large pages for much new memory that is about to be written: setting up small ones costs as much as
  /// reading the values that are written to them. No value depends on it.
  package static func willFill(_ start: UnsafeMutableRawPointer, count: Int) {
    #if os(Linux)
      let first = (Int(bitPattern: start) + largePage - 1) / largePage * largePage
      let end = (Int(bitPattern: start) + count) / largePage * largePage
      if end > first {
        madvise(UnsafeMutableRawPointer(bitPattern: first), end - first, Int32(MADV_HUGEPAGE))
      }
    #endif
  }
}
