import Synchronization

/// A study in an SQLite file, which several threads, processes and programs may work on at a time.
///
/// The tables are Optuna's: `optuna.load_study(study_name: "wine", storage: "sqlite:///study.db")` reads it, and
/// trials that Optuna adds are seen here. What is written survives the process's end at any moment.
///
///     let file = try StudyFile(at: "study.db", name: "wine", space: space)
///     while let trial = try file.begin(TPESampler(seed: 1)) {
///       try file.end(trial.number, .completed, value: train(trial.parameters))
///     }
public final class StudyFile: Sendable {
  private let contents: Mutex<StudyContents>

  /// Opens a study, or creates it where the file or the study is not there.
  ///
  /// Running trials whose process has ended are marked failed.
  /// - Parameters:
  ///   - path: the file's path.
  ///   - name: the study's name; a file may hold several.
  ///   - space: the parameters; ranges may be others than before, choices may not.
  ///   - direction: whether small or large values are sought. Default: small ones.
  ///   - patience: how long a lock of another program is waited for, in seconds. Default: 60.
  ///   - grace: after how many seconds without a sign of life a running trial is taken for abandoned. Default: 600.
  /// - Throws: if the file cannot be used, or the study has another direction or other choices.
  public init(
    at path: String, name: String, space: SearchSpace,
    direction: StudyHistory.Direction = .minimize,
    patience: Int = 60, grace: Int = 600
  ) throws(TuningError) {
    let history = StudyHistory(name: name, space: space, direction: direction)
    var opened = try StudyContents(path, history, patience: patience, grace: grace)
    try opened.refresh()
    try opened.failAbandoned()
    contents = Mutex(opened)
  }

  /// The study so far, with what others have written.
  public func history() throws(TuningError) -> StudyHistory {
    try contents.withLock { contents throws(TuningError) in
      try contents.refresh()
      return contents.history
    }
  }

  /// Begins the next trial.
  ///
  /// - Parameter sampler: chooses its parameters.
  /// - Returns: the trial; `nil` if the sampler has no more.
  public func begin(_ sampler: some Sampler) throws(TuningError) -> StudyTrial? {
    try contents.withLock { contents throws(TuningError) in try contents.begin(sampler) }
  }

  /// Writes an objective's value amid a trial; one that the step already has stays.
  ///
  /// - Throws: `TuningError.ended` if the trial is not running.
  public func report(_ value: Double, step: Int, ofTrial number: Int) throws(TuningError) {
    try contents.withLock { contents throws(TuningError) in
      try contents.report(value, step: step, of: number)
    }
  }

  /// Shows that a trial is running, to be done more often than the grace that other programs give.
  ///
  /// - Throws: `TuningError.ended` if the trial is not running.
  public func keepAlive(_ number: Int) throws(TuningError) {
    try contents.withLock { contents throws(TuningError) in try contents.keepAlive(number) }
  }

  /// Ends a trial.
  ///
  /// - Parameters:
  ///   - number: the trial.
  ///   - state: how it ended. One that is completed without a number as its value failed.
  ///   - value: the objective's value. Default: of a pruned trial the last report's, of others none.
  /// - Throws: `TuningError.ended` if the trial is not running.
  public func end(
    _ number: Int, _ state: StudyTrial.State, value: Double? = nil
  ) throws(TuningError) {
    try contents.withLock { contents throws(TuningError) in
      try contents.end(number, state, value: value)
    }
  }
}
