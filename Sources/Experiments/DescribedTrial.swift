import Foundation
import NeuralNetworks
import Pipelines
import Synchronization
import Tabular

/// A run as an experiment file describes it: the settings of run files, and those that only experiments have.
///
/// Its data is a CSV file or a data set of the Playground. By default the latter is trained with the Playground's
/// numerics, and a table always with Keras's. Either way a data set's points, their split and their labels are the
/// Playground's.
public struct DescribedTrial: Trial {
  /// The settings of run files. Seed and threads are the experiment's.
  public var run = RunConfiguration()
  /// The folder at which paths begin.
  let folder: String
  private let tables = TableCache()

  init(folder: String) { self.folder = folder }

  public var settings: [TrialSetting] {
    let given = Self.fields.compactMap { field in
      field.node(of: run).map { TrialSetting(field.name, Settings.text(of: $0)) }
    }
    guard playgroundData == nil else { return given }
    let files = [("data_sha256", dataPath), ("validation_sha256", validationPath)]
    return given
      + files.compactMap { name, path in
        path.flatMap { try? tables.table($0, run.reading) }.map { TrialSetting(name, $0.digest.hexadecimal) }
      }
  }

  public func check() throws(VintnerError) -> [String] {
    let (trial, notices) = try resolved
    return notices + (try trial.check())
  }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    try resolved.trial.outcome(seed: seed, recording: recording)
  }

  public func surface(of network: TrainedNetwork, seed: UInt64) throws(VintnerError) -> DecisionSurface? {
    try resolved.trial.surface(of: network, seed: seed)
  }
}

extension DescribedTrial {
  /// The settings that an experiment has for its run, and can vary. Seeds and threads are the experiment's, and it
  /// writes no models.
  static let fields: [any RunField] = RunFields.all.filter { field in
    ![
      "data_sha256", "blas_kernels", "seed", "threads", "stream_window", "fold_models", "refit",
    ].contains(field.name)
  }

  /// What is wrong with the run's data: a word that is neither a data set's name nor looks like a path is a
  /// misspelled name.
  func problemOfData() -> String? {
    guard let data = run.data, PlaygroundData(rawValue: data) == nil,
      !data.contains(where: { "./\\".contains($0) })
    else { return nil }
    return unknownName(data, among: PlaygroundData.names)
      + "; a CSV file has an ending or a folder in its path"
  }

  /// The data set of the Playground that it names; `nil` where it names a file.
  private var playgroundData: PlaygroundData? { run.data.flatMap(PlaygroundData.init(rawValue:)) }

  private var dataPath: String? { run.data.map { opened($0, from: folder) } }
  private var validationPath: String? { run.validation.map { opened($0, from: folder) } }

  /// The trial that it describes, and what the user should know about the reading of its tables.
  private var resolved: (trial: any Trial, notices: [String]) {
    get throws(VintnerError) {
      try rethrowing(VintnerError.configuration, run.checkNetwork())
      try rethrowing(VintnerError.configuration, run.checkEnsemble())
      try rethrowing(VintnerError.configuration, run.requireNoCheckpoint())
      if let data = playgroundData {
        let trial: any Trial =
          run.numerics == .keras
          ? try rethrowing(VintnerError.configuration, points(data))
          : try rethrowing(VintnerError.configuration, playground(data))
        return (trial, [])
      }
      guard let dataPath else {
        let names = PlaygroundData.names.joined(separator: ", ")
        throw .configuration(
          RunConfigurationError(
            setting: "data", problem: "is missing: name a CSV file, or a data set of \(names)"))
      }
      var run = run
      (run.data, run.validation) = (dataPath, validationPath)
      // A table is always trained with Keras's numerics.
      if run.numerics == .keras { run.numerics = nil }
      _ = try rethrowing(VintnerError.configuration, run.rowSplit())
      let options = run.reading
      let rows = try RunRows(run, options: options) { path, options throws(VintnerError) in
        try tables.table(path, options).frame
      } spell: { column, _ throws(VintnerError) in
        try tables.table(dataPath, options, spelling: column).frame
      }
      let trial = try rethrowing(VintnerError.configuration, trial(of: rows.run.runTask.target, on: rows))
      return (trial, rows.notices)
    }
  }

  private func trial<Target: PredictionTarget>(
    of _: Target.Type, on rows: RunRows
  ) throws(RunConfigurationError) -> any Trial {
    TableTrial(
      try Pipeline<Target>(rows.run), on: rows.table, validation: rows.validation, folds: rows.run.folds)
  }
}

extension RunConfiguration {
  /// Refuses a callback that saves models.
  func requireNoCheckpoint() throws(RunConfigurationError) {
    guard self.callbacks?.contains(where: { $0.value is ModelCheckpoint }) == true else { return }
    throw RunConfigurationError(
      setting: "callbacks",
      problem:
        "has a model_checkpoint, whose files the runs of an experiment would overwrite for each other: leave it out"
    )
  }
}

