/// Which of a table's columns a preprocessor uses where it does not name them.
public enum FeatureChoice: String, Sendable, Codable {
  /// All, except a row index: a column that cannot be used is refused.
  case all
  /// All that can be used. The others are left out with a notice: texts of too many different values, columns that
  /// number the rows, and columns with at most one value in the training rows.
  case usable
}

extension Preprocessor {
  /// The features among a table's columns, and why others are not among them, one sentence each.
  ///
  /// - Parameters:
  ///   - frame: the training rows.
  ///   - candidates: the columns that may be features, in order.
  ///   - isSelection: whether the frame has only the rows with extremes and new categories. Default: no.
  package func usableFeatures(
    of frame: DataFrame, among candidates: [String], isSelection: Bool = false
  ) -> (names: [String], notices: [String]) {
    var (names, numbering, constant, empty): ([String], [String], [String], [String]) = ([], [], [], [])
    var notices: [String] = []
    let selection = encoding?.selection
    for name in candidates {
      guard let column = frame.column(named: name) else { continue }
      if missingByColumn[name] != nil || selection?.isNamed(column) == true {
        names.append(name)
      } else if column.missingCount == column.count {
        empty.append(name)
      } else if column.numbersRows(frame) {
        numbering.append(name)
      } else if column.missingCount == 0 && column.isConstant {
        constant.append(name)
      } else if let reason = reasonAgainst(column, selection, isSelection: isSelection) {
        notices.append(reason)
      } else {
        names.append(name)
      }
    }
    // A column that numbers the rows is better than nothing at all.
    if names.isEmpty { (names, numbering) = (numbering, []) }
    return (
      names,
      Self.leftOut(empty, "has no value in any training row", "have no value in any training row")
        + Self.leftOut(numbering, "numbers the rows", "number the rows")
        + Self.leftOut(constant, "is constant in the training rows", "are constant in the training rows")
        + notices.boundedSentences
    )
  }

  /// The features among a table's columns, those among them that are parts of dates, and what the user should know.
  ///
  /// - Parameters:
  ///   - frame: the training rows.
  ///   - candidates: the columns that may be features, in order.
  package func resolvedFeatures(
    of frame: DataFrame, among candidates: [String]
  ) -> (names: [String], parts: [DerivedFeature], byTarget: [String], notices: [String]) {
    var parts: [String: [DerivedFeature]] = [:]
    var notices: [String] = []
    let selection = encoding?.selection
    for name in candidates {
      guard let dates, let column = frame.column(named: name), selection?.isNamed(column) != true,
        let found = column.dateSpelling
      else { continue }
      parts[name] = dates.features(of: column, spelled: found.spelling).filter {
        frame.index(ofColumn: $0.name) == nil
      }
      notices.append(Self.notice(of: column, found, parts[name]!, isDropped: dates == .drop))
    }
    notices = notices.boundedSentences
    var rest = candidates.filter { parts[$0] == nil }
    let byTarget =
      encodesByTarget
      ? rest.filter { frame.column(named: $0).map { suitsTargetEncoding($0, selection) } ?? false } : []
    rest.removeAll(where: Set(byTarget).contains)
    if choice == .usable && features == nil {
      let usable = usableFeatures(of: frame, among: rest)
      rest = usable.names
      notices += usable.notices
    }
    let isKept = Set(rest)
    return (
      candidates.flatMap { name in parts[name]?.map(\.name) ?? (isKept.contains(name) ? [name] : []) },
      candidates.flatMap { parts[$0] ?? [] }, byTarget, notices
    )
  }

  /// Whether a column of texts has too many of them for a column each, and few enough to learn from.
  package func suitsTargetEncoding(_ column: Column, _ selection: OneHotEncoder.Selection?) -> Bool {
    guard column.type == .text, let encoding, selection?.isNamed(column) == false,
      column.distinctValues(limit: encoding.maximumCategories) == nil
    else { return false }
    return column.distinctCount < column.count - column.missingCount
  }

