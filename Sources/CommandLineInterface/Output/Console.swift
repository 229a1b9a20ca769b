import Foundation
import Vintner

/// Standard output and standard error.
///
/// What is printed may come from a table or a file name: control characters in it are shown, never sent to a
/// terminal, which would obey them.
enum Console {
  /// Gives the standard descriptors that are closed a file: otherwise the next file that is opened would take their
  /// number, and what is printed would be written into it. Reading or writing them fails as before.
  static func reserveDescriptors() {
    for (descriptor, mode) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ]
    where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      _ = open("/dev/null", mode)
    }
  }

  /// Writes an object, which is UTF-8 whatever the locale, and a line break.
  static func print(_ object: JSON) throws(Failure) { try write(results: visible(object.line) + "\n") }

  /// Writes results, and a line break.
  ///
  /// If the reader has closed the pipe (`vintner … | head -1`), the system ends the process, as it does others.
  static func print(_ text: String) throws(Failure) { try write(results: spelled(visible(text)) + "\n") }

  /// Writes a chart as wide as the terminal, and results below it.
  static func print(_ chart: LineChart, above text: String) throws(Failure) {
    let drawing = TerminalChart(
      chart, width: resultWidth, height: 16, characters: isUnicode ? .unicode : .ascii, isColored: isColored)
    try write(results: spelled("\(drawing)\n\n\(visible(text))\n"))
  }

  /// Writes a table for programs: as it is, except on a terminal.
  static func write(table: String) throws(Failure) {
    try write(results: isatty(STDOUT_FILENO) == 1 ? visible(table) : table)
  }

  private static func write(results: String) throws(Failure) {
    guard write(results, to: STDOUT_FILENO) else {
      throw Failure(
        .cannotWrite, "Cannot write to standard output: \(String(cString: strerror(errno)).lowercased()).")
    }
  }

  /// All of standard input.
  ///
  /// - Parameter encoding: that of the text, where it is known.
  static func standardInput(_ encoding: CSVReadingOptions.TextEncoding?) throws -> GrowingBytes {
    do throws(TabularError) {
      return try GrowingBytes(readFrom: STDIN_FILENO, encoding: encoding, file: "standard input")
    } catch {
      guard case .csv(let fault) = error, case .unreadable = fault.kind else { throw error }
      throw Failure(.noInput, "Cannot read standard input: name a file, or pipe one in.")
    }
  }

  /// Writes a line of progress or an error. A failure to write it is ignored: it must not stop the work.
  static func printError(_ line: String) {
    _ = write(spelled(visible(line, isLine: true)) + "\n", to: STDERR_FILENO)
  }

  /// Writes what the user should know to standard error, a line each.
  static func note(_ notices: [String]) {
    for notice in notices { printError("note: " + notice) }
  }

  /// Writes text over the current line of the terminal.
  static func overwriteLine(_ text: String) {
    _ = write("\r\u{1B}[K" + spelled(visible(text, isLine: true)), to: STDERR_FILENO)
  }

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

  /// The text with its control characters escaped, and with the names that the user gave files.
  ///
  /// - Parameter isLine: whether line breaks are escaped, too. Default: no.
  private static func visible(_ text: String, isLine: Bool = false) -> String {
    Vintner.visible(RawArguments.naming(text)) { $0 == "\t" || $0 == "\n" && !isLine }
  }

  /// Whether results may be coloured: on a terminal, unless `NO_COLOR` is set (no-color.org).
  private static var isColored: Bool {
    isTerminal(STDOUT_FILENO) && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Whether signs beyond ASCII are shown: not on a dumb terminal, nor in a locale that is not of UTF-8. Where no locale
  /// is set, texts are UTF-8, as Swift's are.
  static let isUnicode: Bool = {
    let environment = ProcessInfo.processInfo.environment
    guard environment["TERM"] != "dumb" else { return false }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return locale.map {
      ["utf-8", "utf8"].contains($0.split(separator: ".").last?.lowercased().prefix { $0 != "@" } ?? "")
    } ?? true
  }()

  /// What reports say with signs beyond ASCII, and how they say it without.
  private static let plainSigns: [Character: String] = [
    "²": "2", "³": "3", "⁵": "5", "±": "+-", "×": "x", "–": "-", "−": "-", "…": "...", "█": "#", "░": ".",
    "◆": "@",
  ]

  /// The text as it was, or with its signs spelled in ASCII. Names that a table has stay as they are.
  private static func spelled(_ text: String) -> String {
    isUnicode || text.utf8.allSatisfy { $0 < 128 }
      ? text : text.reduce(into: "") { $0 += plainSigns[$1] ?? String($1) }
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