/// On points of the Playground.
extension DescribedTrial {
  /// The run with the Playground's numerics.
  private func playground(_ data: PlaygroundData) throws(RunConfigurationError) -> PlaygroundRun {
    try requireScope(
      .playground, "does not go with the Playground's numerics: leave it out, or set `numerics` to keras")
    var result = try described(PlaygroundRun(data: data))
    result.hidden = run.hidden ?? result.hidden
    result.activation = run.activation ?? result.activation
    switch run.learningRate {
    case .constant(let rate)?: result.learningRate = rate
    case .schedule?:
      throw RunConfigurationError(
        setting: "learning_rate",
        problem: "is a schedule, which the Playground's numerics do not have: set `numerics` to keras")
    case nil: break
    }
    result.batchSize = run.batchSize ?? result.batchSize
    result.epochs = run.epochs ?? result.epochs
    result.regularization = PlaygroundRegularization(
      run.regularization ?? .none, rate: run.regularizationRate ?? 0)
    return result
  }

  /// The run with Keras's numerics: by default with the Playground's split, network and batches, the mean squared
  /// error, and no early end.
  ///
  /// The labels are −1 and +1 for a tanh output, with the binary cross-entropy 0 and 1 for a sigmoid output, and the
  /// numbers of a regression as they are.
  private func points(_ data: PlaygroundData) throws(RunConfigurationError) -> PointsTrial {
    try requireScope(.points, "is for tables: leave it out, because the points are used as they are")
    let points = try described(PlaygroundRun(data: data, precision: .double))
    var defaults = RunConfiguration()
    defaults.hidden = points.hidden
    defaults.activation = points.activation
    defaults.batchSize = points.batchSize
    defaults.earlyStopping = false
    defaults.trainFraction = points.trainFraction
    defaults.seed = 0
    defaults.loss = LossDescription(.meanSquaredError)
    let run = self.run.over(defaults).over(.defaults)
    let isProbability = data.isClassification && run.loss!.name == BinaryCrossEntropy.kind
    let output: Activation = isProbability ? .sigmoid : data.isClassification ? .tanh : .linear
    return PointsTrial(points: points, network: run.network(output: output), training: run.training)
  }

  /// A run with the points, split and features that are described.
  private func described(_ points: PlaygroundRun) throws(RunConfigurationError) -> PlaygroundRun {
    var points = points
    points.count = run.count
    points.noise = run.noise ?? points.noise
    points.trainFraction = run.trainFraction ?? points.trainFraction
    guard let features = run.features else { return points }
    let known = PlaygroundData.features
    guard !features.isEmpty else {
      throw RunConfigurationError(
        setting: "features", problem: "has none: name one or more of \(known.joined(separator: ", "))")
    }
    for (place, name) in features.enumerated() where !known.contains(name) {
      throw RunConfigurationError(setting: "features[\(place)]", problem: unknownName(name, among: known))
    }
    points.features = features
    return points
  }

  /// Refuses what does not apply to a data set of the Playground.
  private func requireScope(
    _ scope: FieldTraits.Scope, _ problem: String
  ) throws(RunConfigurationError) {
    try run.check()
    if let field = run.given.first(where: { !$0.traits.scope.contains(scope) }) {
      throw RunConfigurationError(setting: field.name, problem: problem)
    }
  }
}

/// The CSV files of an experiment, each read once in each way that the runs ask for.
private final class TableCache: Sendable {
  struct Table: Sendable {
    let frame: DataFrame
    let digest: FileDigest
  }

  private struct Key: Equatable {
    let options: CSVReadingOptions
    let spelled: String?
  }

  private let tables = Mutex<[String: [(key: Key, table: Table)]]>([:])

  /// - Parameter column: one that keeps the file's spelling. Default: none.
  func table(
    _ path: String, _ options: CSVReadingOptions, spelling column: String? = nil
  ) throws(VintnerError) -> Table {
    let key = Key(options: options, spelled: column)
    let known = tables.withLock { $0[path]?.first { $0.key == key } }
    if let known { return known.table }
    let table = try read(path, options, spelling: column)
    tables.withLock { $0[path, default: []].append((key, table)) }
    return table
  }

  private func read(
    _ path: String, _ options: CSVReadingOptions, spelling column: String?
  ) throws(VintnerError) -> Table {
    let table: Table
    if let column {
      let plain = try self.table(path, options)
      let frame = try tabular(plain.frame.spelling(column, asInCSVFile: path, options: options))
      table = Table(frame: frame, digest: plain.digest)
    } else {
      let digest = try rethrowing(VintnerError.input, FileDigest(ofFile: path))
      table = Table(frame: try tabular(DataFrame(contentsOfCSVFile: path, options: options)), digest: digest)
    }
    try rethrowing(VintnerError.input, table.digest.requireUnchanged())
    return table
  }
}
