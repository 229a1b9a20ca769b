/// What a run cannot be. `description` is one sentence that names the setting.
public struct RunConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The setting's name in files: `batch_size`.
  public let setting: String
  /// The rest of the sentence, without its full stop.
  public let problem: String

  package init(setting: String, problem: String) {
    self.setting = setting
    self.problem = problem
  }

  public var description: String { "`\(setting)` \(problem)." }
}
