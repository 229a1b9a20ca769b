import ArgumentParser
import Foundation
import Vintner

/// A table that comes through a pipe, for commands that read their file more than once: kept in a file without a name,
/// which is gone with the process.
enum StandardInput {
  /// What names standard input, and standard output, among the arguments.
  static let sign = "-"

  /// A path that can be read again and again: that of a copy where the argument is ``sign`` or names a pipe.
  ///
  /// - Throws: `Failure` where nothing can be read, or there is no place for the copy.
  static func file(_ argument: String) throws(Failure) -> String {
    guard argument == sign || isPipe(argument) else { return argument }
    let source = argument == sign ? STDIN_FILENO : open(argument, O_RDONLY | O_CLOEXEC)
    let folder = FileManager.default.temporaryDirectory
    var name = Array(folder.appending(path: "vintner-XXXXXX").path.utf8CString)
    let copy = mkstemp(&name)
    guard copy >= 0 else {
      throw Failure(
        .cannotWrite,
        "Cannot copy standard input to '\(folder.path)': \(String(cString: strerror(errno)).lowercased()).")
    }
    unlink(name)
    _ = fcntl(copy, F_SETFD, FD_CLOEXEC)
    try transfer(from: source, to: copy)
    let path = "/dev/fd/\(copy)"
    RawArguments.show(path, as: "standard input")
    return path
  }

  /// Whether a path is that of a copy.
  static func holds(_ path: String?) -> Bool {
    path.flatMap(RawArguments.name) == "standard input"
  }

  static func isRegularFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

  private static func isPipe(_ path: String) -> Bool {
    kind(of: path).map { [S_IFIFO, S_IFCHR, S_IFSOCK].contains($0) } ?? false
  }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func transfer(from source: Int32, to copy: Int32) throws(Failure) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(source, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw Failure(.noInput, "Cannot read standard input: name a file, or pipe one in.")
      }
      guard count > 0 else { return }
      var written = 0
      while written < count {
        let part = buffer.withUnsafeBytes { write(copy, $0.baseAddress! + written, count - written) }
        if part < 0 && errno == EINTR { continue }
        guard part > 0 else {
          throw Failure(
            .cannotWrite, "Cannot copy standard input: \(String(cString: strerror(errno)).lowercased()).")
        }
        written += part
      }
    }
  }
}

extension ParsableArguments {
  /// Refuses standard output where a folder is expected.
  func requireFolder(_ output: String?) throws {
    guard output == StandardInput.sign else { return }
    throw ValidationError(
      "--output is -, where a folder is expected: standard output takes one file, and this command writes several"
    )
  }
}
