import Foundation
import Vintner

/// Standard output and standard error.
enum Console {
  /// Writes results.
  ///
  /// If the reader has closed the pipe (`vintner … | head -1`), the system ends the process, as it does others.
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

  /// Writes a line of progress or an error. A failure to write it is ignored: it must not stop the work.
  static func printError(_ text: String) { _ = write(text + "\n", to: STDERR_FILENO) }

  /// Writes what the user should know to standard error, a line each.
  static func note(_ notices: [String]) {
    for notice in notices { printError("note: " + notice) }
  }

  /// Writes text over the current line of the terminal.
  static func overwriteLine(_ text: String) { _ = write("\r\u{1B}[K" + text, to: STDERR_FILENO) }

  /// Whether standard error is a terminal that can overwrite lines.
  static var isWatched: Bool { isTerminal(STDERR_FILENO) }

  /// The width of the terminal that shows progress, in columns; 80 without a terminal.
  static var progressWidth: Int { width(of: STDERR_FILENO) }

  /// The width of results, in columns: the terminal's between 40 and 80; 80 without a terminal.
  static var resultWidth: Int { min(max(width(of: STDOUT_FILENO), 40), 80) }

  /// Labels with their texts, as wide as the terminal.
  ///
  /// - Parameter indent: the column in which the texts begin. Default: two behind the longest label.
  static func block(
    _ entries: [(label: String, text: String)], indent: Int? = nil, width: Int = resultWidth
  ) -> String {
    let indent = indent ?? (entries.map(\.label.count).max() ?? 0) + 2
    return entries.map { Format.entry($0, $1, indent: indent, width: width) }.joined(separator: "\n")
  }

  /// A chart as wide as the terminal, and labels with their texts below it.
  static func block(
    _ chart: LineChart, above entries: [(label: String, text: String)], indent: Int? = nil
  ) -> String {
    let drawing = TerminalChart(chart, width: resultWidth, height: 16, isColored: isColored)
    return "\(drawing)\n\n\(block(entries, indent: indent))"
  }

  /// Whether results may be coloured: on a terminal, unless `NO_COLOR` is set (no-color.org).
  private static var isColored: Bool {
    isTerminal(STDOUT_FILENO) && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  private static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  private static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes text with as many system calls as it takes.
  ///
  /// - Returns: whether all of it was written.
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
