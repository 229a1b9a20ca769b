import Foundation
import LinearAlgebra

/// A regular file that is read sequentially, and closed when it goes out of scope.
package struct InputFile: ~Copyable {
  package let path: String
  /// The file's size when it was opened.
  package let byteCount: Int
  /// What tells the file and its bytes from others.
  let identity: Identity
  private let descriptor: Int32

  package init(_ path: String) throws(InputError) {
    // Without O_NONBLOCK, opening a pipe would wait for its writer before it could be refused.
    let descriptor = retried { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw InputError(path: path, code: errno) }
    var status = stat()
    let code = fstat(descriptor, &status) == 0 ? 0 : errno
    let kind = status.st_mode & S_IFMT
    guard code == 0, kind == S_IFREG else {
      close(descriptor)
      guard code == 0 else { throw InputError(path: path, code: code) }
      throw InputError(path: path, reason: kind == S_IFDIR ? .directory : .notRegular)
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
    identity = Identity(status)
  }

  deinit { close(descriptor) }

  /// The next `count` bytes, or fewer at the end of the file.
  package func read(_ count: Int) throws(InputError) -> [UInt8] {
    guard count <= PageMemory.smallestSize || count <= PageMemory.available / 2 else {
      throw InputError(path: path, reason: .tooLarge)
    }
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let received = Foundation.read(descriptor, buffer.baseAddress! + filled, count - filled)
        if received < 0 && errno == EINTR { continue }
        if received < 0 { code = errno }
        if received <= 0 { break }
        filled += received
      }
    }
    guard code == 0 else { throw InputError(path: path, code: code) }
    return bytes
  }

  /// All bytes of a small file.
  package static func bytes(_ path: String) throws(InputError) -> [UInt8] {
    let file = try InputFile(path)
    return try file.read(file.byteCount)
  }

  /// All of a small file as text; invalid UTF-8 becomes replacement characters.
  package static func text(_ path: String) throws(InputError) -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }
}

extension InputFile {
  /// Which file it is, and when it was written: the same for the same bytes.
  struct Identity: Equatable {
    private let device: UInt64
    private let number: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    init(_ status: stat) {
      #if os(Linux)
        let time = status.st_mtim
      #else
        let time = status.st_mtimespec
      #endif
      (device, number) = (UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino))
      (size, seconds, nanoseconds) = (Int64(status.st_size), Int(time.tv_sec), Int(time.tv_nsec))
    }
  }
}

/// Why a file cannot be read. `description` is one sentence that names the file and says what to do.
public struct InputError: Error, Equatable, Sendable {
  /// The reason.
  public enum Reason: Equatable, Sendable {
    /// The file does not exist.
    case missing
    /// It is a directory.
    case directory
    /// It is a device, a pipe or a socket.
    case notRegular
    /// It takes more memory than the process may have.
    case tooLarge
    /// It was written to while it was read.
    case changed
    /// A system error, with its number (`errno`).
    case system(code: Int32)
  }

  /// The file as the caller named it.
  public let path: String
  /// The reason.
  public let reason: Reason

  /// Creates the error of a path.
  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// Creates the error from the system's error number (`errno`).
  init(path: String, code: Int32) {
    let reason: Reason =
      switch code {
      case ENOENT, ENOTDIR: .missing
      case EISDIR: .directory
      default: .system(code: code)
      }
    self.init(path: path, reason: reason)
  }
}

extension InputError: CustomStringConvertible {
  public var description: String { "Cannot read '\(path)': \(reason)." }
}

extension InputError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing: "there is no such file; check the path"
    case .directory: "it is a directory; name a file in it"
    case .notRegular: "it is not a regular file; save it to a file first"
    case .tooLarge: "it takes more memory than there is; choose a smaller file"
    case .changed: "it changed while it was read; read it when no other program writes to it"
    case .system(let code): "\(systemMessage(code)); check that you may read it"
    }
  }
}

/// The system's message for an error number, in lower case: "permission denied".
func systemMessage(_ code: Int32) -> String {
  let message = String(cString: strerror(code))
  return message.prefix(1).lowercased() + message.dropFirst()
}
