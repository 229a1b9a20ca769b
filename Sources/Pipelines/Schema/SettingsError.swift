import Tabular

/// What is wrong with a file of settings. `description` is one sentence with file, line and key.
public struct SettingsError: Error, Sendable, Equatable {
  public let file: String
  /// Counted from 1, where it is known.
  public let line: Int?
  /// The rest of the sentence, without its full stop.
  public let problem: String

  /// Whether a key is unknown: a file of another kind may have it.
  private let isOfUnknownKey: Bool

  package init(file: String, line: Int?, problem: String, isOfUnknownKey: Bool = false) {
    (self.file, self.line, self.problem, self.isOfUnknownKey) = (file, line, problem, isOfUnknownKey)
  }

  /// The error, which also says what the file seems to be where that is not a file of settings of the kind that was
  /// asked for. An experiment has all keys of a run but a few.
  package func unless(_ expected: FileKind) -> SettingsError {
    guard let kind = FileKind(path: file), kind != expected, kind != .run || isOfUnknownKey else {
      return self
    }
    return SettingsError(
      file: file, line: line, problem: "\(problem); the file seems to be \(kind): \(kind.use)")
  }
}

extension SettingsError: CustomStringConvertible {
  public var description: String { file + (line.map { ", line \($0)" } ?? "") + ": \(problem)." }
}
