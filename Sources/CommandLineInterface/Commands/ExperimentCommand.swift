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
      The file is YAML: the settings of a run file, the number of seeds, and the settings that vary.
        data: data/winequality-red.csv     # relative to this file's folder
        target: quality
        hidden: [16]
        epochs: 100
        seeds: 20
        variations:
          learning_rate: [0.0001, 0.001, 0.01]
        combine: one_at_a_time             # or grid, or random with samples: 30
        record_every: 10
        converged: {test_loss: 0.1}

      With folds, a run's metrics are the means over its folds; validation names a file of rows to measure on; \
      rows that test_fraction sets aside are seen by no run.

      The runs are split among the cores, and each is saved when it ends: after an interruption the same \
      command resumes, unless --no-overwrite refuses a folder that has results. It writes to the folder:
        report.md    a comparison of the variations, with charts
        figures      curves with bands over the seeds, decision surfaces of the first seed
        summary.csv  one row per variation
        results.csv  one row per run
        curves.csv   one row per recorded epoch
        runs.jsonl   the saved runs, from which the command resumes

      Examples:
        vintner experiment rates.yaml
        vintner experiment rates.yaml --restart --threads 1 --quiet
      """)

  @Argument(help: "The experiment.", completion: .file(extensions: ["yaml", "yml", "json"]))
  var file: String

  @Option(
    help: ArgumentHelp(
      "The folder to write to. (default: the file's name without its extension)", valueName: "folder"))
  var output: String?

  @OptionGroup var options: ExperimentOptions

  func validate() throws {
    try requireFolder(output)
  }

  func run() throws {
    let experiment = try ExperimentFile.read(file)
    let path = output ?? Self.folder(for: file)
    try options.noteReplaced(in: path)
    Interruption.watch()
    let results = try options.results(of: experiment, in: path)
    let ending = options.interruption(results, in: path)
    if results.runs.isEmpty, let ending { throw ending }
    try Interruption.ignored { try ExperimentReport(results).write(toFolder: path) }
    let shown = ExperimentPresentation(results: results, folder: path)
    try options.report.print(shown.text, shown.json)
    if let ending { throw ending }
  }

  /// The file's name without folder and extension; with `-results` added if there is no extension.
  private static func folder(for file: String) -> String {
    let name = (file as NSString).lastPathComponent
    let stem = (name as NSString).deletingPathExtension
    return stem == name ? "\(name)-results" : stem
  }
}
