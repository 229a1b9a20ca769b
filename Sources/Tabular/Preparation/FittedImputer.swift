/// What fills the missing values of every column.
public struct FittedImputer: Sendable, Equatable, Codable {
  /// What to do about one column's missing values.
  public struct ColumnRule: Sendable, Equatable, Codable {
    public let name: String
    /// The column's type in the training rows.
    package let type: Column.ValueType
    /// What to do about the missing values.
    public let rule: MissingValues
    /// The replacement for a missing value, where the rule is to fill.
    public internal(set) var value: FillValue?
    /// Whether a column `NAME missing` follows.
    package internal(set) var hasIndicator = false

    private enum CodingKeys: String, CodingKey {
      case name, type, rule, value
      case hasIndicator = "has_indicator"
    }
  }

  /// The rules, in the order of the frame that was fitted.
  public private(set) var columns: [ColumnRule]

  /// The frame without missing values: each column, found by name, is filled and followed by its indicator;
  /// rows are dropped (`rowNumbers` gives the remaining ones). Other columns stay unchanged.
  ///
  /// An integer column stays one where the value that fills it is whole.
  /// - Throws: `TabularError.preparation` where columns are absent, `.missingValues` where they are refused,
  ///   `.typesDiffer`.
  public func imputed(_ frame: DataFrame) throws(TabularError) -> DataFrame {
    let places = try frame.places(ofNeededColumns: columns.map(\.name))
    for (rule, place) in zip(columns, places) {
      let column = frame.columns[place]
      if rule.value != nil && !rule.accepts(column) {
        throw .typesDiffer(column: rule.name, type: rule.type, other: column.type)
      }
    }
    try requireNoneRefused(places.map { frame.columns[$0] })
    let whole = completeRows(of: places.map { frame.columns[$0] }).map { frame.copying(rows: $0) } ?? frame
    var changed = whole.columns.map { [$0] }
    for (rule, place) in zip(columns, places) {
      guard let value = rule.value else { continue }
      let column = whole.columns[place].as(rule.type)
      changed[place] = [column.filled(with: value)] + (rule.hasIndicator ? [column.missingIndicator] : [])
    }
    return try whole.replacing(columns: changed)
  }

  /// The rows that are not dropped, or `nil` where all remain.
  func completeRows(of inputs: [Column]) -> RowPlaces? {
    let incomplete = zip(columns, inputs).compactMap { $0.rule == .dropRows ? $1.missing : nil }
    guard let first = incomplete.first else { return nil }
    let all = incomplete.dropFirst().reduce(first) { $0.union($1) }
    return RowPlaces(below: inputs[0].count) { !all.contains($0) }
  }

  /// Makes sure that no value is missing where missing values are refused.
  func requireNoneRefused(_ inputs: [Column]) throws(TabularError) {
    try zip(columns, inputs).filter { $0.0.rule == .refuse }.map(\.1).requireNoneMissing()
  }
}

extension FittedImputer.ColumnRule {
  /// Whether a column of a later frame is accepted as the fitted one: numbers of any type as numbers, and a
  /// column without values as any.
  func accepts(_ column: Column) -> Bool {
    column.type == type || type != .text && column.type != .text || column.missingCount == column.count
  }
}

extension Column {
  /// How missing values are filled as the column's type suggests.
  fileprivate func filling(indicatorAbove share: Double, asCategory: Bool) -> MissingValues {
    let isCategory = asCategory || type == .text || type == .boolean
    return .fill(
      isCategory ? .mostFrequent : .median, indicator: Double(missingCount) > share * Double(count))
  }

  /// The column itself, or one of the given type where all its values are missing.
  func `as`(_ type: ValueType) -> Column {
    guard type != self.type, missingCount == count else { return self }
    func placeholders<Value: ColumnValue>(_: Value.Type) -> Storage {
      Value.columnStorage.storing(Array(repeating: Value.columnStorage.placeholder, count: count))
    }
    let storage =
      switch type {
      case .integer: placeholders(Int.self)
      case .number: placeholders(Double.self)
      case .text: placeholders(String.self)
      case .boolean: placeholders(Bool.self)
      }
    return replacing(storage: storage, missing: missing)
  }
}

extension DataFrame {
  /// The indices of columns that have to exist.
  ///
  /// - Throws: `TabularError.preparation` with all that do not.
  func places(ofNeededColumns names: [String]) throws(TabularError) -> [Int] {
    var places: [Int] = []
    var absent: [String] = []
    for name in names {
      if let place = index(ofColumn: name) { places.append(place) } else { absent.append(name) }
    }
    guard absent.isEmpty else {
      let nearest = absent.similarNames(among: columnNames)
      throw .preparation(.missingColumns(zip(absent, nearest).map { .init(name: $0, nearest: $1) }))
    }
    return places
  }

  /// The frame with other columns of the same rows, some in place of each of its own.
  ///
  /// - Throws: `TabularError.preparation` where two would have the same name.
  func replacing(columns: [[Column]]) throws(TabularError) -> DataFrame {
    let all = columns.flatMap { $0 }
    try all.map(\.name).requireDifferentNames()
    return replacing(columns: all)
  }
}

extension [String] {
  /// Makes sure that the names of computed columns differ.
  func requireDifferentNames() throws(TabularError) {
    var seen: Set<String> = []
    for name in self where !seen.insert(name).inserted { throw .preparation(.repeatedName(name)) }
  }
}

extension FittedImputer {
  /// The rule for one column; whether it was given for this very column, so that it has to suit it; and
  /// whether the column is one of categories.
  typealias Assignment = (rule: MissingValues, isOwn: Bool, asCategory: Bool)

  /// Learns from the rows of a frame that are not dropped.
  ///
  /// - Parameters:
  ///   - rules: one for each column.
  ///   - laterLacksValues: whether rows to use it on lack values, so that these are not refused.
  init(_ frame: DataFrame, rules: [Assignment], laterLacksValues: Bool = false) throws(TabularError) {
    guard frame.rowCount > 0 else { throw .noRows }
    columns = []
    let isComplete = !laterLacksValues && frame.columns.allSatisfy { $0.missingCount == 0 }
    for (column, given) in zip(frame.columns, rules) {
      var assigned = given
      if case .filled(let share) = given.rule {
        assigned.rule =
          isComplete ? .refuse : column.filling(indicatorAbove: share, asCategory: given.asCategory)
      }
      let fits = assigned.rule.fits(column.type, asCategory: assigned.asCategory)
      guard fits || !assigned.isOwn && column.missingCount == 0 else {
        throw .preparation(
          .ruleDoesNotFit(column: column.name, type: column.type, rule: assigned.rule))
      }
      columns.append(
        ColumnRule(name: column.name, type: column.type, rule: fits ? assigned.rule : .refuse))
    }
    try requireNoneRefused(frame.columns)
    let places = completeRows(of: frame.columns)
    if places?.count == 0 {
      let dropped = zip(columns, frame.columns).filter { $0.rule == .dropRows && $1.missingCount > 0 }
      throw .preparation(.noCompleteRows(columns: dropped.map(\.1.name)))
    }
    let complete = places.map { frame.viewing(rows: $0) } ?? frame
    for (place, column) in complete.columns.enumerated() {
      guard case .fill(let fill, let indicator) = columns[place].rule else { continue }
      columns[place].value = try column.value(
        for: fill, columns[place].rule, rowNumbers: complete.storedRowNumbers)
      columns[place].hasIndicator = indicator && column.missingCount > 0
    }
  }
}
