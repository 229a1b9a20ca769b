import Tabular

extension RunConfiguration {
  /// The word with which `encode` means all columns of texts.
  package static let oneHot = "one-hot"

  /// The word with which `encode` means that texts of many values become mean targets.
  package static let byTarget = "target"

  /// The word with which `encode` means that columns of many values become codes for an embedding.
  package static let embedding = "embedding"

  /// The word with which `encode` means that columns of two categories become one of 1 and −1.
  package static let signs = "signs"

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
    let dropped = self.drop ?? []
    if let target = targets.first(where: dropped.contains) {
      throw RunConfigurationError(setting: "drop", problem: "names the target \"\(target)\"")
    }
    if has(Self.byTarget), has(Self.embedding) {
      throw RunConfigurationError(
        setting: "encode",
        problem: "has \(Self.byTarget) and \(Self.embedding) for texts of many values: keep one of them")
    }
    return Preprocessor(
      features: self.features, choice: .usable, dropped: dropped + groupsToDrop, dates: self.dates!,
      missingValues: withIndicator(general.first?.rule ?? .automatic), missingByColumn: byColumn,
      encoding: encoding,
      encodesByTarget: has(Self.byTarget), scaling: self.scaling!)
  }

  /// The column of the groups is no feature, unless it is named as one.
  private var groupsToDrop: [String] {
    guard let group = self.group, self.features == nil, self.drop?.contains(group) != true else { return [] }
    return [group]
  }

  private func withIndicator(_ rule: MissingValues) -> MissingValues {
    switch rule {
    case .fill(let fill, _): .fill(fill, indicator: self.missingIndicator ?? false)
    case .filled: self.missingIndicator.map { .filled(indicatorAbove: $0 ? 0 : 1) } ?? rule
    default: rule
    }
  }

  /// Whether `encode` has a word.
  func has(_ word: String) -> Bool { self.encode?.contains(word) ?? false }

  /// Texts of few categories are encoded unless an empty list says that no text is.
  private var encoding: OneHotEncoder? {
    guard self.encode?.isEmpty != true else { return nil }
    return OneHotEncoder(
      columns: (self.encode ?? []).filter {
        ![Self.oneHot, Self.byTarget, Self.embedding, Self.signs].contains($0)
      },
      unknown: self.unknown!, maximumCategories: self.maxCategories!,
      encodesPairsAsSigns: has(Self.signs), encodesManyAsCodes: has(Self.embedding))
  }

  /// How the rows are divided.
  ///
  /// - Precondition: all defaults are filled in, and checked.
  package func rowSplit() throws(RunConfigurationError) -> RowSplit {
    let ways = [
      ("split_by", self.splitBy != nil), ("group", self.group != nil), ("stratify", self.stratify == true),
    ].filter(\.1)
    guard ways.count < 2 else {
      throw RunConfigurationError(
        setting: ways[1].0, problem: "does not go with `\(ways[0].0)`: rows are divided in one way")
    }
    if self.validation != nil {
      for (name, isGiven) in ways + [
        ("test_fraction", (self.testFraction ?? 0) > 0), ("folds", self.folds != nil),
      ]
      where isGiven {
        throw RunConfigurationError(
          setting: name, problem: "does not go with `validation`, whose rows are given: leave one of them out"
        )
      }
    }
    if self.folds != nil && self.splitBy != nil {
      throw RunConfigurationError(
        setting: "folds", problem: "does not go with `split_by`: folds have no order")
    }
    return RowSplit(
      stratify: self.stratify, order: self.splitBy, group: self.group, testFraction: self.testFraction ?? 0)
  }
}
