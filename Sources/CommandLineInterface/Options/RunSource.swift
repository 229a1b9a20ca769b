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
    // A fault of the settings is found before a large table is read.
    try Self.check(run)
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

  /// The run with the task that its target suggests, where it names none, and its table.
  ///
  /// - Throws: `Failure` where a setting cannot be, the table cannot be read or no task suits its target.
  func table(of run: RunConfiguration, data: String) throws -> (choice: TaskChoice, table: RunTable) {
    var reading = run.reading
    reading.threadCount = try ThreadCount.wanted(run.threads)
    return try TableRemedy.training.naming {
      if let window = run.streamWindow {
        guard run.validation == nil else {
          throw Failure(.usage, "--validation does not go with --stream: leave one of them out.")
        }
        let choice = try TaskChoice(run, forCSVFile: data, options: reading)
        return (choice, .file(data, reading, Streaming(window: window)))
      }
      var frame = try DataFrame(contentsOfCSVFile: data, options: reading)
      let texts = frame.columns.filter { $0.type == .text }.map(\.name)
      let validation = try run.validation.map { path in
        try DataFrame(texts: texts, reading) { try DataFrame(contentsOfCSVFile: path, options: $0) }
      }
      let choice = try TaskChoice(run, for: frame)
      if choice.hasNamedClasses {
        frame = try frame.spelling(choice.run.target!.first, asInCSVFile: data, options: reading)
      }
      return (choice, .memory(frame, validation: validation))
    }
  }

  /// Finds what is wrong with the settings themselves, as far as they do not depend on the table.
  private static func check(_ run: RunConfiguration) throws(RunConfigurationError) {
    func check<Target: PredictionTarget>(_: Target.Type) throws(RunConfigurationError) {
      _ = try Pipeline<Target>(run)
    }
    guard run.task == nil || (run.task == .regression && run.target?.names.count != 1) else {
      return try check(run.runTask.target)
    }
    try run.check()
    try run.checkNetwork()
  }
}

/// The table of a run: read into memory, or in its file if the run streams.
enum RunTable {
  case memory(DataFrame, validation: DataFrame?)
  case file(String, CSVReadingOptions, Streaming)

  /// The table, made ready for training.
  func prepared<Target>(for pipeline: Pipeline<Target>) throws -> PreparedPipeline<Target> {
    let prepared = try TableRemedy.training.naming {
      switch self {
      case .memory(let frame, let validation?):
        try pipeline.prepared(train: frame, validation: validation)
      case .memory(let frame, nil): try pipeline.prepared(frame)
      case .file(let path, let reading, let streaming):
        try pipeline.streamed(path, options: reading, streaming)
      }
    }
    try prepared.requireMemory()
    return prepared
  }

  /// The table, made ready for training by folds, and for a model of all rows.
  func preparedFolds<Target>(
    _ count: Int, for pipeline: Pipeline<Target>
  ) throws -> (folds: [PreparedPipeline<Target>], whole: PreparedPipeline<Target>) {
    guard case .memory(let frame, _) = self else {
      throw Failure(.usage, "--folds does not go with --stream: leave one of them out.")
    }
    return try TableRemedy.training.naming {
      (try pipeline.prepared(frame, folds: count), try pipeline.preparedWhole(frame))
    }
  }
}
