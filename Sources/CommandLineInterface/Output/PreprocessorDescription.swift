import Vintner

/// How a model's features become numbers, as `vintner inspect` shows it.
struct PreprocessorDescription {
  private static let shownCategories = 10

  private let preprocessor: FittedPreprocessor

  init(_ preprocessor: FittedPreprocessor) { self.preprocessor = preprocessor }

  private var scaling: String? { preprocessor.scaling?.scaling.settingName }
  private var categories: [CategoryColumn] { preprocessor.encoder?.columns ?? [] }

  var json: JSON {
    .object([
      ("inputs", .texts(preprocessor.outputNames)),
      ("scaling", .optional(scaling)),
      ("missing", .array(preprocessor.imputer.columns.map(Self.json))),
      ("categories", .array(categories.map(Self.json))),
    ])
  }

  private static func json(_ rule: FittedImputer.ColumnRule) -> JSON {
    .object([
      ("column", .text(rule.name)), ("rule", .text(rule.rule.settingName)),
      ("value", rule.value.map(JSON.init) ?? .null), ("indicator", .bool(rule.hasIndicator)),
    ])
  }

  private static func json(_ column: CategoryColumn) -> JSON {
    .object(
      [
        ("column", .text(column.name)), ("categories", .texts(column.categories)),
        ("missing", .bool(column.hasMissing)), ("unknown", .text(column.unknown.settingName)),
      ] + (column.form == .codes ? [("codes", .integer(column.codeCount))] : []))
  }

  var entries: [(label: String, text: String)] {
    let rules = preprocessor.imputer.columns.filter { $0.rule != .refuse }.map(Self.text)
    var entries = [
      ("inputs", Format.count(preprocessor.outputNames.count, "value") + " per row"),
      ("scaling", scaling ?? "none"),
    ]
    if !rules.isEmpty { entries.append(("missing", rules.joined(separator: "; "))) }
    if let first = categories.first {
      entries += [
        ("categories", categories.map(Self.text).joined(separator: "; ")),
        ("unknown", first.unknown.settingName),
      ]
    }
    return entries
  }

  private static func text(_ rule: FittedImputer.ColumnRule) -> String {
    let isConstant = if case .fill(.constant, _) = rule.rule { true } else { false }
    let value = isConstant ? nil : rule.value.map { " (\($0))" }
    return "\(rule.name): \(rule.rule.settingName)" + (value ?? "")
      + (rule.hasIndicator ? " with indicator" : "")
  }

  private static func text(_ column: CategoryColumn) -> String {
    let names = column.categories.prefix(shownCategories) + (column.hasMissing ? ["missing"] : [])
    let others = column.categories.count - shownCategories
    return "\(column.name): \(names.joined(separator: ", "))" + (others > 0 ? " and \(others) more" : "")
      + (column.form == .codes ? " (embedded)" : "")
  }
}

extension JSON {
  fileprivate init(_ value: FillValue) {
    switch value {
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .boolean(let flag): self = .bool(flag)
    }
  }
}
