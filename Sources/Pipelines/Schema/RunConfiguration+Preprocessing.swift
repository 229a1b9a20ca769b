import Tabular

extension RunConfiguration {
  /// The word with which `encode` means all columns of texts.
  public static let oneHot = "one-hot"

  /// What `unknown` can be, the default first.
  public static var unknownNames: [String] { OneHotEncoder.UnknownCategories.allCases.map(\.settingName) }
  /// What `scaling` and `targetScaling` can be, the default first.
  public static var scalingNames: [String] { Scaling.allCases.map(\.settingName) }

  /// - Precondition: the name is a known one.
  package static func scaling(named name: String) -> Scaling {
    Scaling.allCases.first { $0.settingName == name }!
  }

  /// How a run's features become numbers.
  ///
  /// - Precondition: all defaults are filled in, and checked.
  package func preprocessor(for target: String) throws(RunConfigurationError) -> Preprocessor {
    let rules = missing!.map { MissingRule($0)! }
    let general = rules.filter { $0.column == nil }
    guard general.count < 2 else {
      throw RunConfigurationError(
        setting: "missing", problem: "has \(general.count) rules for all columns: keep one of them")
    }
    var byColumn: [String: MissingValues] = [:]
    for rule in rules {
      guard let column = rule.column else { continue }
      if column == target, rule.rule != .dropRows, rule.rule != .refuse {
        throw RunConfigurationError(
          setting: "missing",
          problem: "would make up values of the target \"\(target)\": its rows can only be dropped")
      }
      guard byColumn.updateValue(withIndicator(rule.rule), forKey: column) == nil else {
        throw RunConfigurationError(
          setting: "missing", problem: "has two rules for the column \"\(column)\": keep one of them")
      }
    }
    return Preprocessor(
      features: features, missingValues: withIndicator(general.first?.rule ?? .refuse),
      missingByColumn: byColumn, encoding: encoding, scaling: Self.scaling(named: scaling!))
  }

  private func withIndicator(_ rule: MissingValues) -> MissingValues {
    guard case .fill(let fill, _) = rule else { return rule }
    return .fill(fill, indicator: missingIndicator!)
  }

  private var encoding: OneHotEncoder? {
    guard let encode, !encode.isEmpty else { return nil }
    let rules = OneHotEncoder.UnknownCategories.allCases
    return OneHotEncoder(
      columns: encode.filter { $0 != Self.oneHot }, encodesTexts: encode.contains(Self.oneHot),
      unknown: rules.first { $0.settingName == unknown! }!, maximumCategories: maxCategories!)
  }
}
