import Foundation
import Pipelines

/// A run as an experiment file describes it: the settings of run files, and those that only experiments have.
///
/// Its data is a CSV file or a data set of the Playground. The latter is trained with the Playground's numerics
/// where nothing else is said, and all else with Keras's. Either way a data set's points, their split and their
/// labels are the Playground's.
public struct DescribedTrial: Trial {
  /// The settings of run files. Seed and threads are the experiment's.
  public var run = RunConfiguration()
  /// Where paths begin.
  let folder: String
  private let tables = TableCache()

  init(folder: String) { self.folder = folder }

  public var settings: [TrialSetting] {
    let given = DescribedTrial.fields.compactMap { field in
      field.node(of: run).map { TrialSetting(field.name, Settings.text(of: $0)) }
    }
    guard playgroundData == nil, let path = dataPath, let table = try? tables.table(path) else {
      return given
    }
    return given + [TrialSetting("data_sha256", table.digest)]
  }

  public func check() throws(VintnerError) { try resolved.check() }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    try resolved.outcome(seed: seed, recording: recording)
  }
}

extension DescribedTrial {
  /// The data set of the Playground that it names; `nil` where it names a file.
  private var playgroundData: PlaygroundData? { run.data.flatMap(PlaygroundData.init(rawValue:)) }

  private var dataPath: String? {
    run.data.map {
      $0.hasPrefix("/") || folder == "." ? $0 : (folder as NSString).appendingPathComponent($0)
    }
  }

  /// What is run.
  private var resolved: any Trial {
    get throws(VintnerError) {
      do throws(RunConfigurationError) {
        try run.checkNetwork()
        if let playgroundData {
          return run.numerics == .keras
            ? try points(playgroundData) : try playground(playgroundData)
        }
      } catch {
        throw .configuration(error)
      }
      guard let dataPath else {
        throw Self.error("data", "is missing: name a CSV file, or a data set of \(Self.dataNames)")
      }
      let table = try tables.table(dataPath)
      do throws(RunConfigurationError) {
        var run = run
        // A table is always trained with Keras's arithmetic.
        if run.numerics == .keras { run.numerics = nil }
        return try trial(of: run.runTask.target, run, on: table)
      } catch {
        throw .configuration(error)
      }
    }
  }

  private func trial<Target: PredictionTarget>(
    of _: Target.Type, _ run: RunConfiguration, on table: TableCache.Table
  ) throws(RunConfigurationError) -> any Trial {
    TableTrial(try Pipeline<Target>(run), on: table.frame, digest: table.digest)
  }

  private static var dataNames: String { PlaygroundData.names.joined(separator: ", ") }

  private static func error(_ setting: String, _ problem: String) -> VintnerError {
    .configuration(RunConfigurationError(setting: setting, problem: problem))
  }
}
