import Foundation

/// A directory that exists and can be written.
///
///     let output = try OutputDirectory("vintner-output")      // before the work begins
///     try output.write([("model.safetensors", model), ("curves.svg", Array(curves.utf8))])
package struct OutputDirectory: Equatable, Sendable {
  /// The directory as the caller named it.
  package let path: String

  /// Creates the directory and missing parent directories, and checks that a file can be written.
  ///
  /// - Throws: ``OutputError`` if it cannot be created or written. Call this before hours of training, not after.
  package init(_ path: String) throws(OutputError) {
    self.path = path
    try Self.create(path, for: path)
    let (probe, descriptor) = try PendingFile.createTemporary(in: path, path: path)
    close(descriptor)
    unlink(probe)
  }

  /// The path of a file in the directory.
  package func path(of name: String) -> String { (path as NSString).appendingPathComponent(name) }

  /// Writes files into the directory, replacing either all or none.
  ///
  /// See `AtomicFile.write(_:)`.
  package func write(_ files: [(name: String, bytes: [UInt8])]) throws(OutputError) {
    try AtomicFile.write(files.map { (path(of: $0.name), $0.bytes) })
  }

  private static func create(_ directory: String, for path: String) throws(OutputError) {
    if mkdir(directory, 0o777) == 0 { return }
    let code = errno
    if isDirectory(directory) { return }
    let parent = parentFolder(of: directory)
    guard code == ENOENT, parent != directory else {
      throw OutputError(path: path, code: code)
    }
    try create(parent, for: path)
    if mkdir(directory, 0o777) == 0 { return }
    let secondCode = errno
    guard isDirectory(directory) else { throw OutputError(path: path, code: secondCode) }
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
  public var description: String { "Cannot write '\(path)': \(systemMessage(code)); \(remedy)." }

  private var remedy: String {
    switch code {
    case EACCES, EPERM, EROFS: "choose a place where you may write"
    case ENOSPC, EDQUOT: "free some space or choose another place"
    case ENOENT: "create the directory it belongs in first"
    case ENOTDIR, EEXIST: "a file is where a directory is needed, so choose another path"
    case EISDIR: "name a file, not a directory"
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
