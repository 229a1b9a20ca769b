import Foundation
import NeuralNetworks
import Tabular

/// A run as an experiment file describes it: the settings of run files, and those that only experiments have.
///
/// Its data is a CSV file or a data set of the Playground. The latter is trained with the Playground's numerics
/// where nothing else is said, and all else with Keras's.
public struct DescribedTrial: Trial {
  /// The settings of run files. Seed and threads are the experiment's.
  public var run = RunConfiguration()
  /// Of a data set of the Playground, the number of points. Default: the data set's own.
  public var count: Int?
  /// Of a data set of the Playground, 0 to 0.5. Default 0.
  public var noise: Double?
  /// `playground` or `keras`.
  public var numerics: String?
  /// The penalty on weights: `none`, `l1` or `l2`. Default: none.
  public var regularization: String?
  /// How much of it. Default: a penalty has to say.
  public var regularizationRate: Double?
  /// The share of each hidden layer's answers that is dropped, in [0, 1). Default 0.
  public var dropout: Double?
  /// Whether a batch normalization follows each hidden layer. Default `false`.
  public var batchNormalization: Bool?
  /// Where paths begin.
  let folder: String
  private let tables = TableShelf()

  init(folder: String) { self.folder = folder }

  public var settings: [TrialSetting] {
    let given = DescribedTrial.allSettings.compactMap { setting in
      setting.node(self).map { TrialSetting(setting.name, Settings.text(of: $0)) }
    }
    guard playgroundData == nil, let path = dataPath, let table = try? tables.table(path) else {
      return given
    }
    return given + [TrialSetting("data_sha256", table.digest)]
  }

  public func check() throws(VintnerError) {
    switch try resolved(seed: 1) {
    case .playground(let run): try run.check()
    case .regression(let trial): try trial.check()
    case .classification(let trial): try trial.check()
    }
  }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    switch try resolved(seed: seed) {
    case .playground(let run): try run.outcome(seed: seed, recording: recording)
    case .regression(let trial): try trial.outcome(seed: seed, recording: recording)
    case .classification(let trial): try trial.outcome(seed: seed, recording: recording)
    }
  }
}

extension DescribedTrial {
  /// What is run.
  private enum Resolved {
    case playground(PlaygroundRun)
    case regression(TableTrial<RegressionPipeline>)
    case classification(TableTrial<ClassificationPipeline>)
  }

  /// The data set of the Playground that it names; `nil` where it names a file.
  private var playgroundData: PlaygroundData? { run.data.flatMap(PlaygroundData.init(rawValue:)) }

  private var dataPath: String? {
    run.data.map {
      $0.hasPrefix("/") || folder == "." ? $0 : (folder as NSString).appendingPathComponent($0)
    }
  }

  private func resolved(seed: UInt64) throws(VintnerError) -> Resolved {
    do throws(RunConfigurationError) {
      try checkPenalty()
      if let playgroundData {
        return numerics == Numerics.keras.rawValue
          ? try table(try drawn(playgroundData, seed), described(playgroundData))
          : .playground(try playground(playgroundData))
      }
    } catch {
      throw .configuration(error)
    }
    let foreign = [("count", count != nil), ("noise", noise != nil), ("numerics", numerics == "playground")]
    if let setting = foreign.first(where: \.1)?.0 {
      throw Self.error(setting, "is for the Playground's data sets (\(Self.dataNames)): leave it out")
    }
    guard let dataPath else {
      throw Self.error("data", "is missing: name a CSV file, or a data set of \(Self.dataNames)")
    }
    let file = try tables.table(dataPath)
    do throws(RunConfigurationError) { return try table(file, run) } catch { throw .configuration(error) }
  }

  private static var dataNames: String { PlaygroundData.names.joined(separator: ", ") }

  private static func error(_ setting: String, _ problem: String) -> VintnerError {
    .configuration(RunConfigurationError(setting: setting, problem: problem))
  }

  private func checkPenalty() throws(RunConfigurationError) {
    if regularization == nil, (regularizationRate ?? 0) > 0 {
      throw RunConfigurationError(
        setting: "regularization_rate", problem: "is of no penalty: set `regularization` to l1 or l2")
    }
    if let regularization, regularization != "none", regularizationRate == nil {
      throw RunConfigurationError(
        setting: "regularization", problem: "is \(regularization), which takes a `regularization_rate`")
    }
  }
}

// With the Playground's numerics.
extension DescribedTrial {
  /// What a run of the Playground can say.
  private static let playgroundSettings: Set = [
    "data", "count", "noise", "train_fraction", "features", "numerics", "hidden", "activation",
    "learning_rate", "batch_size", "epochs", "regularization", "regularization_rate",
  ]

  private func playground(_ data: PlaygroundData) throws(RunConfigurationError) -> PlaygroundRun {
    try run.check()
    let foreign = Self.allSettings.first { setting in
      !Self.playgroundSettings.contains(setting.name) && setting.node(self) != nil
    }
    if let foreign {
      throw RunConfigurationError(
        setting: foreign.name,
        problem: "does not go with the Playground's numerics: leave it out, or set `numerics` to keras")
    }
    var result = PlaygroundRun(data: data, count: count, noise: noise ?? 0)
    if let features = run.features {
      try Self.checkFeatures(features)
      result.features = features
    }
    result.trainFraction = run.trainFraction ?? result.trainFraction
    result.hidden = run.hidden ?? result.hidden
    result.activation = run.activation.flatMap(Activation.init(named:)) ?? result.activation
    result.learningRate = run.learningRate ?? result.learningRate
    result.batchSize = run.batchSize ?? result.batchSize
    result.epochs = run.epochs ?? result.epochs
    switch regularization {
    case "l1": result.regularization = .l1(regularizationRate ?? 0)
    case "l2": result.regularization = .l2(regularizationRate ?? 0)
    default: result.regularization = .none
    }
    return result
  }

