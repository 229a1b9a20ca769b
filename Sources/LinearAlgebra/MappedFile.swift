import Foundation

/// A file's bytes as memory that the system reads when they are looked at, and may drop again.
package final class MappedFile: Sendable {
  // Nothing writes to the memory: it is mapped for reading alone.
  private nonisolated(unsafe) let memory: UnsafeMutableRawPointer
  package let count: Int

  /// Maps the first bytes of an open file. The file may be closed, and even deleted, afterwards.
  ///
  /// - Precondition: 1 byte or more, and the file has as many.
  /// - Throws: the system's error, as a `POSIXError`.
  package init(_ descriptor: Int32, count: Int) throws(POSIXError) {
    precondition(count > 0, "A mapping has 1 byte or more, received \(count).")
    guard let memory = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), memory != MAP_FAILED else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENOMEM)
    }
    self.memory = memory
    self.count = count
  }

  deinit { munmap(memory, count) }

  package var start: UnsafeRawPointer { UnsafeRawPointer(memory) }

  /// Gives back the memory of whole pages within a range; they are read again where they are needed again.
  package func release(_ range: Range<Int>) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound == count ? count : range.upperBound / page * page
    if first < end { madvise(memory + first, end - first, MADV_DONTNEED) }
  }
}
