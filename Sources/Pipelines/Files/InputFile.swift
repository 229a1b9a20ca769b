import Foundation

/// A regular file that is read from front to back, and closed with its owner.
package struct InputFile: ~Copyable {
  package let path: String
  /// The file's size when it was opened.
  package let byteCount: Int
  private let descriptor: Int32

  package init(_ path: String) throws(InputError) {
    // Without O_NONBLOCK, opening a pipe would wait for its writer before it could be refused.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
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
  }

  deinit { close(descriptor) }

  /// The next `count` bytes, or fewer where the file ends before.
  package func read(_ count: Int) throws(InputError) -> [UInt8] {
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

  /// All of a small file as text; what is no UTF-8 becomes replacement characters.
  package static func text(_ path: String) throws(InputError) -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }
}
