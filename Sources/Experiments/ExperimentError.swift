import Pipelines

/// Why an experiment cannot be run or resumed. `description` is one sentence that says what to do.
public enum ExperimentError: Error, Sendable {
  /// An error of a run, a table or a file.
  case pipeline(VintnerError)
  /// A variation that cannot be run, with the reason: a whole sentence.
  case variation([TrialSetting], problem: String)
  /// A range of values without random search.
  case rangeWithoutRandom(setting: String)
  /// More runs than an experiment can have.
  case tooManyRuns(Int, limit: Int)
  /// A setting or a seed that is given twice.
  case repeated(what: String, text: String)
  /// A folder with runs of an experiment that was described differently.
  case changed(folder: String, runs: Int, difference: String)
  /// A damaged file of runs, with the line counted from 1.
  case damaged(file: String, line: Int)
  /// A folder to which another process is writing.
  case inUse(folder: String)

  static func input(_ error: InputError) -> ExperimentError { .pipeline(.input(error)) }
  static func output(_ error: OutputError) -> ExperimentError { .pipeline(.output(error)) }
}

extension ExperimentError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .pipeline(let error): "\(error)"
    case .variation(let changes, let problem):
      "In the variation with " + changes.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        + ": \(problem)"
    case .rangeWithoutRandom(let setting):
      "\"\(setting)\" varies in a range, from which only random search draws: give its values, or combine at random."
    case .tooManyRuns(let runs, let limit):
      "The experiment has \(runs == .max ? "far" : "\(runs) runs,") more than the \(limit) runs that are possible:"
        + " give fewer values or seeds, or draw samples at random."
    case .repeated(let what, let text):
      "The \(what) \(text) is there twice: leave one of them out."
    case .changed(let folder, let runs, let difference):
      "'\(folder)' has \(runs) \(runs == 1 ? "run" : "runs") of another experiment: \(difference)."
        + " Undo the change, choose another folder, or start over."
    case .damaged(let file, let line):
      "'\(file)', line \(line), is not a run of an experiment: choose another folder, or start over."
    case .inUse(let folder):
      "Another process is writing to '\(folder)': wait for it, or choose another folder."
    }
  }
}
