import Foundation

/// What the system is told about stretches of memory. It may do nothing about it; no value depends on it.
package enum MemoryAdvice {
  /// The size of a large page on the processors that have them.
  private static let largePage = 2 << 20

  /// Asks for large pages where much new memory is about to be written: setting up a page at a time costs as
  /// much as reading the values that go into it.
  package static func willFill(_ start: UnsafeMutableRawPointer, count: Int) {
    #if os(Linux)
      let first = (Int(bitPattern: start) + largePage - 1) / largePage * largePage
      let end = (Int(bitPattern: start) + count) / largePage * largePage
      if end > first {
        madvise(UnsafeMutableRawPointer(bitPattern: first), end - first, Int32(MADV_HUGEPAGE))
      }
    #endif
  }

  /// Gives the whole pages of a mapped file back to the system; they can be read again all the same.
  package static func release(_ bytes: UnsafeRawBufferPointer) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (Int(bitPattern: bytes.baseAddress) + page - 1) / page * page
    let end = (Int(bitPattern: bytes.baseAddress) + bytes.count) / page * page
    if end > first { madvise(UnsafeMutableRawPointer(bitPattern: first), end - first, MADV_DONTNEED) }
  }
}
