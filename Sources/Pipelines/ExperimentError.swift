/// What can go wrong with an experiment as a whole. `description` is one sentence that says what to do.
public enum ExperimentError: Error, Sendable, Equatable {
  /// A variation that cannot be run, and why: a whole sentence.
  case variation([TrialSetting], problem: String)
  /// A range of values without random search.
  case rangeWithoutRandom(setting: String)
  /// A setting or a seed that is there twice.
  case repeated(what: String, text: String)
  /// A folder has runs of an experiment that was described differently: what was, what is.
  case changed(folder: String, runs: Int, difference: String)
  /// A file of runs that nothing can be read from, at a line counted from 1.
  case damaged(file: String, line: Int)
  /// Another process is at work in the folder.
  case inUse(folder: String)
}

extension ExperimentError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .variation(let changes, let problem):
      "In the variation with " + changes.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        + ": \(problem)"
    case .rangeWithoutRandom(let setting):
      "\"\(setting)\" varies in a range, from which only random search draws: give its values, or combine at random."
    case .repeated(let what, let text):
      "The \(what) \(text) is there twice: leave one of them out."
    case .changed(let folder, let runs, let difference):
      "'\(folder)' has \(runs) \(runs == 1 ? "run" : "runs") of another experiment: \(difference)."
        + " Take the change back, choose another folder, or start anew."
    case .damaged(let file, let line):
      "'\(file)', line \(line), is no run of an experiment: choose another folder, or start anew."
    case .inUse(let folder):
      "Another process is writing to '\(folder)': wait for it, or choose another folder."
    }
  }
}

/// A setting of a run, for people and for comparison.
public struct TrialSetting: Sendable, Equatable, Codable {
  /// As files or the source call it: `learning_rate`, `learningRate`.
  public let name: String
  /// Its value as a text.
  public let value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
