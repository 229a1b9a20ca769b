import ArgumentParser
import Vintner

/// `vintner find-learning-rate`: a sweep over the rates that a run could be trained with.
struct FindLearningRateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find-learning-rate",
    abstract: "Draws the loss against the learning rate and suggests one.",
    discussion: """
      A new network is trained once while the rate rises with every update. A good rate is where the \
      loss falls, well before its minimum; where it rises again, the rate is too high. The options are those of \
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

  @OptionGroup var results: ResultOptions

  func validate() throws {
    try require("--lowest", lowest, "a number above 0") { $0 > 0 && $0.isFinite }
    try require("--highest", highest, "a number above --lowest, \(lowest),") { $0 > lowest && $0.isFinite }
    try require("--updates", updates, "2 to 1000000", (2...1_000_000).contains)
  }

  func run() throws {
    var (configuration, data) = try source.configuration(for: "find-learning-rate")
    configuration.streamWindow = nil
    let digest = try source.checksum(of: configuration, data: data)
    let table = try digest.guarding { try source.table(of: configuration) }
    try sweep(table.run.runTask.target, on: table)
  }

  private func sweep<Target: PredictionTarget>(_: Target.Type, on table: RunTable) throws {
    let pipeline = try Pipeline<Target>(table.run)
    let prepared = try table.prepared(for: pipeline)
    let (folder, replaced) = try self.results.folder(for: LearningRateResults.fileNames)
    self.results.report.note(table.notices + prepared.notices + replaced)

    let finder = LearningRateFinder(from: lowest, to: highest, updates: updates)
    let name = title(ofLoss: pipeline.training.loss.name, isPenalized: pipeline.network.isPenalized)
    let results = LearningRateResults(try prepared.sweep(finder), lossName: name, folder: folder)
    try results.write()
    try self.results.report.print(results.text, below: results.chart, results.json)
  }
}
