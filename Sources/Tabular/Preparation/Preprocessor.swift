/// Turns a table's features into numbers: missing values, categories, scaling.
///
///     var preprocessor = Preprocessor(missingValues: .fill(.median, indicator: true))
///     let prepared = try preprocessor.fitted(to: train)
///     let x = try prepared.matrix(of: validation)
///
/// Everything is learned from the frame that it is fitted to, in general the training rows.
/// Source: scikit-learn's `ColumnTransformer` of `SimpleImputer`, `OneHotEncoder` and a scaler.
public struct Preprocessor: Sendable, Equatable, Codable {
  /// The columns to use, in this order. Default: all, except a row index.
  public var features: [String]?
  /// Which columns to use where `features` does not name them. Default: all.
  public var choice: FeatureChoice
  /// Columns to leave out of the features. Default: none.
  public var dropped: [String]
  /// How dates among the features become numbers, in a pipeline; `nil` takes them for texts. Default: for texts.
  public var dates: DateEncoding?
  /// What to do about missing values. Default: they are refused.
  public var missingValues: MissingValues
  /// The same for columns of categories. Default: `missingValues` where it suits their type; otherwise missing
  /// texts are a separate category, as they are in columns of codes instead of `.filled`.
  public var missingCategories: MissingValues?
  /// The same for single columns, by name. Default: none.
  public var missingByColumn: [String: MissingValues]
  /// How texts, and other columns that it lists, become numbers; `nil` refuses texts. Its `missing` is ignored:
  /// the rules above apply. Default: texts, with the encoder's defaults.
  public var encoding: OneHotEncoder?
  /// Whether texts of more values than `encoding` takes become the mean target of the training rows that have the
  /// same text, in a pipeline. Default: no.
  public var encodesByTarget: Bool
  /// How numbers and booleans are scaled; `nil` leaves them unchanged. Columns of categories and indicators
  /// stay 0 and 1. Default: to the range from 0 to 1.
  public var scaling: Scaling?

  /// Creates a preprocessor; parameters and defaults are those of the properties.
  public init(
    features: [String]? = nil, choice: FeatureChoice = .all, dropped: [String] = [],
    dates: DateEncoding? = nil,
    missingValues: MissingValues = .refuse,
    missingCategories: MissingValues? = nil, missingByColumn: [String: MissingValues] = [:],
    encoding: OneHotEncoder? = OneHotEncoder(), encodesByTarget: Bool = false, scaling: Scaling? = .minMax
  ) {
    self.features = features
    self.choice = choice
    self.dropped = dropped
    self.dates = dates
    self.missingValues = missingValues
    self.missingCategories = missingCategories
    self.missingByColumn = missingByColumn
    self.encoding = encoding
    self.encodesByTarget = encodesByTarget
    self.scaling = scaling
  }

  /// Learns from the rows of a frame: what fills missing values, the categories, the scales.
  ///
  /// Nothing is learned from rows that are dropped; `FittedPreprocessor.completeRows(of:)` gives the others.
  /// - Throws: `TabularError`: `.noRows`, `.missingValues` where they are refused, `.notFinite`,
  ///   `.rangeOverflows`, `.repeatedColumn`, `.textColumns` where they are not encoded, `.nonNumericCell`,
  ///   and `.preparation` with a column that its rule does not suit.
  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedPreprocessor {
    try fitted(to: frame, laterLacksValues: false)
  }

