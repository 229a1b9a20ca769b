import Foundation

/// Memory that is requested from the system in whole pages, large ones where it has them.
package enum PageMemory {
  /// The number of bytes from which it is worth requesting pages from the system.
  static let smallestSize = 4 << 20

  /// The size of a large page on the processors that have them.
  private static let largePage = 2 << 20

  /// Memory that is zero although nothing has written to it: a page is supplied when it is first touched.
  static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { fatalError("There is no memory for \(size) bytes.") }
    willFill(memory, count: size)
    return memory
  }

  static func deallocate(_ memory: UnsafeMutableRawPointer, size: Int) { munmap(memory, size) }

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
