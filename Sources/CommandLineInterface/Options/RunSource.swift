import ArgumentParser
import Vintner

/// Where a command takes its run from: a CSV file, options, and a run file that they override.
struct RunSource: ParsableArguments {
  @Argument(
    help: "The CSV file to learn from, or - for standard input.",
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
    run.data = try csv.map(StandardInput.file)
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

  /// The run of a checkpoint, where the options agree with it; they may give it more epochs and other threads, and say
  /// where its tables are now.
  func configuration(resuming found: ResumedRun) throws -> (run: RunConfiguration, data: String) {
    if config != nil {
      throw Failure(.usage, "--resume does not go with --config, which begins a run: leave one of them out.")
    }
    let given = try options.configuration()
    for field in given.given where !["epochs", "threads", "validation"].contains(field.name) {
      let (new, old) = (field.text(of: given) ?? "", field.text(of: found.run) ?? "none")
      guard new != old else { continue }
      throw Failure(
        .usage,
        "--\(field.flag) is \(new), where the run in '\(found.folder.path)' has \(old): leave it out, or begin"
          + " a new run without --resume.")
    }
    var run = given.over(found.run)
    if let csv {
      run.data = try StandardInput.file(csv)
      run.dataSHA256 = found.run.dataSHA256
    }
    guard let data = run.data else {
      throw Failure(
        .usage,
        "The table of the run in '\(found.folder.path)' came from standard input: name a file of the same rows, or - again."
      )
    }
    return (run, data)
  }

  /// The checksum of a run's CSV file.
  ///
  /// - Parameter found: the run that is resumed; `nil` where it begins.
  /// - Throws: `Failure` if the run was made with another file.
  func checksum(
    of run: RunConfiguration, data: String, resuming found: ResumedRun? = nil
  ) throws -> FileDigest {
    let digest = try FileDigest(ofFile: data)
    guard let expected = run.dataSHA256, expected != digest.hexadecimal else { return digest }
    if let found {
      throw Failure(
        .data,
        "\(data) is not the table with which the run in '\(found.folder.path)' was begun (its SHA-256 differs): restore"
          + " that file, or begin a new run without --resume.")
    }
    throw Failure(
      .data,
      "\(data) is not what \(config ?? "the run") was made with (its SHA-256 differs): restore that file,"
        + " or name the CSV file beside --config to train on it anyway.")
  }

  /// The table of a run, whose task its target suggests where it names none.
  ///
  /// - Throws: `Failure` where a setting cannot be, the table cannot be read or no task suits its target.
  /// - Precondition: the run has a CSV file.
  func table(of run: RunConfiguration) throws -> RunTable {
    let data = run.data!
    var reading = run.reading
    reading.threadCount = try ThreadCount.wanted(run.threads)
    return try TableRemedy.training.naming {
      if let window = run.streamWindow {
        let choice = try TaskChoice(run, forCSVFile: data, options: reading)
        return .file(choice, reading, Streaming(window: window))
      }
      return .memory(try Self.rows(of: run, reading))
    }
  }

  /// The rows of a run in memory.
  ///
  /// - Precondition: the run has a CSV file.
  static func rows(of run: RunConfiguration, _ reading: CSVReadingOptions) throws(VintnerError) -> RunRows {
    try RunRows(run, options: reading) { path, options throws(VintnerError) in
      try tabular(DataFrame(contentsOfCSVFile: path, options: options))
    } spell: { column, table throws(VintnerError) in
      try tabular(table.spelling(column, asInCSVFile: run.data!, options: reading))
    }
  }

  /// Refuses ways to divide rows that a table in its file does not have, before it is read.
  static func requireStreaming(_ run: RunConfiguration) throws {
    for (flag, isGiven) in [
      ("validation", run.validation != nil), ("folds", run.folds != nil), ("refit", run.refit == true),
    ] where isGiven {
      throw Failure(.usage, "--\(flag) does not go with --stream: leave one of them out.")
    }
    try run.rowSplit().requireStreaming()
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
    try run.checkEnsemble()
    _ = try run.rowSplit()
  }
}

/// The table of a run: read into memory, or in its file if the run streams.
enum RunTable {
  case memory(RunRows)
  case file(TaskChoice, CSVReadingOptions, Streaming)

  /// The run with its task.
  var run: RunConfiguration {
    switch self {
    case .memory(let rows): rows.run
    case .file(let choice, _, _): choice.run
    }
  }

  /// What the user should know before the table is made ready, a sentence each.
  var notices: [String] {
    switch self {
    case .memory(let rows): rows.notices
    case .file(let choice, _, _): [choice.notice].compactMap { $0 }
    }
  }

  /// The table, made ready for training.
  func prepared<Target>(for pipeline: Pipeline<Target>) throws -> PreparedPipeline<Target> {
    let remedy: TableRemedy = if case .file = self { .streaming } else { .training }
    let prepared = try remedy.naming {
      switch self {
      case .memory(let rows): try pipeline.prepared(rows.table, validation: rows.validation)
      case .file(let choice, let reading, let streaming):
        try pipeline.streamed(choice.run.data!, options: reading, streaming)
      }
    }
    try prepared.requireMemory()
    return prepared
  }

  /// The table with all its rows to train on, those that are validated on among them.
  func preparedWhole<Target>(for pipeline: Pipeline<Target>) throws -> PreparedPipeline<Target> {
    guard case .memory(let rows) = self else { preconditionFailure("A run that streams is not refitted.") }
    return try TableRemedy.training.naming { try pipeline.preparedWhole(rows.table) }
  }

  /// The table, made ready for bagging.
  func preparedBagging<Target>(
    _ count: Int, for pipeline: Pipeline<Target>, by combination: Ensemble.Combination
  ) throws -> PreparedBagging<Target> {
    guard case .memory(let rows) = self else { preconditionFailure("A run that streams has no folds.") }
    let bagging = try TableRemedy.training.naming {
      try pipeline.preparedBagging(rows.table, folds: count, by: combination)
    }
    try bagging.whole.requireMemory()
    return bagging
  }

  /// The table, made ready for training by folds, and for a model of all rows.
  func preparedFolds<Target>(
    _ count: Int, for pipeline: Pipeline<Target>
  ) throws -> (folds: [PreparedPipeline<Target>], whole: PreparedPipeline<Target>) {
    guard case .memory(let rows) = self else { preconditionFailure("A run that streams has no folds.") }
    let (folds, whole) = try TableRemedy.training.naming {
      (try pipeline.prepared(rows.table, folds: count), try pipeline.preparedWhole(rows.table))
    }
    for prepared in folds + [whole] { try prepared.requireMemory() }
    return (folds, whole)
  }
}
