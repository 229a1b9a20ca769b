/// Does something about missing values: fills them in, or drops their rows.
///
///     let imputer = try Imputer(.fill(.median, indicator: true)).fitted(to: train)
///     let complete = try imputer.imputed(validation)
///
/// Source: scikit-learn's `SimpleImputer`.
public struct Imputer: Sendable, Equatable, Codable {
  /// The rule for columns that have none of their own. Where it does not go with a column's type it is as
  /// good as `refuse`.
  public var missingValues: MissingValues
  /// The rules of single columns.
  public var byColumn: [String: MissingValues]

  /// Creates an imputer.
  ///
  /// - Parameter missingValues: the rule for columns that have none of their own.
  /// - Parameter byColumn: the rules of single columns, by their names. Default: none.
  public init(_ missingValues: MissingValues, byColumn: [String: MissingValues] = [:]) {
    self.missingValues = missingValues
    self.byColumn = byColumn
  }

  /// Learns what fills each column from a frame, in general the training rows.
  ///
  /// Where rows are dropped, the others alone are learned from.
  /// - Throws: `TabularError.noRows`, `.unknownColumn` for a rule without a column, `.missingValues` where
  ///   they are refused, `.notFinite`; `.preparation` where a rule does not go with a column's type, a column
  ///   has no value to learn from, or no row is left.
  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedImputer {
    for name in byColumn.keys.sorted() { _ = try frame.place(ofColumn: name) }
    return try FittedImputer(
      frame,
      rules: frame.columns.map { column in
        let own = byColumn[column.name]
        return .init(
          own ?? missingValues, isOwn: own != nil, asCategory: own == .ownCategory && column.holdsCategories)
      })
  }
}

extension Column {
  /// Whether the values can be categories: texts and booleans.
  var holdsCategories: Bool { type == .text || type == .boolean }
}

/// What fills the missing values of every column.
public struct FittedImputer: Sendable, Equatable, Codable {
  /// What is done about one column's missing values.
  public struct ColumnRule: Sendable, Equatable, Codable {
    public let name: String
    /// The column's type in the training rows.
    public let type: Column.ValueType
    /// What is done about the missing values.
    public let rule: MissingValues
    /// What stands in for a missing value, where the rule is to fill.
    public let value: FillValue?
    /// Whether a column `NAME missing` follows.
    public let hasIndicator: Bool

    private enum CodingKeys: String, CodingKey {
      case name, type, rule, value
      case hasIndicator = "has_indicator"
    }
  }

  /// The rules, in the order of the frame that was fitted.
  public let columns: [ColumnRule]

  /// The frame without missing values: by name, each column is filled, and followed by its indicator; rows
  /// are dropped (`rowNumbers` tells which are left). Other columns stay as they are.
  ///
  /// An integer column stays one where the value that fills it is whole.
  /// - Throws: `TabularError.preparation` where columns lack, `.missingValues` where they are refused,
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
    let flat = changed.flatMap { $0 }
    try flat.map(\.name).requireDifferentNames()
    return whole.replacing(columns: flat)
  }

  /// The places of the rows that are not dropped, or `nil` where all stay.
  func completeRows(of inputs: [Column]) -> RowPlaces? {
    let incomplete = zip(columns, inputs).compactMap { $0.rule == .dropRows ? $1.missing : nil }
    guard let first = incomplete.first else { return nil }
    let all = incomplete.dropFirst().reduce(first) { $0.union($1) }
    return RowPlaces(below: inputs[0].count) { !all.contains($0) }
  }

  /// Makes sure that no value is missing where that is refused.
  func requireNoneRefused(_ inputs: [Column]) throws(TabularError) {
    var counts: [TabularError.MissingCount] = []
    for (rule, column) in zip(columns, inputs) where rule.rule == .refuse && column.missingCount > 0 {
      counts.append(.init(column: rule.name, count: column.missingCount))
    }
    guard counts.isEmpty else { throw .missingValues(counts) }
  }
}

extension FittedImputer.ColumnRule {
  /// Whether a column of a later frame can stand for the one that was fitted: numbers of any type for
  /// numbers, and a column without values for any.
  func accepts(_ column: Column) -> Bool {
    column.type == type || type != .text && column.type != .text || column.missingCount == column.count
  }
}

extension Column {
  /// The column itself, or one of another type where all its values are missing.
  func `as`(_ type: ValueType) -> Column {
    guard type != self.type, missingCount == count else { return self }
    let storage: Storage =
      switch type {
      case .integer: Int.storage(of: Array(repeating: Int.placeholder, count: count))
      case .number: Double.storage(of: Array(repeating: Double.placeholder, count: count))
      case .text: String.storage(of: Array(repeating: String.placeholder, count: count))
      case .boolean: Bool.storage(of: Array(repeating: Bool.placeholder, count: count))
      }
    return replacing(storage: storage, missing: missing)
  }
}

extension DataFrame {
  /// The places of columns that have to be there.
  ///
  /// - Throws: `TabularError.preparation` with all that are not.
  func places(ofNeededColumns names: [String]) throws(TabularError) -> [Int] {
    var places: [Int] = []
    var absent: [PreparationFault.AbsentColumn] = []
    for name in names {
      if let place = index(ofColumn: name) {
        places.append(place)
      } else {
        absent.append(.init(name: name, nearest: similarName(to: name, among: columnNames)))
      }
    }
    guard absent.isEmpty else { throw .preparation(.missingColumns(absent)) }
    return places
  }
}

extension [String] {
  /// Makes sure that columns which are made have names of their own.
  func requireDifferentNames() throws(TabularError) {
    var seen: Set<String> = []
    for name in self where !seen.insert(name).inserted { throw .preparation(.repeatedName(name)) }
  }
}
