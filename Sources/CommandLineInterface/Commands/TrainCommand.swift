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
        curves.svg         a chart of the losses
        config.yaml        for --config, which repeats the run bit for bit

      A target of texts or of true and false is predicted as classes, one of numbers as a number; --task says \
      otherwise. With --positive-from 6 the classes are a target of 6 or more and a smaller one. --target a,b \
      predicts several numbers.

      Texts become categories, dates their parts, missing values are filled, and what cannot be a feature \
      is left out, each with a notice; --missing, --encode, --dates, --features and --drop say otherwise.

      --folds 5 trains five times and reports mean and spread; --test-fraction 0.1 keeps rows that nothing \
      sees until the end; --split-by, --group and --stratify say how rows are split.

      A file that is written in its own way is described by --delimiter, --decimal, --missing-values, \
      --encoding and others; gzip and zstd are unpacked.

      Examples:
        vintner train data/winequality-red.csv --target quality
        vintner train houses.csv --target price --hidden 32,16 --output houses
        vintner train houses.csv --target price --encode one-hot --output homes
        vintner train penguins.csv --target species --output penguins
        vintner train houses.csv --target price --sample-weight size --output sized
        vintner train --config houses/config.yaml --seed 1 --output houses-1
      """)

  @OptionGroup var source: RunSource

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var output = "vintner-output"

  @OptionGroup var overwriting: OverwriteOption

  @Flag(help: "Train from the file in chunks instead of reading it whole: for tables larger than memory.")
  var stream = false

  @Option(
    help: ArgumentHelp(
      "With --stream, how many rows to keep in memory and to shuffle at a time. (default: 262144)",
      valueName: "rows"))
  var window: Int?

  @Flag(help: "Show no progress and no notices.")
  var quiet = false

  @Flag(help: "Print the results as one JSON object.")
  var json = false

  func validate() throws {
    try require("--window", window, "1 or more") { $0 >= 1 }
  }

  func run() throws {
    var (configuration, path) = try source.configuration(for: "train")
    if stream || configuration.streamWindow != nil {
      configuration.streamWindow = window ?? configuration.streamWindow ?? Streaming().window
    } else if window != nil {
      throw Failure(.usage, "--window requires --stream: give both, or neither.")
    }
    configuration.dataSHA256 = try source.checksum(of: configuration, data: path)
    let notice = configuration.recordKernels(file: source.config)
    if !quiet { Console.note([notice].compactMap { $0 }) }
    let folder = try RunFolder(output)
    let (choice, table) = try source.table(of: configuration, data: path)
    try train(choice.run.runTask.target, choice, on: table, into: folder)
  }

  /// Trains, writes and reports.
  private func train<Target: PredictionTarget>(
    _: Target.Type, _ choice: TaskChoice, on table: RunTable, into folder: RunFolder
  ) throws {
    var (pipeline, configuration) = (try Pipeline<Target>(choice.run), choice.run)
    configuration.learningRate = pipeline.training.optimizer.learningRate
    let progress = quiet ? nil : TrainingProgress(epochs: pipeline.training.epochs)
    if let progress { pipeline.training.callbacks.append(progress) }
    pipeline.training.isCancelled = { Interruption.isRequested }
    if let count = configuration.folds {
      return try trainFolds(count, pipeline, configuration, on: table, into: folder, noting: choice.notice)
    }
    let replaced = try overwriting.notices(replacing: RunFolder.fileNames, in: output)
    var prepared = try table.prepared(for: pipeline)
    prepared.dataSHA256 = configuration.dataSHA256
    Interruption.watch()
    if !quiet { Console.note([choice.notice].compactMap { $0 } + prepared.notices + replaced) }
    let (model, failure) = try Self.trained(prepared, progress)
    try Interruption.ignored { try folder.write(model, configuration: configuration) }
    let results = TrainingResults(model: model, folder: folder, test: try Self.tested(model, prepared.test))
    try Console.print(json ? results.json.line : results.text)
    if let failure { throw failure }
  }

  /// Measures a model on the rows that nothing has seen; `nil` where there are none.
  private static func tested<Target: PredictionTarget>(
    _ model: FittedPipeline<Target>, _ test: DataFrame?
  ) throws -> TargetSummary? {
    guard let test else { return nil }
    return Target.summary(of: try model.evaluate(test), model)
  }

  /// Trains by folds, writes the models and reports.
  private func trainFolds<Target: PredictionTarget>(
    _ count: Int, _ pipeline: Pipeline<Target>, _ configuration: RunConfiguration, on table: RunTable,
    into folder: RunFolder, noting notice: String?
  ) throws {
    let isEach = configuration.foldModels == .each
    func path(ofFold number: Int) -> String { "\(folder.path)/fold-\(number)" }
    let own = ["folds.csv"] + (isEach ? [] : ["model.safetensors", "config.yaml"])
    var replaced = try overwriting.notices(replacing: own, in: folder.path)
    for number in 1...count where isEach {
      replaced += try overwriting.notices(replacing: RunFolder.fileNames, in: path(ofFold: number))
    }
    let (folds, whole) = try table.preparedFolds(count, for: pipeline)
    Interruption.watch()
    if !quiet { Console.note([notice].compactMap { $0 } + folds[0].notices + replaced) }
    var results = FoldResults<Target>(folder: folder, isEach: isEach)
    for (number, prepared) in folds.enumerated() {
      let model = try completed(prepared, configuration)
      results.add(model, test: isEach ? try Self.tested(model, folds[0].test) : nil)
      if isEach {
        let folder = try RunFolder(path(ofFold: number + 1))
        try Interruption.ignored { try folder.write(model, configuration: configuration) }
      }
    }
    var files = [(name: "folds.csv", bytes: results.csv)]
    if !isEach {
      var prepared = whole
      prepared.trainsFor(epochs: results.meanEpochs)
      let model = try completed(prepared, configuration)
      results.test = try Self.tested(model, folds[0].test)
      files += [
        ("model.safetensors", model.modelBytes()),
        ("config.yaml", Array(RunFile.text(of: configuration, inFolder: folder.path).utf8)),
      ]
    }
    try Interruption.ignored { try folder.write(files) }
    try Console.print(json ? results.json.line : results.text)
  }

  /// Trains to the end.
  private func completed<Target: PredictionTarget>(
    _ prepared: PreparedPipeline<Target>, _ configuration: RunConfiguration
  ) throws -> FittedPipeline<Target> {
    var prepared = prepared
    prepared.dataSHA256 = configuration.dataSHA256
    let progress = prepared.pipeline.training.callbacks.lazy.compactMap { $0 as? TrainingProgress }.first
    let (model, failure) = try Self.trained(prepared, progress)
    if let failure {
      throw Failure(failure.status, "Training by folds broke off, so nothing is written.")
    }
    return model
  }

  /// Trains.
  ///
  /// - Returns: the model, and a failure if it is only the best of a training that broke off.
  /// - Throws: `Failure` if training broke off before there was a model.
  private static func trained<Target: PredictionTarget>(
    _ prepared: PreparedPipeline<Target>, _ progress: TrainingProgress?
  ) throws -> (model: FittedPipeline<Target>, failure: Failure?) {
    defer { progress?.line.clear() }
    let (status, beginning, best): (ExitStatus, String, FittedPipeline<Target>?)
    do throws(VintnerError) {
      let model = try prepared.fitted()
      guard case .interrupted = model.history.ending else { return (model, nil) }
      (status, beginning, best) = (.interrupted, "Interrupted: the", model)
    } catch {
      guard case .network(.diverged(_, _, let weights)) = error else { throw error }
      let network = prepared.pipeline.network
      (status, beginning) = (.failed, "\(error) The")
      best = weights.map { prepared.joined(with: TrainedNetwork(network, best: $0)) }
    }
    guard let best, let epoch = best.history.keptEpoch else {
      throw Failure(status, "\(beginning) first epoch had not ended, so nothing is written.")
    }
    return (best, Failure(status, "\(beginning) model of epoch \(epoch), the best so far, is written."))
  }
}
