import Tabular

extension RunConfiguration {
  /// The word with which `encode` means all columns of texts.
  package static let oneHot = "one-hot"

  /// How a run's features become numbers.
  ///
  /// - Precondition: all defaults are filled in, and checked.
  package func preprocessor(for targets: [String]) throws(RunConfigurationError) -> Preprocessor {
    let rules = self.missing!
    let general = rules.filter { $0.column == nil }
    guard general.count < 2 else {
      throw RunConfigurationError(
        setting: "missing", problem: "has \(general.count) rules for all columns: keep one of them")
    }
    var byColumn: [String: MissingValues] = [:]
    for rule in rules {
      guard let column = rule.column else { continue }
      if targets.contains(column), rule.rule != .dropRows, rule.rule != .refuse {
        throw RunConfigurationError(
          setting: "missing",
          problem: "would make up values of the target \"\(column)\": its rows can only be dropped")
      }
      guard byColumn.updateValue(withIndicator(rule.rule), forKey: column) == nil else {
        throw RunConfigurationError(
          setting: "missing", problem: "has two rules for the column \"\(column)\": keep one of them")
      }
    }
    return Preprocessor(
      features: self.features, missingValues: withIndicator(general.first?.rule ?? .refuse),
      missingByColumn: byColumn, encoding: encoding, scaling: self.scaling!)
  }

  private func withIndicator(_ rule: MissingValues) -> MissingValues {
    guard case .fill(let fill, _) = rule else { return rule }
    return .fill(fill, indicator: self.missingIndicator!)
  }

  private var encoding: OneHotEncoder? {
    guard let encode = self.encode, !encode.isEmpty else { return nil }
    return OneHotEncoder(
      columns: encode.filter { $0 != Self.oneHot }, encodesTexts: encode.contains(Self.oneHot),
      unknown: self.unknown!, maximumCategories: self.maxCategories!)
  }
}
