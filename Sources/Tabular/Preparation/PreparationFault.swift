/// Why a table cannot be turned into numbers as requested.
public enum PreparationFault: Sendable, Equatable {
  /// Needed columns that the table lacks, each with the table's most similar name.
  case missingColumns([AbsentColumn])
  /// No column to use.
  case noFeatures
  /// A rule for missing values that does not suit the column's type.
  case ruleDoesNotFit(column: String, type: Column.ValueType, rule: MissingValues)
  /// A column without a value to learn from.
  case allMissing(column: String, rule: MissingValues)
  /// Columns in one of which every row lacks a value, so that no row is left.
  case noCompleteRows(columns: [String])
  /// A row that lacks a value in a column for which training dropped such rows. The row is its number.
  case incompleteRow(column: String, row: Int)
  /// A rule for a column that exists but is not among the features.
  case noFeature(column: String)
  /// A column of numbers with fractions that was to be encoded as categories.
  case categoriesOfFractions(column: String)
  /// A column with more categories than one-hot encoding allows.
  case tooManyCategories(column: String, limit: Int)
  /// A category that the training rows did not have; `nil` is a missing value. The row is its number.
  case unknownCategory(column: String, row: Int, text: String?)
  /// Two of the resulting columns would have the same name.
  case repeatedName(String)

  /// A column that a table lacks.
  public struct AbsentColumn: Sendable, Equatable {
    public let name: String
    /// A similar name; `nil` where the table has none.
    public let nearest: String?
  }
}

extension PreparationFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingColumns(let absent):
      "The table lacks \(absent.count == 1 ? "a column that is" : "columns that are") needed: "
        + absent.map { "\"\($0.name)\"" + ($0.nearest.map { " (nearest: \"\($0)\")" } ?? "") }
        .joined(separator: ", ") + "."
    case .noFeatures: "There is no column to use: choose at least one feature."
    case .ruleDoesNotFit(let column, let type, let rule):
      "The missing values of the \(type.rawValue) column \"\(column)\" cannot be \(rule.inWords): give it"
        + " \(Self.fitting(type))."
    case .allMissing(let column, let rule):
      "The column \"\(column)\" has no value in any training row, so its missing values cannot be"
        + " \(rule.inWords): leave it out of the features, or fill it with a constant."
    case .noCompleteRows(let columns):
      "Every row lacks a value in \(quoted(columns)): fill these columns or leave them out of the"
        + " features instead of dropping rows."
    case .incompleteRow(let column, let row):
      "Row \(row) (counted from 0) lacks a value in \"\(column)\", and such rows were dropped in training:"
        + " fill it in or leave the row out."
    case .noFeature(let column):
      "There is a rule for the column \"\(column)\", which is not among the features: add it to them, or leave"
        + " out the rule."
    case .categoriesOfFractions(let column):
      "The column \"\(column)\" holds numbers with fractions, which are not categories: leave it as a number."
    case .tooManyCategories(let column, let limit):
      "The column \"\(column)\" has more than \(limit) distinct values, the limit of one-hot encoding:"
        + " leave it out of the features, or raise the limit."
    case .unknownCategory(let column, let row, let text):
      "The column \"\(column)\" holds \(text.map { "\"\(displayed($0))\"" } ?? "no value") in row \(row)"
        + " (counted from 0), which no training row has: correct it, or let unknown categories be ignored."
    case .repeatedName(let name):
      "Two of the prepared columns would be named \"\(name)\": rename the column that it comes from."
    }
  }

  private static func fitting(_ type: Column.ValueType) -> String {
    switch type {
    case .integer, .number: "the mean, the median, the most frequent value or a finite number"
    case .boolean: "the most frequent value, or true or false"
    case .text: "the most frequent text, a constant text, or a separate category"
    }
  }
}
