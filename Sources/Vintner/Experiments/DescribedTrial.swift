import Foundation

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
  enum Resolved {
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
