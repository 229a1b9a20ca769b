import Foundation
import LinearAlgebra

/// The bytes of a file: mapped into memory, or read whole from a pipe.
///
/// Another program must not truncate a mapped file while it is read.
final class CSVSource {
  let bytes: UnsafeRawBufferPointer
  /// The mapping; `nil` where the bytes were read into memory that this object frees.
  private let file: MappedFile?

  /// Opens a file.
  ///
  /// - Throws: `CSVFault` of the kinds `noSuchFile`, `isDirectory`, `unreadable`.
  init(path: String) throws(TabularError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.fault(errno, path: path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.fault(errno, path: path) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR { throw Self.fault(EISDIR, path: path) }
    guard kind == S_IFREG, status.st_size > 0 else {
      file = nil
      bytes = try Self.readWhole(descriptor, path: path)
      return
    }
    do throws(POSIXError) {
      let file = try MappedFile(descriptor, count: Int(status.st_size), isReadInOrder: true)
      bytes = UnsafeRawBufferPointer(start: file.start, count: file.count)
      self.file = file
    } catch {
      throw Self.fault(error.code.rawValue, path: path)
    }
  }

  deinit {
    if file == nil { bytes.deallocate() }
  }

  /// Returns the memory of a range of bytes to the system. They can still be read.
  func release(_ range: Range<Int>) { file?.release(range) }

  /// Everything that remains to be read from a descriptor.
  private static func readWhole(
    _ descriptor: Int32, path: String
  ) throws(TabularError) -> UnsafeRawBufferPointer {
    var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    var count = 0
    while true {
      let received = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
      if received == 0 { return UnsafeRawBufferPointer(start: buffer.baseAddress, count: count) }
      if received < 0 {
        if errno == EINTR { continue }
        let fault = fault(errno, path: path)
        buffer.deallocate()
        throw fault
      }
      count += received
      if count == buffer.count {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * count, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        buffer = larger
      }
    }
  }

  private static func fault(_ code: Int32, path: String) -> TabularError {
    let kind: CSVFault.Kind =
      switch code {
      case ENOENT, ENOTDIR: .noSuchFile
      case EISDIR: .isDirectory
      default: .unreadable(reason: String(cString: strerror(code)))
      }
    return .csv(.init(kind, file: path))
  }
}
