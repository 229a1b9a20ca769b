import Foundation
import LinearAlgebra

/// The bytes of a file: mapped into memory, or read whole from a pipe; or bytes made from them.
///
/// Another program must not truncate a mapped file while it is read.
final class CSVSource {
  let bytes: UnsafeRawBufferPointer
  private let memory: Memory

  private enum Memory {
    case mapped(MappedFile)
    case own(GrowingBytes)
  }

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
      let read = try Self.readWhole(descriptor, path: path)
      bytes = read.bytes
      memory = .own(read)
      return
    }
    do throws(POSIXError) {
      let file = try MappedFile(descriptor, count: Int(status.st_size), isReadInOrder: true)
      bytes = UnsafeRawBufferPointer(start: file.start, count: file.count)
      memory = .mapped(file)
    } catch {
      throw Self.fault(error.code.rawValue, path: path)
    }
  }

  /// Holds bytes to which nothing more is added.
  init(_ bytes: GrowingBytes) {
    self.bytes = bytes.bytes
    memory = .own(bytes)
  }

  /// Returns the memory of a range of bytes to the system, where they are a file's. They can still be read.
  func release(_ range: Range<Int>) {
    if case .mapped(let file) = memory { file.release(range) }
  }

  /// Everything that remains to be read from a descriptor.
  private static func readWhole(_ descriptor: Int32, path: String) throws(TabularError) -> GrowingBytes {
    let buffer = GrowingBytes()
    while true {
      let free = buffer.reserving(1 << 16)
      let received = read(descriptor, free.baseAddress!, free.count)
      if received == 0 { return buffer }
      if received < 0 {
        if errno == EINTR { continue }
        throw fault(errno, path: path)
      }
      buffer.count += received
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

/// Bytes to which more are added; they may move when that happens.
final class GrowingBytes {
  private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// The number of bytes that have been added.
  var count = 0

  deinit { memory.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  /// The memory after the last byte, enough for `more` bytes; what is written there is added by raising
  /// `count`.
  func reserving(_ more: Int) -> UnsafeMutableRawBufferPointer {
    if memory.count - count < more {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(2 * memory.count, count + more), alignment: 16)
      larger.copyMemory(from: bytes)
      memory.deallocate()
      memory = larger
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[count...])
  }

  func append(_ more: UnsafeRawBufferPointer) {
    guard !more.isEmpty else { return }
    reserving(more.count).copyMemory(from: more)
    count += more.count
  }

  func append(_ byte: UInt8) {
    reserving(1)[0] = byte
    count += 1
  }
}
