import Foundation
import LinearAlgebra

/// The bytes of a file: mapped into memory, or read whole from a pipe; or bytes made from them.
///
/// A mapped file that another program changes meanwhile is noticed: see ``reading(_:_:)``.
final class CSVSource {
  let bytes: UnsafeRawBufferPointer
  private let memory: Memory

  private enum Memory {
    case mapped(MappedFile, OpenFile)
    case own(GrowingBytes)
  }

  /// Opens a file.
  ///
  /// - Parameter encoding: that of the text, where it is known.
  /// - Throws: `CSVFault` of the kinds `noSuchFile`, `isDirectory`, `unreadable`, `tooLarge`.
  init(path: String, encoding: CSVReadingOptions.TextEncoding?) throws(TabularError) {
    let file = try OpenFile(path)
    guard file.isRegular, file.state.size > 0 else {
      let read = try GrowingBytes(readFrom: file.descriptor, encoding: encoding, file: path)
      bytes = read.bytes
      memory = .own(read)
      return
    }
    do throws(POSIXError) {
      let mapped = try MappedFile(
        file.descriptor, count: Int(file.state.size), isReadInOrder: true, isShared: true)
      bytes = UnsafeRawBufferPointer(start: mapped.start, count: mapped.count)
      memory = .mapped(mapped, file)
    } catch {
      throw OpenFile.fault(error.code.rawValue, path: path)
    }
  }

  /// Holds bytes to which nothing more is added.
  init(_ bytes: GrowingBytes) {
    self.bytes = bytes.bytes
    memory = .own(bytes)
  }

  /// Returns the memory of a range of bytes to the system, where they are a file's. They can still be read.
  func release(_ range: Range<Int>) {
    if case .mapped(let file, _) = memory { file.release(range) }
  }

  /// Reads some of a source's bytes, and makes sure that they were the file's all the while.
  ///
  /// - Parameter source: the source; `nil` where the caller holds the bytes.
  /// - Throws: `CSVFault` of the kind `changed`, whatever else `body` found.
  static func reading<Result>(
    _ source: CSVSource?, _ body: () throws(TabularError) -> Result
  ) throws(TabularError) -> Result {
    let result: Swift.Result<Result, TabularError>
    do throws(TabularError) { result = .success(try body()) } catch { result = .failure(error) }
    if case .mapped(let mapped, let file)? = source?.memory, mapped.isTruncated || file.hasChanged {
      throw .csv(.init(.changed, file: file.path))
    }
    return try result.get()
  }
}

/// A file that is open for reading, and what it was like when it was opened.
final class OpenFile {
  /// What changes with a file's bytes.
  struct State: Equatable {
    let size: Int64
    let seconds: Int
    let nanoseconds: Int
  }

  let path: String
  let descriptor: Int32
  let isRegular: Bool
  let state: State

  init(_ path: String) throws(TabularError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.fault(errno, path: path) }
    var status = stat()
    let code = fstat(descriptor, &status) == 0 ? 0 : errno
    let kind = status.st_mode & S_IFMT
    guard code == 0, kind != S_IFDIR else {
      close(descriptor)
      throw Self.fault(code == 0 ? EISDIR : code, path: path)
    }
    self.path = path
    self.descriptor = descriptor
    isRegular = kind == S_IFREG
    state = State(status)
  }

  deinit { close(descriptor) }

  /// Whether another program has written to the file since it was opened.
  var hasChanged: Bool {
    var status = stat()
    return fstat(descriptor, &status) != 0 || State(status) != state
  }

  static func fault(_ code: Int32, path: String) -> TabularError {
    let kind: CSVFault.Kind =
      switch code {
      case ENOENT, ENOTDIR: .noSuchFile
      case EISDIR: .isDirectory
      case ENOMEM: .tooLarge(available: PageMemory.available)
      default: .unreadable(reason: String(cString: strerror(code)))
      }
    return .csv(.init(kind, file: path))
  }
}

extension OpenFile.State {
  fileprivate init(_ status: stat) {
    #if os(Linux)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    self.init(size: Int64(status.st_size), seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec))
  }
}
