import Foundation

/// Standard output and standard error.
enum Console {
  /// Writes results.
  ///
  /// Where the reader has left (`vintner … | head -1`), the system ends the process, as it does others.
  static func print(_ text: String, terminator: String = "\n") throws(Failure) {
    guard write(text + terminator, to: STDOUT_FILENO) else {
      throw Failure(
        .cannotWrite, "Cannot write to standard output: \(String(cString: strerror(errno)).lowercased()).")
    }
  }

  /// All of standard input.
  static func standardInput() throws(Failure) -> Data {
    do {
      return try FileHandle.standardInput.readToEnd() ?? Data()
    } catch {
      throw Failure(.noInput, "Cannot read standard input: name a file, or pipe one in.")
    }
  }

  /// Writes a line of progress, a notice or an error. That nobody can read it stops no work.
  static func printError(_ text: String) { _ = write(text + "\n", to: STDERR_FILENO) }

  /// Writes text over the current line of the terminal.
  static func overwriteLine(_ text: String) { _ = write("\r\u{1B}[K" + text, to: STDERR_FILENO) }

  /// Whether somebody watches standard error on a terminal that can overwrite lines.
  static var isWatched: Bool { isTerminal(STDERR_FILENO) }

  /// Whether results may be coloured: on a terminal, unless `NO_COLOR` is set (no-color.org).
  static var isColored: Bool {
    isTerminal(STDOUT_FILENO) && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// The width of the terminal that shows progress, in columns; 80 where there is none.
  static var progressWidth: Int { width(of: STDERR_FILENO) }

  /// The width of the terminal that shows results, in columns; 80 where there is none.
  static var resultWidth: Int { width(of: STDOUT_FILENO) }

  private static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  private static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes text with one call of the system after another; answers whether all of it went out.
  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }
}
