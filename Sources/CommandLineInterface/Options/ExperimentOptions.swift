import ArgumentParser
import Vintner

/// What commands that carry out an experiment in a folder have: how many runs at once, and whether runs that were saved
/// there are kept.
struct ExperimentOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many runs to train at once. (default: one per core)", valueName: "count"))
  var threads: Int?

  @Flag(help: "Discard the runs saved in the folder, and start over.")
  var restart = false

  @OptionGroup var report: ReportOptions

  func validate() throws {
    try require("--threads", threads, "1 to 1024", ThreadCount.allowed.contains)
  }

  /// Says that an earlier experiment's files are replaced, unless they are this one's, which resumes.
  func noteReplaced(in path: String) throws(Failure) {
    let reports = ["report.md", "summary.csv", "results.csv", "curves.csv"]
    let notices = try report.overwriting.notices(replacing: [ExperimentFolder.runsFile] + reports, in: path)
    let resumes =
      try !report.overwriting.notices(replacing: [ExperimentFolder.runsFile], in: path).isEmpty && !restart
    if !resumes { report.note(notices) }
  }

  /// Runs the experiment. Errors about the folder name the options that help.
  ///
  /// - Parameter notices: what the user should know besides.
  func results(
    of experiment: Experiment<some Trial>, in path: String, noting notices: [String] = []
  ) throws -> ExperimentResults {
    let shown = report.quiet ? nil : RunsProgress()
    defer { shown?.clear() }
    do throws(ExperimentError) {
      return try experiment.run(
        threads: threads, savingTo: ExperimentFolder(path, restarting: restart), keepingNetworks: false,
        progress: { shown?.show($0) }, isCancelled: { Interruption.isRequested },
        noting: { report.note(notices + $0) })
    } catch {
      switch error {
      case .changed, .damaged: throw Failure(error.exitStatus, "\(error) See --output and --restart.")
      case .inUse: throw Failure(error.exitStatus, "\(error) See --output.")
      default: throw error
      }
    }
  }

  /// The failure of a command that was interrupted; `nil` where all runs are there.
  func interruption(_ results: ExperimentResults, in path: String) -> Failure? {
    guard !results.isComplete else { return nil }
    return Interruption.failure(
      ": \(results.runs.count) of \(results.plannedRuns) runs are saved in '\(path)';"
        + " the same command resumes with the others.")
  }
}
