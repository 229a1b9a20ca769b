import ArgumentParser
import Foundation
import Vintner

/// `vintner experiment`: variations of a run, each over many seeds.
struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Runs variations of a run, each over many seeds, and compares them.",
    usage: "vintner experiment <file> [<options>]",
    discussion: """
      The file is YAML: a run in the words of run files, how often it is repeated, and what varies.
        data: data/winequality-red.csv     # from the file's own folder on
        target: quality
        hidden: [16]
        epochs: 100
        seeds: 20
        variations:
          learning_rate: [0.0001, 0.001, 0.01]
        combine: one_at_a_time             # or grid, or random with samples: 30
        record_every: 10
        converged: {test_loss: 0.1}

      Runs are shared out over the cores, and each is saved as it ends: the same command goes on where it \
      was interrupted or killed. In the folder are:
        report.md    the variations side by side, and the pictures
        figures      curves with bands over the seeds, decision surfaces
        summary.csv  a row a variation
        results.csv  a row a run
        curves.csv   a row a recorded epoch
        runs.jsonl   the runs as they were saved, from which one goes on

      Examples:
        vintner experiment rates.yaml
        vintner experiment rates.yaml --restart --threads 1 --quiet
      """)

  @Argument(help: "The experiment.", completion: .file(extensions: ["yaml", "yml", "json"]))
  var file: String

  @Option(
    help: ArgumentHelp(
      "The folder to write to. (default: the file's name without its ending)", valueName: "folder"))
  var output: String?

  @Option(help: ArgumentHelp("How many runs at a time. (default: one a core)", valueName: "count"))
  var threads: Int?

  @Flag(help: "Throw away the runs that are in the folder, and start anew.")
  var restart = false

  @Flag(help: "Show no progress and no notices.")
  var quiet = false

  @Flag(help: "Print the results as one JSON object.")
  var json = false

  func validate() throws {
    guard let threads, !(1...1024 ~= threads) else { return }
    throw ValidationError("--threads is \(threads), where 1 to 1024 is expected")
  }

  func run() throws {
    let experiment = try ExperimentFile.read(file)
    let path = output ?? Self.folder(for: file)
    Interruption.watch()
    let results = try naming { try self.results(of: experiment, in: path) }
    let ending = results.isComplete ? nil : interruption(results, path)
    if results.runs.isEmpty, let ending { throw ending }
    try Interruption.ignored { try ExperimentReport(results).write(toFolder: path) }
    let shown = ExperimentPresentation(results, folder: path)
    try Console.print(json ? shown.json.line : shown.text)
    if let ending { throw ending }
  }

  private func results(
    of experiment: Experiment<DescribedTrial>, in path: String
  ) throws(ExperimentError) -> ExperimentResults {
    let shown = quiet ? nil : RunsProgress()
    defer { shown?.clear() }
    return try experiment.run(
      threads: threads, savingTo: ExperimentFolder(path, restarting: restart), keepingNetworks: false,
      progress: { shown?.show($0) }, isCancelled: { Interruption.isRequested })
  }

  private func interruption(_ results: ExperimentResults, _ path: String) -> Failure {
    Failure(
      .interrupted,
      "Interrupted: \(results.runs.count) of \(results.plannedRuns) runs are saved in '\(path)';"
        + " the same command goes on with the others.")
  }

  /// The file's name without folder and extension; with `-results` added if there is no extension.
  private static func folder(for file: String) -> String {
    let name = (file as NSString).lastPathComponent
    let stem = (name as NSString).deletingPathExtension
    return stem == name ? "\(name)-results" : stem
  }

  /// Runs something whose errors about the folder end the command with the options that help.
  private func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as ExperimentError {
      switch error {
      case .changed, .damaged: throw Failure(error.exitStatus, "\(error) See --output and --restart.")
      case .inUse: throw Failure(error.exitStatus, "\(error) See --output.")
      default: throw error
      }
    }
  }
}
