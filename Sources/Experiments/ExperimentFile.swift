import Foundation
import Pipelines
import Tabular

/// An experiment in a YAML file: a run as in run files, and what varies.
///
///     data: data/winequality-red.csv
///     target: quality
///     hidden: [16]
///     epochs: 100
///     seeds: 20
///     variations:
///       learning_rate: [0.0001, 0.001, 0.01]
///     converged: {test_loss: 0.1}
public enum ExperimentFile {
  private static let keys = [
    "title", "seeds", "record_every", "variations", "combine", "samples", "sample_seed", "converged",
  ]

  /// Reads an experiment. Paths in it begin at its own folder.
  ///
  /// - Throws: ``ExperimentError/pipeline(_:)`` with `VintnerError.settings` for unknown keys, wrong types and
  ///   invalid values, with line and path (`variations.learning_rate[2]`), and with `VintnerError.input` where the
  ///   file cannot be read.
  public static func read(_ path: String) throws(ExperimentError) -> Experiment<DescribedTrial> {
    let bytes = try rethrowing(ExperimentError.input, InputFile.bytes(path))
    do throws(SettingsError) {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw SettingsError(file: path, line: nil, problem: "it is not UTF-8 text")
      }
      return try experiment(Settings(text: text, file: path), folder: parentFolder(of: path))
    } catch {
      throw .pipeline(.settings(error.unless(.experiment)))
    }
  }

  private static func experiment(
    _ settings: Settings, folder: String
  ) throws(SettingsError) -> Experiment<DescribedTrial> {
    try settings.refuseKeys(otherThan: DescribedTrial.fields.map(\.name) + keys)
    var base = DescribedTrial(folder: folder)
    for field in DescribedTrial.fields { try read(field, of: settings, into: &base) }
    var experiment = Experiment(base, title: try settings.text("title") ?? "")
    experiment.seeds = try seeds(settings)
    experiment.recordEvery = try positive("record_every", of: settings, most: Int(Int32.max)) ?? 10
    experiment.combination = try combination(settings)
    experiment.convergence = try convergence(settings)
    experiment.variations = try variations(settings, experiment.combination, folder: folder)
    let (runs, most) = (experiment.runCount, type(of: experiment).mostRuns)
    guard runs <= most else {
      throw settings.unfit(
        "variations",
        "make \(runs == .max ? "far more than \(most)" : "\(runs)") runs with the seeds, where at most \(most) are possible"
      )
    }
    return experiment
  }

  /// Reads one field and checks it.
  static func read(
    _ field: any RunField, of settings: Settings, into trial: inout DescribedTrial
  ) throws(SettingsError) {
    try settings.read(field, into: &trial.run)
    if field.name == "data", let problem = trial.problemOfData() { throw settings.unfit("data", problem) }
  }

  /// A whole number of 1 or more.
  private static func positive(
    _ key: String, of settings: Settings, most: Int = 1_000_000
  ) throws(SettingsError) -> Int? {
    guard let value = try settings.integer(key) else { return nil }
    guard 1...most ~= value else {
      throw settings.unfit(key, "is \(value), where 1 to \(most) is expected")
    }
    return value
  }

  /// The number of seeds, counted from 1, or a list of seeds. Default 20.
  private static func seeds(_ settings: Settings) throws(SettingsError) -> [UInt64] {
    guard settings.holdsList("seeds") else {
      return (1...UInt64(try positive("seeds", of: settings) ?? 20)).map { $0 }
    }
    let seeds = try settings.value("seeds", as: [Int].self) ?? []
    guard !seeds.isEmpty else { throw settings.unfit("seeds", "are none: give one or more") }
    var known: Set<Int> = []
    for (index, seed) in seeds.enumerated() {
      guard seed >= 0 else {
        throw settings.unfit("seeds[\(index)]", "is \(seed), where 0 or more is expected")
      }
      guard known.insert(seed).inserted else {
        throw settings.unfit("seeds[\(index)]", "is \(seed), which is there twice")
      }
    }
    return seeds.map(UInt64.init)
  }

  private static func combination(_ settings: Settings) throws(SettingsError) -> Combination {
    let name = try settings.text("combine") ?? Combination.oneAtATime.name
    guard Combination.names.contains(name) else {
      throw settings.unfit("combine", unknownName(name, among: Combination.names))
    }
    let samples = try positive("samples", of: settings)
    let seed = try settings.integer("sample_seed")
    if name == "random" {
      guard let samples else {
        throw settings.unfit("combine", "is random, which takes `samples`: how many variations are drawn")
      }
      if let seed, seed < 0 { throw settings.unfit("sample_seed", "is \(seed), where 0 or more is expected") }
      return .random(count: samples, seed: UInt64(seed ?? 0))
    }
    for (key, isThere) in [("samples", samples != nil), ("sample_seed", seed != nil)] where isThere {
      throw settings.unfit(key, "applies to `combine: random` only: leave one of them out")
    }
    return name == "grid" ? .grid : .oneAtATime
  }

  /// A metric and its bound: losses have to be below it, accuracies at or above it.
  private static func convergence(_ settings: Settings) throws(SettingsError) -> Convergence? {
    guard let inner = try settings.settings("converged") else { return nil }
    try inner.refuseKeys(otherThan: RunMetric.allCases.map(\.name))
    guard inner.keys.count == 1, let metric = RunMetric(rawValue: inner.keys[0]) else {
      throw settings.unfit("converged", "has \(inner.keys.count) metrics, where one is expected")
    }
    let bound = try inner.number(metric.name) ?? .nan
    switch metric {
    case .trainLoss, .testLoss: return Convergence(metric, below: bound)
    case .trainAccuracy, .testAccuracy: return Convergence(metric, atLeast: bound)
    }
  }
}