  /// The same where rows are known that it will be used on.
  ///
  /// - Parameter laterLacksValues: whether these lack a value in a feature, so that what fills it is learned even
  ///   where the frame lacks none.
  package func fitted(
    to frame: DataFrame, laterLacksValues: Bool
  ) throws(TabularError) -> FittedPreprocessor {
    var names = features ?? frame.columns.filter { !$0.isRowIndex }.map(\.name)
    for name in dropped { _ = try frame.place(ofColumn: name) }
    names.removeAll(where: Set(dropped).contains)
    let usable = features == nil && choice == .usable ? usableFeatures(of: frame, among: names) : nil
    names = usable?.names ?? names
    guard !names.isEmpty else { throw .preparation(.noFeatures) }
    _ = try frame.places(ofNeededColumns: names)
    let selected = try frame.selecting(columns: names)
    for name in missingByColumn.keys.sorted() + (encoding?.columns ?? []) {
      guard selected.index(ofColumn: name) == nil else { continue }
      _ = try frame.place(ofColumn: name)
      throw .preparation(.noFeature(column: name))
    }
    let selection = encoding?.selection
    func isCategory(_ column: Column) -> Bool { selection?.encodes(column) ?? false }
    try requireTextsCanBeUsed(selected, selection)

    let imputer = try FittedImputer(
      selected, rules: selected.columns.map { rule(for: $0, asCategory: isCategory($0)) },
      laterLacksValues: laterLacksValues)
    let filled = try selected.filled(by: imputer)
    var encoder = encoding
    encoder?.missing = .ownCategory
    let encoded = try encoder?.fitted(to: filled).unlessEmpty
    let numbers = filled.columns.filter { !isCategory($0) }
    let fittedScaling: FittedScaling? =
      numbers.isEmpty ? nil : try scaling?.fitted(to: filled.replacing(columns: numbers))
    if scaling == nil { try filled.replacing(columns: numbers).requireFiniteNumbers() }
    let fitted = FittedPreprocessor(
      imputer: imputer, encoder: encoded, scaling: fittedScaling,
      notices: (usable?.notices ?? [])
        + notices(frame, selected, kept: filled.rowCount, imputer, encoded, fittedScaling))
    try fitted.outputNames.requireDifferentNames()
    return fitted
  }

  private func requireTextsCanBeUsed(
    _ selected: DataFrame, _ selection: OneHotEncoder.Selection?
  ) throws(TabularError) {
    func isCategory(_ column: Column) -> Bool { selection?.encodes(column) ?? false }
    /// Whether a column of categories may not be one of numbers with faulty cells.
    func requiresTexts(_ column: Column) -> Bool {
      selection?.isNamed(column) != true && (choice == .all || column.looksDamaged)
    }
    let faulty = selected.columns.filter { column in
      column.type == .text && column.firstNonNumericCell != nil
        && (!isCategory(column) || requiresTexts(column))
    }
    if let first = faulty.first, let cell = first.firstNonNumericCell {
      let limit = encoding?.maximumCategories ?? 0
      throw .nonNumericCell(
        column: first.name, line: cell.line, text: cell.text, others: faulty.dropFirst().map(\.name),
        mayBeCategories: faulty.allSatisfy { $0.distinctValues(limit: limit) != nil })
    }
    let texts = selected.columns.filter { $0.type == .text && !isCategory($0) }
    guard texts.isEmpty else { throw .textColumns(texts.map(\.name)) }
  }

  private func rule(for column: Column, asCategory: Bool) -> FittedImputer.Assignment {
    if let own = missingByColumn[column.name] {
      return (own, isOwn: true, asCategory: asCategory)
    }
    guard asCategory else { return (missingValues, isOwn: false, asCategory: false) }
    let fits = missingValues.fits(column.type, asCategory: true)
    let rule = missingCategories ?? (fits ? missingValues : .ownCategory)
    // An embedding has a vector for missing texts, too: nothing has to be made up for them.
    if case .filled = rule, becomesCodes(column) { return (.ownCategory, isOwn: false, asCategory: true) }
    return (rule, isOwn: false, asCategory: true)
  }

  private func becomesCodes(_ column: Column) -> Bool {
    guard let encoding, encoding.encodesManyAsCodes else { return false }
    return column.distinctValues(limit: encoding.maximumCategories) == nil
  }
}

/// Notices for the user.
extension Preprocessor {
  /// The number of categories from which on a column gets a notice.
  private static var manyCategories: Int { 20 }

