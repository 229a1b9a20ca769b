import Foundation

/// Writes files atomically: readers see the old bytes or the new ones, never a part.
public enum AtomicFile {
  /// Writes bytes to a file, replacing its contents.
  ///
  /// They are written next to the file, synced, and renamed over it. The file keeps its permissions, and symbolic
  /// links to it stay valid. A device or a pipe is written directly.
  /// - Throws: ``OutputError``; the file is then unchanged, and no temporary file is left.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    try write([(path, bytes)])
  }

  /// Writes text as UTF-8 to a file, replacing its contents.
  public static func write(_ text: String, to path: String) throws(OutputError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes several files, replacing either all or none.
  ///
  /// All are complete and synced next to their targets before the first is renamed, so that a full disk or a
  /// missing or forbidden directory changes none. Only a machine that fails between two renames can leave some old
  /// and some new files; each is complete even then.
  public static func write(_ files: [(path: String, bytes: [UInt8])]) throws(OutputError) {
    var pending: [PendingFile] = []
    do throws(OutputError) {
      for (path, bytes) in files { pending.append(try PendingFile(bytes, path: path)) }
      // A direct write can fail halfway, so it comes before the renames.
      for file in pending where !file.isRenamed { try file.commit() }
      for file in pending where file.isRenamed { try file.commit() }
    } catch {
      for file in pending { file.discard() }
      throw error
    }
    for file in pending where file.isRenamed { file.syncDirectory() }
  }
}

/// Bytes to be written to a file: first complete and synced next to it, then renamed over it.
///
/// A device or a pipe (`/dev/stdout`) cannot be replaced; it is written on commit.
package struct PendingFile {
  package let path: String
  private let bytes: [UInt8]
  /// The path with symbolic links resolved: renaming over a link would replace it.
  private let target: String
  /// The file next to the target that holds the bytes; nil for a device or a pipe.
  private let temporary: String?

  package var isRenamed: Bool { temporary != nil }

  /// Writes the bytes next to `path` and syncs them. A failure leaves no file.
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

  /// Moves the bytes to their target.
  package func commit() throws(OutputError) {
    guard let temporary else { return try writeDirectly() }
    guard rename(temporary, target) == 0 else { throw OutputError(path: path, code: errno) }
  }

  /// Removes the temporary file; does nothing after `commit`.
  package func discard() {
    if let temporary { unlink(temporary) }
  }

  /// Syncs the directory, so that a rename survives a power failure. Not all file systems support it.
  package func syncDirectory() {
    let descriptor = open(parentFolder(of: target), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func writeDirectly() throws(OutputError) {
    let descriptor = open(target, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputError(path: path, code: errno) }
    let code = writeAll(bytes, to: descriptor)
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

  /// Creates an empty file with a unique name and the default permissions.
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

  private static func resolved(_ path: String) -> String {
    guard let pointer = realpath(path, nil) else { return path }
    defer { free(pointer) }
    return String(cString: pointer)
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
