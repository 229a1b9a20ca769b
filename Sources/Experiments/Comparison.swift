import Pipelines
import Tabular

/// Contenders on the same folds of a table: an experiment whose variations are the contenders and whose seeds are the
/// folds.
///
///     var run = RunConfiguration()
///     run.target = "quality"
///     let leaderboard = try Comparison(of: wine, run).run()
///     print(leaderboard)                        // the best first, each with its difference from the best
///     leaderboard.chart.svg()
///
/// A contender learns from a fold's other rows alone and is scored on the fold's own, as ``ContenderTrial`` says.
public struct Comparison: Sendable {
  /// The experiment.
  public let experiment: Experiment<ContenderTrial>
  /// What the contenders are ranked by.
  public let score: Score
  /// What the user should know of the target, a sentence each.
  public let notices: [String]

  /// Creates a comparison.
  ///
  /// - Parameters:
  ///   - table: the rows.
  ///   - run: what all contenders share: the target, and where they are given the task, the columns, how they become
  ///     numbers, and how the folds are divided (`split_seed`, `stratify`, `group`); other settings hold for all networks.
  ///   - contenders: their names differ. Default: the simple models for the task, and all presets.
  ///   - folds: into how many folds the rows are divided, 2 or more. Default 5.
  ///   - repeats: how often they are, each time with another seed, 1 or more. Default once.
  ///   - score: what they are ranked by. Default: the mean absolute error of numbers, the R² of several, the accuracy of
  ///     classes.
  /// - Throws: `VintnerError` where the target is missing or no task suits it, a contender predicts something else, or the
  ///   task has no such score.
  /// - Precondition: numbers in their ranges, one contender or more.
  public init(
    of table: DataFrame, _ run: RunConfiguration, contenders: [Contender]? = nil, folds: Int = 5,
    repeats: Int = 1, by score: Score? = nil
  ) throws(VintnerError) {
    let choice = try TaskChoice(run, for: table)
    try self.init(
      of: table, choice.run, notices: [choice.notice].compactMap { $0 }, contenders: contenders, folds: folds,
      repeats: repeats, by: score, digest: FileDigest.sha256(of: table.csvBytes()))
  }

  /// Creates the comparison of a CSV file's rows.
  package init(
    of rows: RunRows, contenders: (RunTask) -> [Contender], folds: Int, repeats: Int, by score: Score?,
    digest: FileDigest
  ) throws(VintnerError) {
    try self.init(
      of: rows.table, rows.run, notices: rows.notices, contenders: contenders(rows.run.runTask), folds: folds,
      repeats: repeats, by: score, digest: digest.hexadecimal)
  }

  private init(
    of table: DataFrame, _ run: RunConfiguration, notices: [String], contenders: [Contender]?, folds: Int,
    repeats: Int, by score: Score?, digest: String
  ) throws(VintnerError) {
    precondition(folds > 1, "Rows are divided into two folds or more, received \(folds).")
    precondition(repeats > 0, "Rows are divided once or more, received \(repeats) times.")
    var shared = run
    shared.task = run.runTask
    shared.folds = folds
    let contenders = contenders ?? Contender.all(for: shared.runTask)
    precondition(!contenders.isEmpty, "A comparison has one contender or more.")
    self.score = try rethrowing(VintnerError.configuration, Self.score(score, of: shared.runTask))
    for contender in contenders {
      _ = try rethrowing(VintnerError.configuration, contender.run(on: shared))
    }
    let base = ContenderTrial(
      contender: contenders[0], table: table, shared: shared, folds: folds, digest: digest)
    // What is wrong with the table is wrong for every contender: it is said without the name of one.
    _ = try base.check()
    var experiment = Experiment(
      base, title: "Comparison of models of \(shared.target?.text ?? "a target")", seeds: folds * repeats,
      recordEvery: 1)
    experiment.variations = [
      Variation(
        "contender",
        choices: contenders.map { contender in .init(contender.name) { $0.contender = contender } })
    ]
    self.experiment = experiment
    self.notices = notices
  }

  /// The task's own score, or the one that is asked for.
  private static func score(_ score: Score?, of task: RunTask) throws(RunConfigurationError) -> Score {
    guard let first = task.scores.first else {
      throw RunConfigurationError(
        setting: "task", problem: "is \(task.rawValue), whose models have no score to be compared by")
    }
    guard let score else { return first }
    guard task.scores.contains(score) else {
      throw RunConfigurationError(
        setting: "by", problem: unknownName(score.name, among: task.scores.map(\.name)))
    }
    return score
  }

  /// Trains and scores every contender on every fold.
  ///
  /// Parameters and errors are those of ``Experiment/run(threads:savingTo:keepingNetworks:progress:isCancelled:noting:)``.
  public func run(
    threads: Int? = nil, savingTo folder: ExperimentFolder? = nil,
    progress: (@Sendable (ExperimentProgress) -> Void)? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }, noting: ([String]) -> Void = { _ in }
  ) throws(ExperimentError) -> Leaderboard {
    let notices = notices
    return leaderboard(
      of: try experiment.run(
        threads: threads, savingTo: folder, keepingNetworks: false, progress: progress,
        isCancelled: isCancelled, noting: { noting(notices + $0) }))
  }

  /// The ranking of the experiment's results.
  package func leaderboard(of results: ExperimentResults) -> Leaderboard {
    Leaderboard(results, by: score, folds: experiment.base.folds)
  }
}

extension Comparison: CustomStringConvertible {
  public var description: String { "Comparison by \(score.title)\n\(experiment)" }
}