  private static func notice(
    of column: Column, _ found: (spelling: DateSpelling, isAmbiguous: Bool), _ parts: [DerivedFeature],
    isDropped: Bool
  ) -> String {
    let order =
      switch found.spelling {
      case .yearFirst: "the year first"
      case .monthFirst: "the month first"
      case .dayFirst: "the day first"
      }
    let doubt = found.isAmbiguous ? ", though the day and the month could be either way round" : ""
    let beginning = "The column \"\(column.name)\" holds dates, \(order)\(doubt): "
    guard !parts.isEmpty else {
      return beginning
        + (isDropped ? "it is left out of the features." : "all rows have the same one, which is left out.")
    }
    return beginning + "it becomes \(quoted(parts.map(\.name)))."
  }

  /// Why texts cannot become features, a sentence; `nil` where they can, or where they are named for encoding.
  private func reasonAgainst(
    _ column: Column, _ selection: OneHotEncoder.Selection?, isSelection: Bool
  ) -> String? {
    guard let encoding, column.type == .text, encoding.encodesTexts, selection?.isNamed(column) == false,
      !column.looksDamaged || column.isNamedAsNumbers
    else { return nil }
    let leftOut = "it is left out of the features"
    guard let distinct = column.distinctValues(limit: encoding.mostCategories)?.values.count else {
      return "The text column \"\(column.name)\" has more than \(encoding.mostCategories) different values"
        + " (the limit of categories): \(leftOut)."
    }
    let present = column.count - column.missingCount
    let mayName = present >= Self.identifierRows || distinct > encoding.maximumCategories
    return distinct == present && mayName && !isSelection
      ? "The text column \"\(column.name)\" has a different value in every training row: \(leftOut)." : nil
  }

  /// The number of rows from which on different texts in all of them are names of the rows.
  private static var identifierRows: Int { 20 }

  private static func leftOut(_ names: [String], _ one: String, _ several: String) -> [String] {
    switch names.count {
    case 0: []
    case 1: ["The column \(quoted(names)) \(one): it is left out of the features."]
    default: ["The columns \(quoted(names)) \(several): they are left out of the features."]
    }
  }
}

extension Column {
  /// Whether all values are the same.
  fileprivate var isConstant: Bool { count > 0 && distinctValues(limit: 1) != nil }

  /// Whether the column is what other programs write to number the rows: 0, 1, 2, … or 1, 2, 3, … below a name
  /// such as `id`, `index` or `row`.
  fileprivate func numbersRows(_ frame: DataFrame) -> Bool {
    guard case .integer(let values) = storage, missingCount == 0, let first = values.first,
      isNamedAsNumbers
    else { return false }
    let numbers = frame.rowNumbers
    let start = first &- numbers[0]
    return (start == 0 || start == 1)
      && zip(values, numbers).allSatisfy { value, number in value &- number == start }
  }

  /// Whether the name is one of columns that number or name the rows.
  fileprivate var isNamedAsNumbers: Bool {
    let lower = name.lowercased()
    let names: Set = [
      "", "#", "id", "index", "idx", "key", "no", "no.", "nr", "nr.", "num", "number", "obs", "observation",
      "record", "row", "row number", "row_number", "rowname", "rownames", "rownum", "rownumber", "s.no",
      "sno",
    ]
    return names.contains(lower) || lower.hasPrefix("unnamed: ") || lower.hasSuffix("_id")
      || lower.hasSuffix(" id") || name.hasSuffix("Id") || name.hasSuffix("ID") || lower == "rowid"
  }

  /// Whether a text column is one of numbers with a few faulty cells, rather than one of codes such as `A1` and
  /// `07`.
  ///
  /// A column is damaged where at most one cell in twenty, or a single one, is not a number.
  package var looksDamaged: Bool {
    guard firstNonNumericCell != nil, case .text(let texts) = storage else { return false }
    let most = max(1, (count - missingCount) / 20)
    var found = 0
    for (row, text) in texts.enumerated() where !isMissing(row) && !Self.isNumber(text) {
      found += 1
      if found > most { return false }
    }
    return true
  }

  private static func isNumber(_ text: String) -> Bool { Double(text.trimmingBlanks) != nil }
}
