import Foundation
import NeuralNetworks
import Tabular

/// A run as an experiment file describes it: the settings of run files, and those that only experiments have.
public struct DescribedTrial: Trial {
  /// The settings of run files. Seed and threads are the experiment's.
  public var run = RunConfiguration()
  /// What `regularization` adds a penalty by: `l1` or `l2`. Default: none.
  public var regularization: String?
  /// How much of it. Default 0.
  public var regularizationRate: Double?
  /// The share of each hidden layer's answers that is dropped, in [0, 1). Default 0.
  public var dropout: Double?
  /// Whether a batch normalization follows each hidden layer. Default `false`.
  public var batchNormalization: Bool?
  /// Where paths begin.
  let folder: String
  let tables: TableShelf

  init(folder: String) {
    self.folder = folder
    tables = TableShelf()
  }

  /// What `regularization` can be.
  static let regularizations = ["none", "l1", "l2"]

  public var settings: [TrialSetting] {
    let given = DescribedTrial.allSettings.compactMap { setting in
      setting.node(self).map { TrialSetting(setting.name, Settings.text(of: $0)) }
    }
    let digest = run.data.flatMap { try? tables.digest(path(of: $0)) }
    return given + (digest.map { [TrialSetting("data_sha256", $0)] } ?? [])
  }

  public func check() throws(VintnerError) {
    switch try resolved() {
    case .regression(let trial): _ = try trial.pipeline.prepared(trial.table)
    case .classification(let trial): _ = try trial.pipeline.prepared(trial.table)
    }
  }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    switch try resolved() {
    case .regression(let trial): try trial.outcome(seed: seed, recording: recording)
    case .classification(let trial): try trial.outcome(seed: seed, recording: recording)
    }
  }
}

extension DescribedTrial {
  /// What is run.
  private enum Resolved {
    case regression(TableTrial<RegressionPipeline>)
    case classification(TableTrial<ClassificationPipeline>)
  }

  private func resolved() throws(VintnerError) -> Resolved {
    guard let data = run.data else { throw Self.error("data", "is missing: name a CSV file") }
    let table = try tables.table(path(of: data))
    do throws(RunConfigurationError) {
      switch try run.pipeline() {
      case .regression(var pipeline):
        pipeline.network = network(output: .linear)
        return .regression(TableTrial(pipeline, on: table.frame, digest: table.digest))
      case .classification(var pipeline):
        pipeline.network = network(output: .sigmoid)
        return .classification(TableTrial(pipeline, on: table.frame, digest: table.digest))
      }
    } catch {
      throw .configuration(error)
    }
  }

  /// The layers: each hidden one, then its batch normalization, then its dropout.
  ///
  /// - Precondition: the settings are checked.
  private func network(output: Activation) -> Sequential {
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

  private func path(of data: String) -> String {
    data.hasPrefix("/") || folder == "." ? data : (folder as NSString).appendingPathComponent(data)
  }

  private static func error(_ setting: String, _ problem: String) -> VintnerError {
    .configuration(RunConfigurationError(setting: setting, problem: problem))
  }
}

extension DescribedTrial {
  /// All settings, in the order in which a description has them.
  static let allSettings: [Setting<DescribedTrial>] = {
    let own: [Setting<DescribedTrial>] = [
      Setting("regularization", \.regularization, oneOf: regularizations),
      Setting(
        "regularization_rate", \.regularizationRate, "a number from 0 on",
        where: { $0 >= 0 && $0.isFinite }),
      Setting("dropout", \.dropout, "a number from 0 to below 1", where: { $0 >= 0 && $0 < 1 }),
      Setting("batch_normalization", \.batchNormalization),
    ]
    let others: Set = ["data_sha256", "seed", "threads", "stream_window"]
    return RunSetting.all.filter { !others.contains($0.name) }.map { $0.within(\.run) } + own
  }()
}
