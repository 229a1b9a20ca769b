import Foundation

/// Bytes on their way to a file: first complete and synced beside it, then renamed over it.
///
/// A device or a pipe (`/dev/stdout`) cannot be renamed over; it is written when the file is committed.
package struct PendingFile {
  package let path: String
  private let bytes: [UInt8]
  /// Where links lead to: renaming over the link itself would cut it.
  private let target: String
  /// The file beside the target that holds the bytes; nil for a device or a pipe.
  private let temporary: String?

  package var isRenamed: Bool { temporary != nil }

  /// Writes the bytes beside `path` and syncs them. Nothing is left where this fails.
  package init(_ bytes: [UInt8], path: String) throws(OutputError) {
    self.path = path
    self.bytes = bytes
    target = Self.resolved(path)
    var status = stat()
    let exists = stat(target, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists && kind == S_IFDIR { throw OutputError(path: path, code: EISDIR) }
    if exists && kind != S_IFREG {
      temporary = nil
      return
    }
    let mode = exists ? status.st_mode & 0o777 : nil
    temporary = try Self.writeTemporary(bytes, beside: target, mode: mode, path: path)
  }

  /// Puts the bytes where they belong.
  package func commit() throws(OutputError) {
    guard let temporary else { return try writeDirectly() }
    guard rename(temporary, target) == 0 else { throw OutputError(path: path, code: errno) }
  }

  /// Removes what waits beside the target; does nothing after `commit`.
  package func discard() {
    if let temporary { unlink(temporary) }
  }

  /// Syncs the directory, so that a rename outlives a power failure. Some file systems have no such thing.
  package func syncDirectory() {
    let descriptor = open(parentFolder(of: target), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func writeDirectly() throws(OutputError) {
    let descriptor = open(target, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputError(path: path, code: errno) }
    let code = Self.writeAll(bytes, to: descriptor)
    close(descriptor)
    guard code == 0 else { throw OutputError(path: path, code: code) }
  }

  /// - Returns: the temporary's path.
  private static func writeTemporary(
    _ bytes: [UInt8], beside target: String, mode: mode_t?, path: String
  ) throws(OutputError) -> String {
    let (temporary, descriptor) = try createTemporary(in: parentFolder(of: target), path: path)
    var code = writeAll(bytes, to: descriptor)
    if code == 0, let mode { fchmod(descriptor, mode) }
    if code == 0, fsync(descriptor) != 0, errno != EINVAL { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    guard code == 0 else {
      unlink(temporary)
      throw OutputError(path: path, code: code)
    }
    return temporary
  }

  /// Creates an empty file of a name that nothing has, with the permissions of any new file.
  package static func createTemporary(
    in directory: String, path: String
  ) throws(OutputError) -> (path: String, descriptor: Int32) {
    while true {
      let suffix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      let temporary = (directory as NSString).appendingPathComponent(".vintner-\(suffix).tmp")
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (temporary, descriptor) }
      if errno != EEXIST { throw OutputError(path: path, code: errno) }
    }
  }

  /// - Returns: 0, or the system's error number.
  package static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = write(descriptor, buffer.baseAddress! + written, buffer.count - written)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return errno }
        written += count
      }
      return 0
    }
  }

  private static func resolved(_ path: String) -> String {
    guard let pointer = realpath(path, nil) else { return path }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}