  private static func checkFeatures(_ features: [String]) throws(RunConfigurationError) {
    let known = PlaygroundData.features
    guard !features.isEmpty else {
      throw RunConfigurationError(
        setting: "features", problem: "has none: name one or more of \(known.joined(separator: ", "))")
    }
    for (place, name) in features.enumerated() where !known.contains(name) {
      throw RunConfigurationError(setting: "features[\(place)]", problem: unknownName(name, among: known))
    }
  }
}

// With Keras's numerics.
extension DescribedTrial {
  /// The points of a data set of the Playground, drawn from a seed.
  private func drawn(
    _ data: PlaygroundData, _ seed: UInt64
  ) throws(RunConfigurationError) -> TableShelf.Table {
    do throws(VintnerError) {
      return TableShelf.Table(
        frame: try data.frame(count: count, noise: noise ?? 0, seed: seed), digest: "\(data) \(seed)")
    } catch {
      throw RunConfigurationError(setting: "data", problem: "cannot be drawn: \(error)")
    }
  }

  /// The run on a data set of the Playground: where nothing else is said, its own split, network and batches.
  private func described(_ data: PlaygroundData) -> RunConfiguration {
    var defaults = RunConfiguration()
    defaults.target = "label"
    defaults.task = (data.isClassification ? RunTask.classification : .regression).rawValue
    if data.isClassification { defaults.positiveFrom = 0 }
    defaults.features = ["x1", "x2"]
    defaults.hidden = [4, 2]
    defaults.activation = "tanh"
    defaults.batchSize = 10
    defaults.earlyStopping = false
    defaults.trainFraction = 0.5
    return run.over(defaults)
  }

  private func table(
    _ table: TableShelf.Table, _ run: RunConfiguration
  ) throws(RunConfigurationError) -> Resolved {
    switch try run.pipeline() {
    case .regression(var pipeline):
      pipeline.network = network(run, output: .linear)
      return .regression(TableTrial(pipeline, on: table.frame, digest: table.digest))
    case .classification(var pipeline):
      pipeline.network = network(run, output: .sigmoid)
      return .classification(TableTrial(pipeline, on: table.frame, digest: table.digest))
    }
  }

  /// The layers: each hidden one, then its batch normalization, then its dropout.
  ///
  /// - Precondition: the settings are checked.
  private func network(_ run: RunConfiguration, output: Activation) -> Sequential {
    let full = run.over(.defaults(for: run.runTask))
    let activation = Activation(named: full.activation!)!
    let hidden = full.hidden!.flatMap { units -> [any Layer] in
      var layers: [any Layer] = [Dense(units, activation: activation, kernelRegularizer: regularizer)]
      if batchNormalization == true { layers.append(BatchNormalization()) }
      if let dropout, dropout > 0 { layers.append(Dropout(rate: dropout)) }
      return layers
    }
    return Sequential(hidden + [Dense(1, activation: output, kernelRegularizer: regularizer)])
  }

  private var regularizer: Regularizer? {
    guard let rate = regularizationRate, rate > 0 else { return nil }
    switch regularization {
    case "l1": return Regularizer(l1: rate)
    case "l2": return Regularizer(l2: rate)
    default: return nil
    }
  }
}

extension DescribedTrial {
  /// What `numerics` can be.
  private enum Numerics: String, CaseIterable {
    case playground, keras
  }

  /// All settings, in the order in which a description has them.
  static let allSettings: [Setting<DescribedTrial>] = {
    let own: [Setting<DescribedTrial>] = [
      Setting("count", \.count, "2 or more", where: { $0 >= 2 }),
      Setting("noise", \.noise, "0 to 0.5", where: PlaygroundData.allowedNoise.contains),
      Setting("numerics", \.numerics, oneOf: Numerics.allCases.map(\.rawValue)),
      Setting("regularization", \.regularization, oneOf: ["none", "l1", "l2"]),
      Setting(
        "regularization_rate", \.regularizationRate, "a number from 0 on",
        where: { $0 >= 0 && $0.isFinite }),
      Setting("dropout", \.dropout, "a number from 0 to below 1", where: { $0 >= 0 && $0 < 1 }),
      Setting("batch_normalization", \.batchNormalization),
    ]
    let others: Set = ["data", "data_sha256", "seed", "threads", "stream_window"]
    let shared = RunSetting.all.filter { !others.contains($0.name) }.map { $0.within(\DescribedTrial.run) }
    return [Setting("data", \.run.data, problem: problem(ofData:))] + shared + own
  }()

  /// A word that is neither a data set's name nor looks like a path is a name with a slip in it.
  private static func problem(ofData data: String) -> String? {
    if PlaygroundData(rawValue: data) != nil || data.contains(where: { "./\\".contains($0) }) { return nil }
    return unknownName(data, among: PlaygroundData.names)
      + "; a CSV file has an ending or a folder in its path"
  }
}
