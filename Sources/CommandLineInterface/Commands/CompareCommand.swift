import ArgumentParser
import Foundation
import Vintner

/// `vintner compare`: simple models, presets and runs on the same folds of a table.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares simple models, presets and runs on the same folds of a table.",
    usage: "vintner compare <csv> [<runs> ...] --target <name> [<options>]",
    discussion: """
      Each contender is trained once for each fold, on the other rows, and scored on the fold's own, which it has \
      not seen. The contenders are the median (of classes: the most frequent one), ridge or logistic regression \
      with a penalty of 1, the presets, and the run files that are named. A run file's own table, target and \
      split do not count.

      The table has each contender's mean score with its standard deviation over the folds, the time of a \
      fold, and the difference from the best with its 95 % interval (Nadeau and Bengio's corrected \
      resampled t-test). Where the interval holds 0, two contenders cannot be told apart by these folds.

      Each fold is saved when it ends: after an interruption the same command resumes, and one with more \
      contenders trains those alone. The folder has the \
      files of an experiment, see 'vintner experiment --help'; summary.csv is the table, and \
      figures/leaderboard.svg a picture of it.

      Examples:
        vintner compare data/winequality-red.csv --target quality
        vintner compare penguins.csv --target species --folds 3 --repeats 2
        vintner compare houses.csv houses/config.yaml --target price --by r2
      """)

  @Argument(
    help: "The CSV file, or - for standard input.", completion: .file(extensions: ["csv", "tsv", "txt"]))
  var csv: String

  @Argument(help: "Run files that compete.", completion: .file(extensions: ["yaml", "yml", "json"]))
  var runs: [String] = []

  @Option(
    help: ArgumentHelp(
      "The presets that compete, separated by commas, or none: \(Preset.all.map(\.name).joined(separator: ", ")).",
      discussion: "(default: all)", valueName: "names"))
  var presets: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Into how many folds the rows are divided.", valueName: "count"))
  var folds = 5

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How often the rows are divided, each time with another seed.", valueName: "count"))
  var repeats = 1

  @Option(
    help: ArgumentHelp(
      "The score to rank by: \(Score.allCases.map(\.name).joined(separator: ", ")).",
      discussion: "(default: mae for a number, r2 for several, accuracy for classes)", valueName: "score"))
  var by: String?

  @Option(
    help: ArgumentHelp(
      "The folder to write to. (default: the table's name with -comparison)", valueName: "folder"))
  var output: String?

  @OptionGroup(title: "What is predicted") var table: TableOptions

  @OptionGroup var options: ExperimentOptions

  func validate() throws {
    try require("--folds", folds, "2 to 1000") { 2...1000 ~= $0 }
    try require("--repeats", repeats, "1 to 1000") { 1...1000 ~= $0 }
    try requireFolder(output)
    _ = try chosenPresets
    if let by, Score(rawValue: by) == nil {
      throw ValidationError("--by \(unknownName(by, among: Score.allCases.map(\.name)))")
    }
  }

  /// The presets that compete.
  private var chosenPresets: [Preset] {
    get throws {
      guard let presets else { return Preset.all }
      guard presets != "none" else { return [] }
      return try presets.split(separator: ",", omittingEmptySubsequences: false).map { name in
        try PresetOptions.preset(String(name), of: "--presets", or: ["none"])!
      }
    }
  }

  func run() throws {
    let comparison = try comparison()
    let output = output ?? Self.folder(for: csv)
    try options.noteReplaced(in: output)
    Interruption.watch()
    let results = try options.results(of: comparison.experiment, in: output, noting: comparison.notices)
    let ending = options.interruption(results, in: output)
    if results.runs.isEmpty, let ending { throw ending }
    let leaderboard = comparison.leaderboard(of: results)
    try Interruption.ignored { try ExperimentReport(leaderboard).write(toFolder: output) }
    let shown = LeaderboardPresentation(leaderboard: leaderboard, folder: output)
    try options.report.print(shown.text, shown.json)
    if let ending { throw ending }
  }

  /// `houses-comparison` for `data/houses.csv`, `vintner-comparison` for standard input.
  private static func folder(for csv: String) -> String {
    let name = csv == StandardInput.sign ? "vintner" : (csv as NSString).lastPathComponent
    let stem = String(name.prefix { $0 != "." })
    return "\(stem.isEmpty ? name : stem)-comparison"
  }

  private func comparison() throws -> Comparison {
    var configuration = try table.configuration()
    guard configuration.target != nil else {
      throw Failure(.usage, "No target: name the column to predict with --target NAME.")
    }
    let path = try StandardInput.file(csv)
    configuration.data = path
    let competing = try runs.map { Contender.run($0, try RunFile.read($0)) }
    let presets = try chosenPresets.map(Contender.preset)
    let digest = try FileDigest(ofFile: path)
    var reading = configuration.reading
    reading.threadCount = try ThreadCount.wanted(options.threads)
    return try digest.guarding {
      try TableRemedy.training.naming {
        try Comparison(
          of: try RunSource.rows(of: configuration, reading),
          contenders: { SimpleModel.all(for: $0).map(Contender.baseline) + presets + competing },
          folds: folds,
          repeats: repeats, by: by.flatMap(Score.init(rawValue:)), digest: digest)
      }
    }
  }
}
