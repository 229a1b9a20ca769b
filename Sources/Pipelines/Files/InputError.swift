import Foundation

/// Why a file cannot be read. `description` is one sentence that names the file and what to do.
public struct InputError: Error, Equatable, Sendable {
  /// What keeps the file from being read.
  public enum Reason: Equatable, Sendable {
    /// Nothing is there.
    case missing
    /// A directory is there.
    case directory
    /// A device, a pipe or a socket is there.
    case notRegular
    /// The system refused, with its error number (`errno`).
    case system(code: Int32)
  }

  /// The file as the caller named it.
  public let path: String
  /// What keeps it from being read.
  public let reason: Reason

  /// Creates the error of a path.
  public init(path: String, reason: Reason) {
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
    case .system(let code): "\(systemMessage(code)); check that you may read it"
    }
  }
}

/// The system's words for an error number, in lower case: "permission denied".
func systemMessage(_ code: Int32) -> String {
  let message = String(cString: strerror(code))
  return message.prefix(1).lowercased() + message.dropFirst()
}
