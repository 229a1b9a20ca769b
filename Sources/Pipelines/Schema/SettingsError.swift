/// What is wrong with a file of settings. `description` is one sentence with file, line and key.
public struct SettingsError: Error, Sendable, Equatable {
  public let file: String
  /// Counted from 1, where it is known.
  public let line: Int?
  /// The rest of the sentence, without its full stop.
  public let problem: String

  package init(file: String, line: Int?, problem: String) {
    (self.file, self.line, self.problem) = (file, line, problem)
  }
}

extension SettingsError: CustomStringConvertible {
  public var description: String { file + (line.map { ", line \($0)" } ?? "") + ": \(problem)." }
}
