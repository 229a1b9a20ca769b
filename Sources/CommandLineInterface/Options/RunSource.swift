import ArgumentParser
import Vintner

/// Where a command takes its run from: a CSV file, options, and a run file that they override.
struct RunSource: ParsableArguments {
  @Argument(
    help: "The CSV file to learn from.",
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var csv: String?

  @OptionGroup(title: "The run") var options: RunOptions

  @Option(help: ArgumentHelp("A run file to start from; options override it.", valueName: "file.yaml"))
  var config: String?

  /// The options over the run file over the defaults, with a CSV file and a target.
  ///
  /// - Parameter command: the one whose help explains them.
  func configuration(for command: String) throws -> (run: RunConfiguration, data: String) {
    var run = try options.configuration()
    run.data = csv
    if let config { run = run.over(try RunFile.read(config)) }
    guard let data = run.data else {
      throw Failure(
        .usage, "No CSV file: name one, or a run file with --config; see 'vintner \(command) --help'.")
    }
    guard run.target != nil else {
      throw Failure(.usage, "No target: name the column to predict with --target NAME.")
    }
    return (run, data)
  }

  /// The checksum of a run's CSV file.
  ///
  /// - Throws: `Failure` if the run was made with another file.
  func checksum(of run: RunConfiguration, data: String) throws -> String {
    let found = try FileDigest.sha256(ofFile: data)
    if let expected = run.dataSHA256, expected != found {
      throw Failure(
        .data,
        "\(data) is not what \(config ?? "the run") was made with (its SHA-256 differs): restore that file,"
          + " or name the CSV file beside --config to train on it anyway.")
    }
    return found
  }

  /// The table of a run, made ready for training: read into memory, or in its file if the run streams.
  func prepared<Target>(
    _ pipeline: Pipeline<Target>, _ run: RunConfiguration, data: String
  ) throws -> PreparedPipeline<Target> {
    let reading = CSVReadingOptions(threadCount: try ThreadCount.wanted(run.threads))
    let prepared = try TableRemedy.training.naming {
      guard let window = run.streamWindow else {
        let frame = try DataFrame(contentsOfCSVFile: data, options: reading)
        guard let path = run.validation else { return try pipeline.prepared(frame) }
        let texts = frame.columns.filter { $0.type == .text }.map(\.name)
        let validation = try DataFrame(texts: texts, reading) {
          try DataFrame(contentsOfCSVFile: path, options: $0)
        }
        return try pipeline.prepared(train: frame, validation: validation)
      }
      guard run.validation == nil else {
        throw Failure(.usage, "--validation does not go with --stream: leave one of them out.")
      }
      return try pipeline.streamed(data, options: reading, Streaming(window: window))
    }
    try prepared.checkMemory()
    return prepared
  }

  /// The table of a run, made ready for training by folds, and for a model of all rows.
  func preparedFolds<Target>(
    _ pipeline: Pipeline<Target>, _ run: RunConfiguration, data: String, count: Int
  ) throws -> (folds: [PreparedPipeline<Target>], whole: PreparedPipeline<Target>) {
    guard run.streamWindow == nil else {
      throw Failure(.usage, "--folds does not go with --stream: leave one of them out.")
    }
    let reading = CSVReadingOptions(threadCount: try ThreadCount.wanted(run.threads))
    return try TableRemedy.training.naming {
      let frame = try DataFrame(contentsOfCSVFile: data, options: reading)
      let folds = try pipeline.prepared(frame, folds: count)
      return (folds, try pipeline.preparedWhole(frame))
    }
  }
}
