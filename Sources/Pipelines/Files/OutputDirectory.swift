import Foundation

/// A directory that exists, can be written, and is this process's alone until it is released.
///
///     let output = try OutputDirectory("vintner-output")      // before the work begins
///     try output.write([("model.safetensors", model), ("curves.svg", Array(curves.utf8))])
///
/// What a process that was killed has left there is carried through, undone or deleted. Directories that were created
/// and stay empty are removed.
package final class OutputDirectory: Sendable {
  /// The directory as the caller named it.
  package let path: String
  /// The directories that were created, the innermost first.
  package let created: [String]
  /// The open directory, which holds the lock.
  private let descriptor: Int32

  /// Creates the directory and missing parent directories, locks it, and checks that a file can be written.
  ///
  /// - Throws: ``OutputError`` if it cannot be created or written, or another process is writing to it. Call this
  ///   before hours of training, not after.
  package init(_ path: String) throws(OutputError) {
    self.path = path
    var created: [String] = []
    do throws(OutputError) {
      descriptor = try Self.locked(path, &created)
    } catch {
      if error.code != EWOULDBLOCK { Self.removeEmpty(created) }
      throw error
    }
    self.created = created
    guard FileExchange(directory: path).settle() else { throw OutputError(path: path, code: EBUSY) }
    TemporaryFile.sweep(path)
    _ = try TemporaryFile(in: path, for: path)
  }

  deinit {
    Self.removeEmpty(created)
    // A child that another thread is starting has the descriptor, too, until its own program begins.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// The path of a file in the directory.
  package func path(of name: String) -> String { (path as NSString).appendingPathComponent(name) }

  /// Writes files into the directory, replacing either all or none, and all at once: see ``FileExchange``.
  ///
  /// - Parameters:
  ///   - files: the files; a name may have a subdirectory.
  ///   - removed: the names of files that no longer belong to the others, and are removed if they are there.
  package func write(
    _ files: [(name: String, bytes: [UInt8])], removing removed: [String] = []
  ) throws(OutputError) {
    try FileExchange(directory: path).replace(files, removing: removed)
  }

  /// Makes sure that names in a directory, which need not be there, are those of files, or free.
  package static func requireReplaceable(_ names: [String], in path: String) throws(OutputError) {
    guard isDirectory(path) else { return }
    for name in names { try FileExchange(directory: path).requireReplaceable(name) }
  }

  /// Opens and locks a directory.
  ///
  /// - Parameter created: the directories that had to be created, the innermost first.
  private static func locked(_ path: String, _ created: inout [String]) throws(OutputError) -> Int32 {
    while true {
      try create(path, for: path, &created)
      let descriptor = retried { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
      if descriptor < 0 && errno == ENOENT { continue }
      guard descriptor >= 0 else { throw OutputError(path: path, code: errno) }
      guard tryLock(descriptor) else {
        close(descriptor)
        throw OutputError(path: path, code: EWOULDBLOCK)
      }
      // Whoever created it may have removed it before it was locked.
      var (opened, named) = (stat(), stat())
      if fstat(descriptor, &opened) == 0, stat(path, &named) == 0, opened.st_ino == named.st_ino {
        return descriptor
      }
      close(descriptor)
    }
  }

  private static func create(
    _ directory: String, for path: String, _ created: inout [String]
  ) throws(OutputError) {
    if make(directory, &created) { return }
    let code = errno
    if isDirectory(directory) { return }
    let parent = parentFolder(of: directory)
    guard code == ENOENT, parent != directory else {
      throw OutputError(path: path, code: code)
    }
    try create(parent, for: path, &created)
    if make(directory, &created) { return }
    let secondCode = errno
    guard isDirectory(directory) else { throw OutputError(path: path, code: secondCode) }
  }

  private static func make(_ directory: String, _ created: inout [String]) -> Bool {
    guard mkdir(directory, 0o777) == 0 else { return false }
    created.insert(directory, at: 0)
    syncDirectory(parentFolder(of: directory))
    return true
  }

  private static func removeEmpty(_ directories: [String]) {
    for directory in directories { guard rmdir(directory) == 0 else { return } }
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// Why a file or a directory cannot be written. `description` is one sentence that names it and says what to do.
public struct OutputError: Error, Equatable, Sendable {
  /// The file or directory as the caller named it.
  public let path: String
  /// The system's error number (`errno`).
  public let code: Int32

  /// Creates the error of a path from the system's number (`errno`).
  package init(path: String, code: Int32) {
    self.path = path
    self.code = code
  }
}

extension OutputError: CustomStringConvertible {
  public var description: String { "Cannot write '\(path)': \(finding); \(remedy)." }

  private var finding: String {
    switch code {
    case EWOULDBLOCK: "another process is writing to it"
    case ENXIO: "it is a pipe, a socket or a device that takes nothing"
    case EBUSY: "what an interrupted process has left cannot be removed"
    default: systemMessage(code)
    }
  }

  private var remedy: String {
    switch code {
    case EACCES, EPERM, EROFS: "choose a place where you may write"
    case ENOSPC, EDQUOT: "free some space or choose another place"
    case ENOENT: "create the directory it belongs in first"
    case ENOTDIR, EEXIST: "a file is where a directory is needed, so choose another path"
    case EISDIR: "name a file, not a directory"
    case EWOULDBLOCK: "wait for it, or choose another place"
    case ENXIO: "remove it, or choose another place"
    default: "choose another place"
    }
  }
}

/// A path that is given relative to a folder, as it can be opened from the working directory.
package func opened(_ path: String, from folder: String) -> String {
  path.hasPrefix("/") || folder == "." ? path : (folder as NSString).appendingPathComponent(path)
}

/// The path without its last component: `a/b` gives `a`, `/a` gives `/`, and `a` gives `.`.
///
/// Foundation's `deletingLastPathComponent` ends the process on Linux where a path has one letter.
package func parentFolder(of path: String) -> String {
  // Trailing slashes only; `/` itself stays.
  func withoutSlashes(_ path: Substring) -> Substring {
    path.prefix(through: path.lastIndex { $0 != "/" } ?? path.startIndex)
  }
  guard path.contains(where: { $0 != "/" }) else { return path.isEmpty ? "." : "/" }
  guard let slash = withoutSlashes(path[...]).lastIndex(of: "/") else { return "." }
  return String(withoutSlashes(path[...slash]))
}