  private func notices(
    _ frame: DataFrame, _ selected: DataFrame, kept: Int, _ imputer: FittedImputer,
    _ encoder: FittedOneHotEncoder?, _ scaling: FittedScaling?
  ) -> [String] {
    var notices: [String] = []
    if features == nil { notices += frame.rowIndexNotices }
    if kept < selected.rowCount {
      notices.append(
        "\(selected.rowCount - kept) of \(selected.rowCount) rows lack a value and are left out.")
    }
    notices += zip(imputer.columns, selected.columns).compactMap { Self.notice(of: $0, $1) }.boundedSentences
    let coded = encoder?.columns.filter { $0.form == .codes } ?? []
    notices +=
      coded.map {
        "The column \"\($0.name)\" becomes codes of \($0.codeCount) categories, for an embedding."
      }.boundedSentences
    let texts =
      choice == .usable ? encoder?.columns.filter { $0.type == .text && $0.form != .codes } ?? [] : []
    if !texts.isEmpty {
      notices.append(
        texts.count == 1
          ? "The text column \(quoted(texts.map(\.name))) becomes \(texts[0].width) columns of 0 and 1."
          : "The text columns \(quoted(texts.map(\.name))) become columns of 0 and 1, one for each category.")
    }
    let selection = encoding?.selection
    notices +=
      selected.columns.compactMap { column in
        guard selection?.encodes(column) == true, selection?.isNamed(column) != true,
          let cell = column.firstNonNumericCell
        else { return nil }
        return
          "The column \"\(column.name)\" holds numbers and other texts, the first in line \(cell.line):"
          + " \"\(displayed(cell.text))\": all are taken for categories."
      }.boundedSentences
    notices += (scaling?.warnings ?? []).boundedSentences
    let categories = encoder?.columns ?? []
    notices +=
      categories.filter { $0.categories.count + ($0.hasMissing ? 1 : 0) < 2 }.map {
        "The column \"\($0.name)\" is constant in the fitted rows: it carries no information."
      }.boundedSentences
    // Of a single column of texts its width was said.
    notices +=
      categories.filter {
        $0.categories.count >= Self.manyCategories && $0.form != .codes && texts.map(\.name) != [$0.name]
      }.map {
        "The column \"\($0.name)\" has \($0.categories.count) categories: it becomes \($0.width) columns."
      }.boundedSentences
    return notices
  }

  /// What becomes of a column's missing values; `nil` where it lacks none.
  private static func notice(of rule: FittedImputer.ColumnRule, _ column: Column) -> String? {
    guard column.missingCount > 0 else { return nil }
    let lack = "The column \"\(rule.name)\" lacks \(column.missingCount) of \(column.count) values: they are"
    if let value = rule.value {
      let indicator = rule.hasIndicator ? " \"\(Column.missingName(rule.name))\" shows which." : ""
      return "\(lack) \(rule.rule.inWords)\(rule.isConstant ? "" : ", \(value)")." + indicator
    }
    return rule.rule == .ownCategory ? "\(lack) a separate category." : nil
  }
}

extension FittedImputer.ColumnRule {
  /// Whether missing values are filled with a given value.
  fileprivate var isConstant: Bool { if case .fill(.constant, _) = rule { true } else { false } }
}

extension DataFrame {
  /// That a column which numbers the rows is no feature; empty where there is none.
  package var rowIndexNotices: [String] {
    columns.filter(\.isRowIndex).map {
      "The first column has no name (\($0.name)), like a row index written by pandas: it is left out of the features."
    }
  }

  /// The rows that an imputer does not drop, their missing values filled; no indicators are added.
  fileprivate func filled(by imputer: FittedImputer) throws(TabularError) -> DataFrame {
    let whole = imputer.completeRows(of: columns).map { viewing(rows: $0) } ?? self
    return whole.replacing(
      columns: zip(imputer.columns, whole.columns).map { $1.filled(with: $0.value) })
  }
}
