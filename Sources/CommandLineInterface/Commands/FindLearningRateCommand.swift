import ArgumentParser
import Vintner

/// `vintner find-learning-rate`: a sweep over the rates that a run could be trained with.
struct FindLearningRateCommand: ParsableCommand {
  static let fileNames = ["learning-rates.svg", "learning-rates.csv"]

  static let configuration = CommandConfiguration(
    commandName: "find-learning-rate",
    abstract: "Draws the loss against the learning rate and suggests one.",
    discussion: """
      Fresh weights are trained once while the rate climbs with every update. A good rate is where the \
      loss falls steepest; where it climbs again, the rate is too high. The options are those of \
      vintner train; rate, epochs and early stopping do not count. With --output two files are written:
        learning-rates.svg  the picture
        learning-rates.csv  the loss of each update

      Examples:
        vintner find-learning-rate data/winequality-red.csv --target quality
        vintner find-learning-rate houses.csv --target price --output rates
      """)

  @OptionGroup var source: RunSource

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The rate to begin with.", valueName: "rate")
  )
  var lowest = 1e-6

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The rate to end with.", valueName: "rate"))
  var highest = 10.0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many updates to sweep in at most.", valueName: "count"))
  var updates = 200

  @Option(help: ArgumentHelp("The folder to write to. (default: nothing is written)", valueName: "folder"))
  var output: String?

  @Flag(help: "Show no notices.")
  var quiet = false

  @Flag(help: "Print the results as one JSON object.")
  var json = false

  func validate() throws {
    guard lowest > 0 && lowest.isFinite else {
      throw ValidationError("--lowest is \(lowest), where a number above 0 is expected")
    }
    guard highest > lowest && highest.isFinite else {
      throw ValidationError("--highest is \(highest), where a number above --lowest, \(lowest), is expected")
    }
    guard 2...1_000_000 ~= updates else {
      throw ValidationError("--updates is \(updates), where 2 to 1000000 is expected")
    }
  }

  func run() throws {
    let (configuration, data) = try source.configuration(for: "find-learning-rate")
    try sweep(configuration.runTask.target, configuration, on: data)
  }

  private func sweep<Target: PredictionTarget>(
    _: Target.Type, _ configuration: RunConfiguration, on data: String
  ) throws {
    let pipeline = try Pipeline<Target>(configuration)
    _ = try source.checksum(of: configuration, data: data)
    let frame = try DataFrame(
      contentsOfCSVFile: data, options: .init(threadCount: try WantedThreads.of(configuration.threads)))
    let prepared = try TableRemedy.training.naming { try pipeline.prepared(frame) }
    try MemoryNeed(of: prepared).check()
    let folder = try output.map { path throws(OutputError) in try RunFolder(path) }
    if !quiet { for notice in prepared.notices { Console.printError("note: " + notice) } }

    let finder = LearningRateFinder(from: lowest, to: highest, updates: updates)
    let results = LearningRateResults(
      try prepared.sweep(finder), lossName: title(ofLoss: pipeline.training.loss.name), folder: folder)
    try folder?.write(
      zip(Self.fileNames, [results.curve.svg(), results.sweep.csv]).map { ($0, Array($1.utf8)) })
    try Console.print(json ? results.json.line : results.text)
  }
}
