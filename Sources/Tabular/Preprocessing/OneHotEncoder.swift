/// Turns columns of texts into a column of 0 and 1 for each category.
///
///     let encoder = try OneHotEncoder().fitted(to: train)
///     try encoder.encoded(validation)              // colour=red, colour=white in the place of colour
///
/// The categories are the different texts of the training rows, sorted by their Unicode scalars (`false`
/// before `true`). Behind them come `NAME missing` and `NAME other`, where there are such.
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

  /// Whether the first category gets no column: it is told from 0 in all others. A category unknown that
  /// becomes zeros is then the same as the first. Default: no.
  public var dropsFirst: Bool
  public var unknown: UnknownCategories
  public var missing: MissingCategories
  /// How many different texts a column may have: an id would become a column a row. Default: 100.
  public var maximumCategories: Int
  /// Whether booleans become `NAME=false` and `NAME=true` instead of one column of 0 and 1. Default: no.
  public var encodesBooleans: Bool

  public init(
    dropsFirst: Bool = false, unknown: UnknownCategories = .zeros, missing: MissingCategories = .refuse,
    maximumCategories: Int = 100, encodesBooleans: Bool = false
  ) {
    precondition(maximumCategories > 0, "A limit of 1 category or more, received \(maximumCategories).")
    self.dropsFirst = dropsFirst
    self.unknown = unknown
    self.missing = missing
    self.maximumCategories = maximumCategories
    self.encodesBooleans = encodesBooleans
  }

  /// Whether a column becomes categories.
  func encodes(_ column: Column) -> Bool {
    column.type == .text || column.type == .boolean && encodesBooleans
  }

  /// Learns the categories of a frame, in general the training rows.
  ///
  /// - Throws: `TabularError.noRows`, `.missingValues` where they are refused, `.cellIsNoNumber` for a column
  ///   that is numbers but for some cells; `.preparation` where a column has too many categories.
  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedOneHotEncoder {
    guard frame.rowCount > 0 else { throw .noRows }
    let encoded = frame.columns.filter(encodes)
    let incomplete = encoded.filter { $0.missingCount > 0 }
    guard missing == .ownCategory || incomplete.isEmpty else {
      throw .missingValues(incomplete.map { .init(column: $0.name, count: $0.missingCount) })
    }
    var columns: [CategoryColumn] = []
    for column in encoded {
      try column.requireTexts()
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

  /// The different texts or booleans, sorted.
  fileprivate func categories(limit: Int) throws(TabularError) -> [String] {
    var seen: Set<String> = []
    switch storage {
    case .text(let values):
      for row in values.indices where !isMissing(row) && seen.insert(values[row]).inserted {
        guard seen.count <= limit else {
          throw .preparation(.tooManyCategories(column: name, limit: limit))
        }
      }
    case .boolean(let values):
      for row in values.indices where !isMissing(row) { seen.insert("\(values[row])") }
    default: preconditionFailure("Categories are texts or booleans, received the \(type) column \(name).")
    }
    return seen.sorted()
  }
}
