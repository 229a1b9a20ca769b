import ArgumentParser
import Vintner

/// `vintner find-learning-rate`: a sweep over the rates that a run could be trained with.
struct FindLearningRateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find-learning-rate",
    abstract: "Draws the loss against the learning rate and suggests one.",
    discussion: """
      A new network is trained once while the rate rises with every update. A good rate is where the \
      loss falls steepest; where it rises again, the rate is too high. The options are those of \
      vintner train; rate, epochs and early stopping are ignored. With --output two files are written:
        learning-rates.svg  the chart
        learning-rates.csv  the loss of each update

      Examples:
        vintner find-learning-rate data/winequality-red.csv --target quality
        vintner find-learning-rate houses.csv --target price --output rates
      """)

  @OptionGroup var source: RunSource

  @Option(parsing: .unconditional, help: ArgumentHelp("The first and lowest rate.", valueName: "rate"))
  var lowest = 1e-6

  @Option(parsing: .unconditional, help: ArgumentHelp("The last and highest rate.", valueName: "rate"))
  var highest = 10.0

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The largest number of updates.", valueName: "count"))
  var updates = 200

  @Option(help: ArgumentHelp("The folder to write to. (default: nothing is written)", valueName: "folder"))
  var output: String?

  @OptionGroup var overwriting: OverwriteOption

  @Flag(help: "Show no notices.")
  var quiet = false

  @Flag(help: "Print the results as one JSON object.")
  var json = false

  func validate() throws {
    try require("--lowest", lowest, "a number above 0") { $0 > 0 && $0.isFinite }
    try require("--highest", highest, "a number above --lowest, \(lowest),") { $0 > lowest && $0.isFinite }
    try require("--updates", updates, "2 to 1000000", (2...1_000_000).contains)
  }

  func run() throws {
    var (configuration, data) = try source.configuration(for: "find-learning-rate")
    configuration.streamWindow = nil
    let digest = try source.checksum(of: configuration, data: data)
    let (choice, table) = try source.table(of: configuration, data: data)
    try digest.requireUnchanged()
    try sweep(choice.run.runTask.target, choice, on: table)
  }

  private func sweep<Target: PredictionTarget>(
    _: Target.Type, _ choice: TaskChoice, on table: RunTable
  ) throws {
    let pipeline = try Pipeline<Target>(choice.run)
    let prepared = try table.prepared(for: pipeline)
    let folder = try output.map { path throws(OutputError) in try RunFolder(path) }
    let replaced = try output.map {
      try overwriting.notices(replacing: LearningRateResults.fileNames, in: $0)
    }
    if !quiet {
      Console.note([choice.notice].compactMap { $0 } + prepared.notices + (replaced ?? []))
    }

    let finder = LearningRateFinder(from: lowest, to: highest, updates: updates)
    let name = title(ofLoss: pipeline.training.loss.name, isPenalized: pipeline.network.isPenalized)
    let results = LearningRateResults(try prepared.sweep(finder), lossName: name, folder: folder)
    try results.write()
    if json {
      try Console.print(results.json.line)
    } else {
      try Console.print(results.chart, above: results.text)
    }
  }
}
