import ArgumentParser
import Vintner

/// `vintner train`: from a CSV file to a model with its learning curves.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network on a CSV file.",
    discussion: """
      The defaults are those of Keras's red-wine lesson. What is written: model.safetensors, history.csv,
      curves.svg, and config.yaml, from which --config repeats the run to the last bit.

      Examples:
        vintner train data/winequality-red.csv --target quality
        vintner train houses.csv --target price --hidden 32,16 --learning-rate 0.01 --output houses
        vintner train --config houses/config.yaml --seed 1 --output houses-1
      """)

  @Argument(help: "The CSV file to learn from.", completion: .file(extensions: ["csv", "tsv", "txt"]))
  var csv: String?

  @OptionGroup(title: "The run") var options: RunOptions

  @Option(help: "A run file (YAML) to begin with; what is given here overrides it.")
  var config: String?

  @Option(help: "The folder to write to.")
  var output = "vintner-output"

  @Flag(help: "Show no progress and no notices.")
  var quiet = false

  @Flag(help: "Print the results as one JSON object.")
  var json = false

  func run() throws {
    var configuration = try runConfiguration()
    guard let path = configuration.data else {
      throw Failure(.usage, "No CSV file: name one, or a run file with --config.")
    }
    var pipeline = try configuration.pipeline()
    configuration.learningRate = pipeline.training.optimizer.learningRate.first
    let progress = TrainingProgress(isWatched: Console.isWatched, width: Console.width)
    if !quiet { pipeline.training.callbacks.append(progress) }
    pipeline.training.isCancelled = { Interruption.isRequested }

    configuration.dataSHA256 = try checksum(of: path, expected: configuration.dataSHA256)
    var prepared = try pipeline.prepared(try DataFrame(contentsOfCSVFile: path))
    prepared.dataSHA256 = configuration.dataSHA256
    // The folder is made once nothing but training itself can fail, and before the time is spent on it.
    let folder = try RunFolder(output)
    if !quiet { for notice in prepared.notices { Console.printError("note: " + notice) } }

    Interruption.watch()
    let outcome = try TrainingOutcome(of: prepared)
    if !quiet { progress.clear() }
    guard let model = outcome.model else { throw outcome.failure! }
    try folder.write(model, configuration: configuration)
    let results = TrainingResults(model: model, folder: folder)
    try Console.print(json ? results.json.line : results.text)
    if let failure = outcome.failure { throw failure }
  }

  private func runConfiguration() throws -> RunConfiguration {
    var flags = options.configuration
    flags.data = csv
    guard let config else { return flags }
    return flags.over(try RunFile.read(config))
  }

  private func checksum(of path: String, expected: String?) throws -> String {
    let found = try FileDigest.sha256(ofFile: path)
    if let expected, expected != found {
      throw Failure(
        .data,
        "\(path) is not the file that \(config ?? "the run") was made with (its SHA-256 differs):"
          + " find that file, or name this one before --config to use it all the same.")
    }
    return found
  }
}

/// What training came to: a model, a failure, or a failure with the model that was the best before it.
private struct TrainingOutcome {
  let model: FittedRegressionPipeline?
  let failure: Failure?

  init(of prepared: PreparedRegression) throws {
    do throws(VintnerError) {
      let model = try prepared.fitted()
      guard case .interrupted = model.history.ending else {
        self.init(model: model, failure: nil)
        return
      }
      let kept = model.history.keptEpoch
      self.init(
        model: kept == nil ? nil : model,
        failure: Failure(
          .interrupted,
          kept.map { "Interrupted: the model of epoch \($0) is written." }
            ?? "Interrupted before the first epoch ended: nothing is written."))
    } catch {
      guard case .network(.diverged(_, _, let best)) = error else { throw error }
      self.init(
        model: best.map { prepared.joined(with: $0) },
        failure: Failure(
          .failed,
          "\(error)"
            + (best?.history.keptEpoch.map { " The model of epoch \($0), the best so far, is written." }
              ?? " No epoch had ended: nothing is written.")))
    }
  }

  private init(model: FittedRegressionPipeline?, failure: Failure?) {
    self.model = model
    self.failure = failure
  }
}
