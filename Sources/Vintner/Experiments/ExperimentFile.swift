import Foundation
import Tabular

/// An experiment in a file (YAML): a run in the words of run files, and what varies.
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
  /// - Throws: ``VintnerError/settings(_:)`` for unknown keys, wrong types and values that cannot be, with line
  ///   and path (`variations.learning_rate[2]`), ``VintnerError/input(_:)`` where the file cannot be read.
  public static func read(_ path: String) throws(VintnerError) -> Experiment<DescribedTrial> {
    let bytes: [UInt8]
    do throws(InputError) { bytes = try InputFile.bytes(path) } catch { throw .input(error) }
    do throws(SettingsError) {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw SettingsError(file: path, line: nil, problem: "it is no UTF-8 text")
      }
      return try experiment(Settings(text: text, file: path), folder: parentFolder(of: path))
    } catch {
      throw .settings(error)
    }
  }

  private static func experiment(
    _ settings: Settings, folder: String
  ) throws(SettingsError) -> Experiment<DescribedTrial> {
    try settings.refuseKeys(otherThan: DescribedTrial.allSettings.map(\.name) + keys)
    var base = DescribedTrial(folder: folder)
    for setting in DescribedTrial.allSettings { try read(setting, of: settings, into: &base) }
    var experiment = Experiment(base, title: try settings.text("title") ?? "")
    experiment.seeds = try seeds(settings)
    experiment.recordEvery = try positive("record_every", of: settings, most: Int(Int32.max)) ?? 10
    experiment.combination = try combination(settings)
    experiment.convergence = try convergence(settings)
    experiment.variations = try variations(settings, experiment.combination, folder: folder)
    return experiment
  }

  private static func read(
    _ setting: Setting<DescribedTrial>, of settings: Settings, into trial: inout DescribedTrial
  ) throws(SettingsError) {
    try setting.read(settings, &trial)
    if let problem = setting.problem(trial) { throw settings.unfit(setting.name, problem) }
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

  /// How many, from 1 on; or a list of them. Default 20.
  private static func seeds(_ settings: Settings) throws(SettingsError) -> [UInt64] {
    guard settings.holdsList("seeds") else {
      return (1...UInt64(try positive("seeds", of: settings) ?? 20)).map { $0 }
    }
    let seeds = try settings.values("seeds", as: Int.self) ?? []
    guard !seeds.isEmpty else { throw settings.unfit("seeds", "are none: give one or more") }
    for (index, seed) in seeds.enumerated() {
      guard seed >= 0 else {
        throw settings.unfit("seeds[\(index)]", "is \(seed), where 0 or more is expected")
      }
      guard !seeds[..<index].contains(seed) else {
        throw settings.unfit("seeds[\(index)]", "is \(seed), which stands there twice")
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
      throw settings.unfit(key, "goes with `combine: random` only: leave one of them out")
    }
    return name == "grid" ? .grid : .oneAtATime
  }

  /// A figure and its bound: losses have to be below it, accuracies to reach it.
  private static func convergence(_ settings: Settings) throws(SettingsError) -> Convergence? {
    guard let inner = try settings.settings("converged") else { return nil }
    try inner.refuseKeys(otherThan: RunFigure.allCases.map(\.name))
    guard inner.keys.count == 1, let figure = RunFigure(rawValue: inner.keys[0]) else {
      throw settings.unfit("converged", "has \(inner.keys.count) figures, where one is expected")
    }
    let bound = try inner.number(figure.name) ?? .nan
    switch figure {
    case .trainLoss, .testLoss: return Convergence(figure, below: bound)
    case .trainAccuracy, .testAccuracy: return Convergence(figure, atLeast: bound)
    }
  }
}

extension ExperimentFile {
  private static func variations(
    _ settings: Settings, _ combination: Combination, folder: String
  ) throws(SettingsError) -> [Variation<DescribedTrial>] {
    guard let inner = try settings.settings("variations") else { return [] }
    try inner.refuseKeys(otherThan: DescribedTrial.allSettings.map(\.name))
    var variations: [Variation<DescribedTrial>] = []
    for key in inner.keys {
      let setting = DescribedTrial.allSettings.first { $0.name == key }!
      if inner.holdsSettings(key), setting.kind != .other {
        guard case .random = combination else {
          throw inner.unfit(key, "is a range, from which only `combine: random` draws: list its values")
        }
        variations.append(try range(of: setting, inner, folder: folder))
      } else {
        variations.append(try list(of: setting, inner, folder: folder))
      }
    }
    return variations
  }

  private static func list(
    of setting: Setting<DescribedTrial>, _ settings: Settings, folder: String
  ) throws(SettingsError) -> Variation<DescribedTrial> {
    let alternatives = try settings.alternatives(setting.name) ?? []
    guard !alternatives.isEmpty else { throw settings.unfit(setting.name, "has no values: list one or more") }
    var choices: [Variation<DescribedTrial>.Choice] = []
    for (label, inner) in alternatives {
      guard !choices.contains(where: { $0.label == label }) else {
        throw inner.unfit(setting.name, "is \(label), which stands there twice")
      }
      choices.append(.init(label, try change(setting, inner, folder: folder)))
    }
    return Variation(setting.name, choices: choices)
  }

  /// `{from: 0.001, to: 1, scale: logarithmic}`
  private static func range(
    of setting: Setting<DescribedTrial>, _ settings: Settings, folder: String
  ) throws(SettingsError) -> Variation<DescribedTrial> {
    let key = setting.name
    guard let range = try settings.settings(key) else { preconditionFailure("The range of \(key) is there.") }
    try range.refuseKeys(otherThan: ["from", "to", "scale"])
    let scale = try range.choice("scale", of: [("linear", Axis.Scale.linear), ("logarithmic", .logarithmic)])
    func end(_ name: String) throws(SettingsError) -> Double {
      let value = setting.kind == .number ? try range.number(name) : try range.integer(name).map(Double.init)
      guard let value else { throw settings.unfit(key, "lacks `\(name)`: a range has two ends") }
      return value
    }
    let (lower, upper) = (try end("from"), try end("to"))
    guard lower < upper else {
      throw settings.unfit(key, "goes from \(lower) to \(upper): turn its ends round")
    }
    guard scale != .logarithmic || lower > 0 else {
      throw settings.unfit(key, "begins at \(lower), where a logarithmic scale begins above 0")
    }
    func text(_ value: Double) -> String { setting.kind == .number ? "\(value)" : "\(Int(value))" }
    for value in [lower, upper] {
      _ = try change(setting, settings.holding(text(value), under: key), folder: folder)
    }
    let isWhole = setting.kind == .wholeNumber
    let drawing =
      isWhole
      ? DrawnRange(Int(lower)...Int(upper), scale ?? .linear) : DrawnRange(lower...upper, scale ?? .linear)
    return Variation(key, range: drawing.text) { share in
      let value = isWhole ? Double(drawing.wholeValue(at: share)) : drawing.value(at: share)
      return .init(isWhole ? "\(Int(value))" : "\(value)") { setting.assign(value, &$0) }
    }
  }

  /// What a value does to a description.
  ///
  /// - Throws: `SettingsError` with the value's place, where the setting cannot have it.
  private static func change(
    _ setting: Setting<DescribedTrial>, _ settings: Settings, folder: String
  ) throws(SettingsError) -> @Sendable (inout DescribedTrial) -> Void {
    var value = DescribedTrial(folder: folder)
    try read(setting, of: settings, into: &value)
    let (copy, source) = (setting.copy, value)
    return { copy(source, &$0) }
  }
}
