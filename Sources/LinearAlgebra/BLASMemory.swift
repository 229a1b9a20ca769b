import Foundation
import Synchronization

/// The memory in which OpenBLAS arranges what it multiplies: 128 MB of addresses, of which it uses few, for each thread
/// that multiplies at the same time.
///
/// Where the system refuses them, OpenBLAS requests them again without end. They are therefore requested before they are
/// needed, and where there are none, a team has fewer threads.
/// Source: OpenBLAS, driver/others/memory.c, blas_memory_alloc.
enum BLASMemory {
  /// The bytes of a thread, and pages around them.
  private static let size = 136 << 20
  /// From here on OpenBLAS has what it needs for as many threads as it was built for.
  private static let mostThreads = 64
  private static let state = Mutex((wanted: 0, reserved: 0))

  /// Reserves the memory of a team's threads.
  ///
  /// - Returns: for how many of them there is memory. Call ``release(_:)`` with it.
  static func reserve(_ threads: Int) -> Int {
    state.withLock { state in
      for count in 0..<threads {
        guard provide(state.wanted + 1, &state.reserved) else { return count }
        state.wanted += 1
      }
      return threads
    }
  }

  /// Ends the process where there is not even memory for one thread.
  static func requireOne() {
    if state.withLock({ provide(1, &$0.reserved) }) { return }
    PageMemory.exhausted(size, remedy: "OpenBLAS needs it: raise the limit of addresses (ulimit -v)")
  }

  /// Lets other teams have the memory of threads that have ended.
  static func release(_ threads: Int) { state.withLock { $0.wanted -= threads } }

  /// Requests memory of the system until there is enough for so many threads.
  private static func provide(_ threads: Int, _ reserved: inout Int) -> Bool {
    guard let functions, reserved < min(threads, mostThreads) else { return true }
    var taken: [UnsafeMutableRawPointer?] = []
    defer { for memory in taken { functions.free(memory) } }
    // Taken at once, so that it is as many; what is there already comes first.
    while taken.count < min(threads, mostThreads) {
      guard PageMemory.canAllocate(size) else { return false }
      taken.append(functions.allocate(0))
    }
    reserved = taken.count
    return true
  }

  private typealias Functions = (
    allocate: @convention(c) (Int32) -> UnsafeMutableRawPointer?,
    free: @convention(c) (UnsafeMutableRawPointer?) -> Void
  )

  /// OpenBLAS's own functions, which its header does not declare; `nil` where its library hides them.
  private static let functions: Functions? = {
    #if os(Linux)
      guard let allocate = dlsym(nil, "blas_memory_alloc"), let free = dlsym(nil, "blas_memory_free") else {
        return nil
      }
      return (
        unsafeBitCast(allocate, to: (@convention(c) (Int32) -> UnsafeMutableRawPointer?).self),
        unsafeBitCast(free, to: (@convention(c) (UnsafeMutableRawPointer?) -> Void).self)
      )
    #else
      return nil
    #endif
  }()
}
