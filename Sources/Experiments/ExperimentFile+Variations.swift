import Charts
import Pipelines
import Tabular

extension ExperimentFile {
  /// What varies: lists of values and, for random search, ranges.
  static func variations(
    _ settings: Settings, _ combination: Combination, folder: String
  ) throws(SettingsError) -> [Variation<DescribedTrial>] {
    guard let inner = try settings.settings("variations") else { return [] }
    try inner.refuseKeys(otherThan: DescribedTrial.fields.map(\.name))
    var variations: [Variation<DescribedTrial>] = []
    for key in inner.keys {
      let setting = DescribedTrial.fields.first { $0.name == key }!
      if inner.holdsSettings(key), setting.isNumber {
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
    of setting: any RunField, _ settings: Settings, folder: String
  ) throws(SettingsError) -> Variation<DescribedTrial> {
    let alternatives = try settings.alternatives(setting.name) ?? []
    guard !alternatives.isEmpty else { throw settings.unfit(setting.name, "has no values: list one or more") }
    var choices: [Variation<DescribedTrial>.Choice] = []
    var labels: Set<String> = []
    for (label, inner) in alternatives {
      guard labels.insert(label).inserted else {
        throw inner.unfit(setting.name, "is \(label), which is there twice")
      }
      choices.append(.init(label, try change(setting, inner, folder: folder)))
    }
    return Variation(setting.name, choices: choices)
  }

  /// `{from: 0.001, to: 1, scale: logarithmic}`
  private static func range(
    of setting: any RunField, _ settings: Settings, folder: String
  ) throws(SettingsError) -> Variation<DescribedTrial> {
    let key = setting.name
    let isWhole = setting.isWhole
    guard let range = try settings.settings(key) else { preconditionFailure("The range of \(key) is there.") }
    try range.refuseKeys(otherThan: ["from", "to", "scale"])
    let scale = try range.choice("scale", of: [("linear", Axis.Scale.linear), ("logarithmic", .logarithmic)])
    func end(_ name: String) throws(SettingsError) -> Double {
      let value = isWhole ? try range.integer(name).map(Double.init) : try range.number(name)
      guard let value else { throw settings.unfit(key, "lacks `\(name)`: a range has two ends") }
      guard !isWhole || abs(value) <= Double(1 << 53) else {
        throw settings.unfit(key, "has an end beyond \(1 << 53), from which on whole numbers cannot be drawn")
      }
      return value
    }
    let (lower, upper) = (try end("from"), try end("to"))
    guard lower < upper else {
      throw settings.unfit(key, "runs from \(lower) to \(upper): swap its ends")
    }
    guard scale != .logarithmic || lower > 0 else {
      throw settings.unfit(key, "begins at \(lower), where a logarithmic scale begins above 0")
    }
    let drawn = DrawnRange(lower...upper, scale ?? .linear, isWhole: isWhole)
    for value in [lower, upper] {
      _ = try change(setting, settings.holding(drawn.text(of: value), under: key), folder: folder)
    }
    return Variation(key, drawn) { setting.assign($1, to: &$0.run) }
  }

  /// What a value does to a description.
  ///
  /// - Throws: `SettingsError` with the value's place, where the setting cannot have it.
  private static func change(
    _ setting: any RunField, _ settings: Settings, folder: String
  ) throws(SettingsError) -> @Sendable (inout DescribedTrial) -> Void {
    var value = DescribedTrial(folder: folder)
    try read(setting, of: settings, into: &value)
    let change = value.run
    return { $0.run = change.over($0.run) }
  }
}
