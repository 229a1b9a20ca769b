import Foundation
import LinearAlgebra

/// The bytes of a file: mapped into memory, or read whole where they come from a pipe.
///
/// A mapped file must not be cut short by another program while it is read.
final class CSVSource {
  let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Opens a file.
  ///
  /// - Throws: `CSVFault` of the kinds `noSuchFile`, `isDirectory`, `unreadable`.
  init(path: String) throws(CSVFault) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.fault(path: path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.fault(path: path) }
    if status.st_mode & S_IFMT == S_IFDIR { throw CSVFault(.isDirectory, file: path) }

    isMapped = status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
    if isMapped {
      let size = Int(status.st_size)
      guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
        throw Self.fault(path: path)
      }
      bytes = UnsafeRawBufferPointer(start: start, count: size)
      madvise(start, size, MADV_SEQUENTIAL)
    } else {
      guard let whole = Self.readWhole(descriptor) else { throw Self.fault(path: path) }
      bytes = whole
    }
  }

  deinit {
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)
    } else {
      bytes.deallocate()
    }
  }

  /// Gives the memory of bytes back to the system. They can be read again all the same.
  func release(_ range: Range<Int>) {
    if isMapped { MemoryAdvice.release(UnsafeRawBufferPointer(rebasing: bytes[range])) }
  }

  /// Everything that a descriptor still gives, or `nil` where reading fails.
  private static func readWhole(_ descriptor: Int32) -> UnsafeRawBufferPointer? {
    var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    var count = 0
    while true {
      let received = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
      if received == 0 { break }
      if received < 0 {
        if errno == EINTR { continue }
        let reason = errno
        buffer.deallocate()
        errno = reason
        return nil
      }
      count += received
      if count == buffer.count {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * count, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        buffer = larger
      }
    }
    return UnsafeRawBufferPointer(start: buffer.baseAddress, count: count)
  }

  private static func fault(path: String) -> CSVFault {
    switch errno {
    case ENOENT, ENOTDIR: CSVFault(.noSuchFile, file: path)
    case EISDIR: CSVFault(.isDirectory, file: path)
    default: CSVFault(.unreadable(reason: String(cString: strerror(errno))), file: path)
    }
  }
}
