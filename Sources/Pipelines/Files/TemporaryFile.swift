import Foundation

/// A file with a name of its own, in which bytes are complete before they take another's place. Without that it is
/// deleted with its owner.
///
/// It is locked while its process lives, so that others know what a process that was killed has left: see
/// ``sweep(_:)``.
final class TemporaryFile {
  let path: String
  let descriptor: Int32
  private var isNamed = true

  /// Creates an empty file with the default permissions.
  ///
  /// - Parameters:
  ///   - directory: where it is.
  ///   - target: what errors name.
  init(in directory: String, for target: String) throws(OutputError) {
    while true {
      let suffix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      let path = (directory as NSString).appendingPathComponent("\(Self.prefix)\(suffix)\(Self.suffix)")
      let descriptor = retried { open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
      if descriptor < 0 && errno == EEXIST { continue }
      guard descriptor >= 0 else { throw OutputError(path: target, code: errno) }
      var status = stat()
      // Between its creation and its lock, it may have been taken for a leftover.
      if tryLock(descriptor), fstat(descriptor, &status) == 0, status.st_nlink > 0 {
        (self.path, self.descriptor) = (path, descriptor)
        return
      }
      close(descriptor)
    }
  }

  deinit {
    removeName()
    close(descriptor)
  }

  /// Writes bytes and syncs them.
  ///
  /// - Parameters:
  ///   - mode: the file's permissions; `nil` for the default.
  ///   - target: what errors name.
  func fill(_ bytes: [UInt8], mode: mode_t?, for target: String) throws(OutputError) {
    var code = writeAll(bytes, to: descriptor)
    if code == 0, let mode { fchmod(descriptor, mode) }
    if code == 0, retried({ fsync(descriptor) }) != 0, errno != EINVAL { code = errno }
    guard code == 0 else { throw OutputError(path: target, code: code) }
  }

  /// Puts the file in a place, in the same directory, whatever is there.
  func move(to place: String, for target: String) throws(OutputError) {
    guard retried({ rename(path, place) }) == 0 else { throw OutputError(path: target, code: errno) }
    isNamed = false
  }

  /// Leaves the file without a name: it is gone when nothing reads it any more, however the process ends.
  func removeName() {
    if isNamed { unlink(path) }
    isNamed = false
  }

  private static let prefix = ".vintner-"
  private static let suffix = ".tmp"

  /// Deletes the temporary files of processes that have ended from a directory.
  static func sweep(_ directory: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      let path = (directory as NSString).appendingPathComponent(name)
      let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if tryLock(descriptor) { unlink(path) }
      close(descriptor)
    }
  }
}

/// Locks an open file or directory for this process, until it is closed.
///
/// - Returns: whether no other process holds it. Where the file system has no locks, none does.
func tryLock(_ descriptor: Int32) -> Bool {
  retried { flock(descriptor, LOCK_EX | LOCK_NB) } == 0 || errno != EWOULDBLOCK
}

/// Repeats a system call that a signal interrupted.
package func retried(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// Syncs a directory, so that the names in it survive a power failure. Not all file systems support it.
func syncDirectory(_ path: String) {
  let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  _ = retried { fsync(descriptor) }
  close(descriptor)
}

/// Where a symbolic link leads, as it is written in it; `nil` for anything else.
func linkText(_ path: String) -> String? {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(PATH_MAX)) { buffer in
    let count = readlink(
      path, UnsafeMutableRawPointer(buffer.baseAddress!).assumingMemoryBound(to: CChar.self), buffer.count)
    return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
  }
}

/// Writes the bytes of an array to an open file.
///
/// - Returns: 0, or the system's error number.
package func writeAll(_ scalars: [some BitwiseCopyable], to descriptor: Int32) -> Int32 {
  scalars.withUnsafeBytes { buffer in
    var written = 0
    while written < buffer.count {
      let count = write(descriptor, buffer.baseAddress! + written, buffer.count - written)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : EIO }
      written += count
    }
    return 0
  }
}
