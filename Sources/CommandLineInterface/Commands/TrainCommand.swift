import ArgumentParser
import Foundation
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

      A target of texts, of true and false, or of two different numbers is predicted as classes, any other \
      as a number; --task says otherwise. With --positive-from 6 the classes are a target of 6 or more and a \
      smaller one. --target a,b predicts several numbers.

      Texts become categories, dates their parts, missing values are filled, and what cannot be a feature \
      is left out, each with a notice; --missing, --encode, --dates, --features and --drop say otherwise.

      --folds 5 trains five times and reports mean and spread; --test-fraction 0.1 keeps rows that nothing \
      sees until the end; --split-by, --group and --stratify say how rows are split.

      --ensemble 6 trains six networks of other seeds side by side, which predict as one model; with --folds 5 \
      --fold-models bagging the model is the folds' networks, and oof.csv has the predictions of rows that a \
      network had not seen. --refit trains again on all rows, after the results were measured.

      --preset fast and --preset strong are for tables in general: the first for good predictions in little time, \
      the second for the best ones; both are several networks by bagging.

      With --checkpoint-every 10 a run that was killed goes on with --resume vintner-output, as often as it \
      takes, and ends with the same model. Given more --epochs, one that has ended goes on \
      from its last checkpoint, too.

      A file that is written in its own way is described by --delimiter, --decimal, --missing-values, \
      --encoding and others; gzip and zstd are unpacked.

      Examples:
        vintner train data/winequality-red.csv --target quality
        vintner train houses.csv --target price --hidden 32,16 --output houses
        vintner train houses.csv --target price --encode one-hot --output homes
        vintner train penguins.csv --target species --output penguins
        vintner train houses.csv --target price --preset strong --output strong
        vintner train houses.csv --target price --preset fast --explain
        vintner train houses.csv --target price --sample-weight size --output sized
        vintner train --config houses/config.yaml --seed 1 --output houses-1
        vintner train houses.csv --target price --checkpoint-every 60s --output long
        vintner train --resume long
        vintner train - --target price --output piped < houses.csv
      """)

  @OptionGroup var source: RunSource

  @OptionGroup var preset: PresetOptions

  @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var output = Self.defaultOutput

  private static let defaultOutput = "vintner-output"

  @Flag(help: "Train from the file in chunks instead of reading it whole: for tables larger than memory.")
  var stream = false

  @Option(
    help: ArgumentHelp(
      "With --stream, how many rows to keep in memory and to shuffle at a time. (default: 262144)",
      valueName: "rows"))
  var window: Int?

  @OptionGroup var durability: CheckpointOptions

  @OptionGroup var report: ReportOptions

  func validate() throws {
    try require("--window", window, "1 or more") { $0 >= 1 }
    try requireFolder(output)
    if preset.preset != nil, source.config != nil {
      throw ValidationError(
        "--preset does not go with --config, which has all settings: leave one of them out")
    }
    guard durability.resume != nil else { return }
    for (flag, isGiven) in [
      ("preset", preset.preset != nil), ("explain", preset.explain), ("stream", stream),
      ("window", window != nil),
      ("output", ![Self.defaultOutput, durability.resume].contains(output)),
    ] where isGiven {
      throw ValidationError(
        "--\(flag) does not go with --resume, which goes on with a run as it was: leave it out")
    }
  }

  func run() throws {
    if preset.explain, source.csv == nil, source.config == nil { return try explainWithoutTable() }
    let resumed = try durability.resumedRun()
    var (configuration, path) =
      try resumed.map(source.configuration(resuming:)) ?? source.configuration(for: "train")
    if stream || configuration.streamWindow != nil {
      configuration.streamWindow = window ?? configuration.streamWindow ?? Streaming().window
      try RunSource.requireStreaming(configuration)
    } else if window != nil {
      throw Failure(.usage, "--window requires --stream: give both, or neither.")
    }
    let digest = try source.checksum(of: configuration, data: path, resuming: resumed)
    configuration.dataSHA256 = digest.hexadecimal
    let notice = configuration.recordKernels(file: resumed?.file ?? source.config)
    report.note([resumed?.notice, notice].compactMap { $0 })
    let folder = preset.explain ? nil : try resumed?.folder ?? RunFolder(output)
    let table = try digest.guarding { try source.table(of: configuration) }
    let run = preset.applied(to: table.run)
    guard let folder else { return try explain(run, table.notices) }
    try train(run.runTask.target, run, on: table, digest, into: folder, resuming: resumed)
  }

  /// Prints the run file of a run whose table is not named yet.
  private func explainWithoutTable() throws {
    var run = try source.options.configuration()
    run.task = run.runTask
    try explain(preset.applied(to: run), [])
  }

  /// Prints the run file of a run: what `--config` takes, with paths as seen from here.
  private func explain(_ run: RunConfiguration, _ notices: [String]) throws {
    func check<Target: PredictionTarget>(_: Target.Type) throws { _ = try Pipeline<Target>(run) }
    if run.target != nil { try check(run.runTask.target) }
    report.note(notices)
    var run = run
    if StandardInput.holds(run.data) { run.data = nil }
    try Console.print(RunFile.text(of: run, inFolder: ".").trimmingCharacters(in: .newlines))
  }

  /// Trains, writes and reports.
  private func train<Target: PredictionTarget>(
    _: Target.Type, _ run: RunConfiguration, on table: RunTable, _ digest: FileDigest, into folder: RunFolder,
    resuming resumed: ResumedRun?
  ) throws {
    var (pipeline, configuration) = (try Pipeline<Target>(run), run)
    configuration.learningRate = pipeline.training.optimizer.learningRate
    let progress = report.quiet ? nil : TrainingProgress(epochs: pipeline.training.epochs)
    if let progress { pipeline.training.callbacks.append(progress) }
    pipeline.training.isCancelled = { Interruption.isRequested }
    let notes = table.notices + [Self.notice(ofName: configuration.data)].compactMap { $0 }
    if StandardInput.holds(configuration.data) { configuration.data = nil }
    let checkpoints = durability.interval(resuming: resumed).map { interval in
      folder.checkpoints(every: interval, of: configuration, resuming: resumed?.checkpoint) { [report] in
        report.note([$0])
      }
    }
    let isNew = resumed == nil
    if let count = configuration.folds {
      if configuration.foldModels == .bagging {
        return try bag(
          count, pipeline, configuration, on: table, digest, into: folder, checkpoints, isNew: isNew,
          noting: notes)
      }
      return try trainFolds(
        count, pipeline, configuration, on: table, digest, into: folder, checkpoints, isNew: isNew,
        noting: notes)
    }
    let replaced = try replaced(in: folder, isNew: isNew)
    var prepared = try digest.guarding { try table.prepared(for: pipeline) }
    prepared.dataSHA256 = configuration.dataSHA256
    prepared.checkpoints = checkpoints
    Interruption.watch()
    report.note(notes + prepared.notices + replaced)
    let (first, failed) = try Self.trained(prepared, progress)
    var (model, failure) = (first, failed)
    var files = folder.files(of: first, configuration)
    if configuration.refit == true, failure == nil {
      var whole = try table.preparedWhole(for: pipeline)
      whole.checkpoints = checkpoints
      (model, failure) = try Self.refitted(first, whole, configuration)
      files[0].bytes = model.modelBytes()
    }
    try Interruption.ignored { try folder.writeRun(files, keeping: checkpoints) }
    let results = TrainingResults(
      model: first, folder: folder, test: try Self.tested(model, prepared.test),
      refitted: failure == nil && model.refitRows != nil ? model : nil)
    try report.print(results.text, below: results.chart, results.json)
    if let failure { throw failure }
  }

  /// The notice of the files that a run replaces, or none. A run that is resumed replaces its own.
  func replaced(
    _ names: [String] = RunFolder.allNames, in folder: RunFolder, _ subfolder: String = "", isNew: Bool
  ) throws -> [String] {
    let own = isNew ? [] : RunCheckpoints.names
    let notices = try report.overwriting.notices(
      replacing: names.filter { !own.contains($0) }, in: folder.path + subfolder)
    return isNew ? notices : []
  }

  /// Says that a run file cannot name the table, if so.
  private static func notice(ofName data: String?) -> String? {
    if StandardInput.holds(data) {
      return
        "The table came from standard input, so config.yaml cannot name it: to repeat the run, name a file of the"
        + " same rows beside --config."
    }
    return data.flatMap(RawArguments.name).map {
      "The name of '\($0)' is not UTF-8, so config.yaml cannot have it: rename the file, or name it beside --config."
    }
  }

  /// Measures a model on the rows that nothing has seen; `nil` where there are none.
  static func tested<Target: PredictionTarget>(
    _ model: FittedPipeline<Target>, _ test: DataFrame?
  ) throws -> TargetSummary? {
    guard let test else { return nil }
    return Target.summary(of: try model.evaluate(test), model)
  }

  /// Trains a model again on all rows.
  ///
  /// - Returns: the new model, or the first with a failure where training broke off.
  private static func refitted<Target: PredictionTarget>(
    _ first: FittedPipeline<Target>, _ prepared: PreparedPipeline<Target>, _ configuration: RunConfiguration
  ) throws -> (model: FittedPipeline<Target>, failure: Failure?) {
    var prepared = prepared
    prepared.dataSHA256 = configuration.dataSHA256
    let ending = "while it was trained again on all rows: the model of the first training is written."
    do throws(VintnerError) {
      let model = try prepared.refitted(first)
      guard case .interrupted = model.history.ending else { return (model, nil) }
      return (first, Interruption.failure(" \(ending)"))
    } catch {
      guard case .network(.diverged) = error else { throw error }
      return (first, Failure(.failed, "\(error) This happened \(ending)"))
    }
  }

  /// Trains.
  ///
  /// - Returns: the model, and a failure if it is only the best of a training that broke off.
  /// - Throws: `Failure` if training broke off before there was a model.
  static func trained<Target: PredictionTarget>(
    _ prepared: PreparedPipeline<Target>, _ progress: TrainingProgress?
  ) throws -> (model: FittedPipeline<Target>, failure: Failure?) {
    defer { progress?.line.clear() }
    let (status, beginning, best): (ExitStatus, String, FittedPipeline<Target>?)
    do throws(VintnerError) {
      let model = try prepared.fitted()
      guard case .interrupted = model.history.ending else { return (model, nil) }
      let failure = Interruption.failure(": the")
      (status, beginning, best) = (failure.status, failure.message, model)
    } catch {
      guard case .network(.diverged(_, _, let weights)) = error else { throw error }
      let network = prepared.pipeline.network
      (status, beginning) = (.failed, "\(error) The")
      best = weights.map { prepared.joined(with: TrainedNetwork(network, best: $0)) }
    }
    guard let best, let epoch = best.history.keptEpoch else {
      throw Failure(status, "\(beginning) first epoch had not ended, so nothing is written.")
    }
    let kept =
      best.history.keptEpochsOfMembers == nil
      ? "model of epoch \(epoch), the best so far," : "ensemble of each network's best epoch so far"
    return (best, Failure(status, "\(beginning) \(kept) is written."))
  }
}
