import ArgumentParser
import Vintner

/// `vintner train`: from a CSV file to a model with its learning curves.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network on a CSV file.",
    discussion: """
      The defaults are those of Keras's red-wine lesson. Four files are written:
        model.safetensors  for vintner predict, evaluate and inspect
        history.csv        the losses of each epoch
        curves.svg         the same, drawn
        config.yaml        from which --config repeats the run to the last bit

      With --task classification the network distinguishes two classes: the two that the target has, or \
      with --positive-from 6 a target of 6 or more from a smaller one.

      Missing values and texts are refused, unless --missing and --encode say what becomes of them.

      Examples:
        vintner train data/winequality-red.csv --target quality
        vintner train houses.csv --target price --hidden 32,16 --output houses
        vintner train houses.csv --target price --encode one-hot --output homes
        vintner train --config houses/config.yaml --seed 1 --output houses-1
      """)

  @OptionGroup var source: RunSource

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var output = "vintner-output"

  @Flag(
    help: "Leave the table in its file, and train from it in chunks: for tables larger than the memory.")
  var stream = false

  @Option(
    help: ArgumentHelp(
      "With --stream, the rows in memory at a time, among which an epoch's order is drawn. (default: 262144)",
      valueName: "rows"))
  var window: Int?

  @Flag(help: "Show no progress and no notices.")
  var quiet = false

  @Flag(help: "Print the results as one JSON object.")
  var json = false

  func validate() throws {
    guard let window, window < 1 else { return }
    throw ValidationError("--window is \(window), where 1 or more is expected")
  }

  func run() throws {
    var (configuration, path) = try source.configuration(for: "train")
    if stream || configuration.streamWindow != nil {
      configuration.streamWindow = window ?? configuration.streamWindow ?? Streaming().window
    } else if window != nil {
      throw Failure(.usage, "--window goes with --stream: give both, or neither.")
    }
    try train(configuration.runTask.target, configuration, on: path)
  }

  /// Trains, writes and reports.
  private func train<Target: PredictionTarget>(
    _: Target.Type, _ configuration: RunConfiguration, on path: String
  ) throws {
    var (pipeline, configuration) = (try Pipeline<Target>(configuration), configuration)
    configuration.learningRate = pipeline.training.optimizer.learningRate
    configuration.dataSHA256 = try source.checksum(of: configuration, data: path)
    let progress = quiet ? nil : TrainingProgress(epochs: pipeline.training.epochs)
    if let progress { pipeline.training.callbacks.append(progress) }
    pipeline.training.isCancelled = { Interruption.isRequested }
    let folder = try RunFolder(output)
    let reading = CSVReadingOptions(threadCount: try WantedThreads.of(configuration.threads))
    let window = configuration.streamWindow
    let frame = window == nil ? try DataFrame(contentsOfCSVFile: path, options: reading) : nil
    var prepared = try TableRemedy.training.naming {
      try frame.map { try pipeline.prepared($0) }
        ?? pipeline.streamed(path, options: reading, Streaming(window: window!))
    }
    prepared.dataSHA256 = configuration.dataSHA256
    try MemoryNeed(of: prepared).check()
    let ending = try ending(of: prepared, progress)
    try Interruption.ignored { try folder.write(ending.model, configuration: configuration) }
    let results = TrainingResults(model: ending.model, folder: folder)
    try Console.print(json ? results.json.line : results.text)
    if let failure = ending.failure { throw failure }
  }

  /// Trains, watching for Ctrl-C, with notices and progress unless they are not wanted.
  private func ending<Target: PredictionTarget>(
    of prepared: PreparedPipeline<Target>, _ progress: TrainingProgress?
  ) throws -> TrainingEnding<Target> {
    Interruption.watch()
    if !quiet { for notice in prepared.notices { Console.printError("note: " + notice) } }
    defer { progress?.clear() }
    return try TrainingEnding(of: prepared)
  }
}
