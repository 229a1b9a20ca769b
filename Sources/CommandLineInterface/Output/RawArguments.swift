import Foundation
import Synchronization
import Vintner

/// The command line, with the names of files that are not UTF-8.
///
/// Swift's strings are Unicode, and other bytes in an argument become U+FFFD: a file of such a name could not be opened.
/// It is opened here by its bytes, and the command gets the system's name for the open file.
enum RawArguments {
  private struct OpenFile {
    /// What opens it: `/dev/fd/5`.
    let path: String
    /// Its name as it can be shown.
    let name: String
  }

  private static let parsed: (arguments: [String], files: [OpenFile], unusable: String?) = {
    var (arguments, files): ([String], [OpenFile]) = ([], [])
    var unusable: String?
    for place in 1..<max(Int(CommandLine.argc), 1) {
      guard let bytes = CommandLine.unsafeArgv[place] else { break }
      let shown = String(cString: bytes)
      guard String(validatingCString: bytes) == nil else {
        arguments.append(shown)
        continue
      }
      guard let path = opened(bytes) else {
        unusable = unusable ?? shown
        continue
      }
      files.append(OpenFile(path: path, name: shown))
      arguments.append(path)
    }
    return (arguments, files, unusable)
  }()

  /// What the program was called with, without its own name.
  ///
  /// - Throws: `Failure` for bytes that are neither UTF-8 nor the name of a file.
  static func all() throws(Failure) -> [String] {
    guard let unusable = parsed.unusable else { return parsed.arguments }
    throw Failure(
      .usage, "The argument '\(unusable)' is neither UTF-8 text nor the name of a file: give it as UTF-8.")
  }

  /// Files that were opened later.
  private static let others = Mutex<[OpenFile]>([])

  private static var files: [OpenFile] { parsed.files + others.withLock { $0 } }

  /// Has messages call a path by another name.
  static func show(_ path: String, as name: String) {
    others.withLock { $0.append(OpenFile(path: path, name: name)) }
  }

  /// The name of the file that an argument opens, if it is not UTF-8, as it can be shown.
  static func name(of argument: String) -> String? { files.first { $0.path == argument }?.name }

  /// The text with the names that the user gave instead of the system's.
  static func naming(_ text: String) -> String {
    // The last first: /dev/fd/12 begins like /dev/fd/1.
    files.reversed().reduce(text) { $0.replacing($1.path, with: $1.name) }
  }

  /// Opens a regular file, and leaves it open.
  private static func opened(_ path: UnsafePointer<CChar>) -> String? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    return "/dev/fd/\(descriptor)"
  }
}
