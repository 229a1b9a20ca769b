import Foundation

/// Why a file or a directory cannot be written. `description` is one sentence that names it and what to do.
public struct OutputError: Error, Equatable, Sendable {
  /// The file or directory as the caller named it.
  public let path: String
  /// The system's error number (`errno`).
  public let code: Int32

  /// Creates the error of a path from the system's number (`errno`).
  public init(path: String, code: Int32) {
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
    case ENOTDIR, EEXIST: "a file stands where a directory is needed, so choose another path"
    case EISDIR: "name a file, not a directory"
    default: "choose another place"
    }
  }
}
