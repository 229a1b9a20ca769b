import Foundation

/// A file's bytes as memory, which the system reads on access and may drop again.
package final class MappedFile: Sendable {
  // Sendable holds because nothing writes to the memory: it is mapped for reading only.
  private nonisolated(unsafe) let memory: UnsafeMutableRawPointer
  package let count: Int
  /// Its entry among the mappings that survive truncation; `nil` for a file that no other program can change.
  private let guardEntry: Int?

  /// Maps the first bytes of an open file. The file may be closed, and even deleted, afterwards.
  ///
  /// - Parameters:
  ///   - isReadInOrder: whether the bytes are read from front to back, so that the system should read ahead.
  ///     Default: no.
  ///   - isShared: whether other programs may truncate the file meanwhile: bytes that are gone are then read as
  ///     zeros, and ``isTruncated`` says so. Default: no; the system would end the process.
  /// - Precondition: 1 byte or more, and the file has as many.
  /// - Throws: the system's error, as a `POSIXError`.
  package init(
    _ descriptor: Int32, count: Int, isReadInOrder: Bool = false, isShared: Bool = false
  ) throws(POSIXError) {
    precondition(count > 0, "A mapping has 1 byte or more, received \(count).")
    guard let memory = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), memory != MAP_FAILED else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENOMEM)
    }
    if isShared {
      guard let entry = TruncationGuard.add(memory, count: count) else {
        munmap(memory, count)
        throw POSIXError(.EMFILE)
      }
      guardEntry = entry
    } else {
      guardEntry = nil
    }
    if isReadInOrder { madvise(memory, count, MADV_SEQUENTIAL) }
    self.memory = memory
    self.count = count
  }

  deinit {
    if let guardEntry { TruncationGuard.remove(guardEntry) }
    munmap(memory, count)
  }

  package var start: UnsafeRawPointer { UnsafeRawPointer(memory) }

  /// Whether bytes were read that the file no longer has.
  package var isTruncated: Bool { guardEntry.map(TruncationGuard.isTruncated) ?? false }

  /// Returns the memory of the whole pages within a range to the system; they are read again when needed.
  package func release(_ range: Range<Int>) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound == count ? count : range.upperBound / page * page
    if first < end { madvise(memory + first, end - first, MADV_DONTNEED) }
  }
}
