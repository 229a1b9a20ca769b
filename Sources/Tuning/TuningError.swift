/// Why a study's file cannot be used. `description` is one sentence that says what to do.
public enum TuningError: Error, Equatable, Sendable {
  /// It cannot be opened or written, for a reason of the system.
  case unusable(file: String, reason: String)
  /// It is not a study, or it is damaged.
  case damaged(file: String, reason: String)
  /// Other processes wrote to it all the time for so many seconds.
  case busy(file: String, seconds: Int)
  /// Its format is another version's.
  case otherVersion(file: String, found: Int)
  /// It has a study of that name whose direction or choices are others.
  case changed(file: String, study: String, difference: String)
  /// A trial has ended, perhaps because another process took this one for dead.
  case ended(file: String, trial: Int)
}

extension TuningError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unusable(let file, let reason):
      "The study '\(file)' cannot be used: \(reason). Check its folder and the space that is left."
    case .damaged(let file, let reason):
      "'\(file)' is not a study, or damaged (\(reason)): choose another file, or move it away to start over."
    case .busy(let file, let seconds):
      "The study '\(file)' was locked by another program for \(seconds) s: end that program and start again."
    case .otherVersion(let file, let found):
      "The study '\(file)' has the format of version \(found), where 12 is expected: `optuna storage upgrade` of"
        + " Optuna 3.2 to 5 converts it."
    case .changed(let file, let study, let difference):
      "'\(file)' has a study '\(study)' of which \(difference): undo the change, or choose another name or file."
    case .ended(let file, let trial):
      "Trial \(trial) of the study '\(file)' has ended already, so that nothing more can be written of it."
    }
  }
}
