/// Turns columns of texts into a column of 0 and 1 for each category.
///
///     let encoder = try OneHotEncoder().fitted(to: train)
///     try encoder.encoded(validation)              // colour=red, colour=white in the place of colour
///
/// The categories are the different texts of the training rows, sorted by their Unicode scalars (`false`
/// before `true`, integers by their size). Behind them come `NAME missing` and `NAME other`, where there are
/// such.
/// Source: scikit-learn's `OneHotEncoder`.
public struct OneHotEncoder: Sendable, Equatable, Codable {
  /// What a category becomes that the training rows did not have.
  public enum UnknownCategories: String, Sendable, Codable, CaseIterable {
    /// A 0 in each of the column's categories.
    case zeros
    /// An error that names the row and the text.
    case refuse
    /// A 1 in a column of its own, `NAME other`, which is 0 in every training row.
    case other
  }

  /// What missing texts become.
  public enum MissingCategories: String, Sendable, Codable, CaseIterable {
    /// An error.
    case refuse
    /// A category of their own, `NAME missing`, where training rows lack a text; in other columns a missing
    /// text is an unknown category.
    case ownCategory = "own_category"
  }

  /// The columns that become categories whatever else is: of texts, booleans or integers. Default: none.
  public var columns: [String]
  /// Whether all columns of texts become categories. Default: yes.
  public var encodesTexts: Bool
  /// Whether the first category gets no column: it is told from 0 in all others. A category unknown that
  /// becomes zeros is then the same as the first. Default: no.
  public var dropsFirst: Bool
  /// What a category becomes that the training rows did not have. Default: zeros.
  public var unknown: UnknownCategories
  /// What missing texts become. Default: they are refused.
  public var missing: MissingCategories
  /// How many different values a column may have: an id would become a column a row. 1 or more.
  /// Default: 100.
  public var maximumCategories: Int
  /// Whether all booleans become `NAME=false` and `NAME=true` instead of one column of 0 and 1. Default: no.
  public var encodesBooleans: Bool

  /// Creates an encoder; parameters and defaults are those of the properties.
  ///
  /// - Precondition: a limit of 1 category or more.
  public init(
    columns: [String] = [], encodesTexts: Bool = true, dropsFirst: Bool = false,
    unknown: UnknownCategories = .zeros, missing: MissingCategories = .refuse,
    maximumCategories: Int = 100, encodesBooleans: Bool = false
  ) {
    precondition(maximumCategories > 0, "A limit of 1 category or more, received \(maximumCategories).")
    self.columns = columns
    self.encodesTexts = encodesTexts
    self.dropsFirst = dropsFirst
    self.unknown = unknown
    self.missing = missing
    self.maximumCategories = maximumCategories
    self.encodesBooleans = encodesBooleans
  }

  /// Whether a column becomes categories.
  package func encodes(_ column: Column) -> Bool {
    isNamed(column) || column.type == .text && encodesTexts || column.type == .boolean && encodesBooleans
  }

  /// Whether a column was named, so that it need not look like categories.
  func isNamed(_ column: Column) -> Bool { columns.contains(column.name) }

  /// Learns the categories of a frame, in general the training rows.
  ///
  /// - Throws: `TabularError.noRows`, `.unknownColumn`, `.missingValues` where they are refused,
  ///   `.cellIsNoNumber` for a column that is numbers but for some cells; `.preparation` where a column has
  ///   too many categories, or fractions.
  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedOneHotEncoder {
    guard frame.rowCount > 0 else { throw .noRows }
    for name in columns { _ = try frame.place(ofColumn: name) }
    let encoded = frame.columns.filter(encodes)
    let incomplete = encoded.filter { $0.missingCount > 0 }
    guard missing == .ownCategory || incomplete.isEmpty else {
      throw .missingValues(incomplete.map { .init(column: $0.name, count: $0.missingCount) })
    }
    var columns: [CategoryColumn] = []
    for column in encoded {
      if !isNamed(column) { try column.requireTexts() }
      columns.append(
        CategoryColumn(
          name: column.name, type: column.type,
          categories: try column.categories(limit: maximumCategories), dropsFirst: dropsFirst,
          hasMissing: column.missingCount > 0, missing: missing, unknown: unknown))
    }
    return FittedOneHotEncoder(columns: columns)
  }
}

extension Column {
  /// Makes sure that a column of texts is not one of numbers with faults in it.
  func requireTexts() throws(TabularError) {
    if let cell = firstCellThatIsNoNumber, type == .text {
      throw .cellIsNoNumber(column: name, line: cell.line, text: cell.text)
    }
  }

  /// The different texts, booleans or integers, sorted.
  fileprivate func categories(limit: Int) throws(TabularError) -> [String] {
    switch storage {
    case .text(let values): return try different(values, limit: limit).sorted()
    case .integer(let values): return try different(values, limit: limit).sorted().map { "\($0)" }
    case .boolean(let values):
      return try different(values.map { $0 ? 1 : 0 }, limit: limit).sorted().map { "\($0 == 1)" }
    case .number: throw .preparation(.categoriesOfFractions(column: name))
    }
  }

  /// The values that are there, each once.
  private func different<Value: Hashable>(_ values: [Value], limit: Int) throws(TabularError) -> Set<Value> {
    var seen: Set<Value> = []
    for row in values.indices where !isMissing(row) && seen.insert(values[row]).inserted {
      guard seen.count <= limit else {
        throw .preparation(.tooManyCategories(column: name, limit: limit))
      }
    }
    return seen
  }
}
