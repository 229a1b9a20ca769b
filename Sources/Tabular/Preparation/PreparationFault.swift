/// Why a table cannot be turned into numbers as asked.
public enum PreparationFault: Sendable, Equatable {
  /// Columns that are needed and that the table lacks, each with the nearest name that it has.
  case missingColumns([AbsentColumn])
  /// No column to make numbers of.
  case noFeatures
  /// A rule for missing values that does not go with the column's type.
  case ruleDoesNotFit(column: String, type: Column.ValueType, rule: MissingValues)
  /// A column without any value to learn from.
  case allMissing(column: String, rule: MissingValues)
  /// Every row lacks a value in one of these columns, so that none is left.
  case noCompleteRows(columns: [String])
  /// A row that lacks a value where the training rows that did were left out. The row is its number.
  case incompleteRow(column: String, row: Int)
  /// A rule for a column that is there but not among the features.
  case noFeature(column: String)
  /// A column of numbers with fractions that was to become categories.
  case categoriesOfFractions(column: String)
  /// A column with more categories than one-hot encoding takes.
  case tooManyCategories(column: String, limit: Int)
  /// A category that the training rows did not have; `nil` is a missing value. The row is its number.
  case unknownCategory(column: String, row: Int, text: String?)
  /// Two of the columns that are made would have the same name.
  case repeatedName(String)

  /// A column that a table lacks.
  public struct AbsentColumn: Sendable, Equatable {
    public let name: String
    /// A name that is near to it; `nil` where the table has none.
    public let nearest: String?

    /// Creates the name of a column that lacks, with one that is near to it.
    public init(name: String, nearest: String?) {
      self.name = name
      self.nearest = nearest
    }
  }
}

extension PreparationFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingColumns(let absent):
      "The table lacks \(absent.count == 1 ? "a column that is" : "columns that are") needed: "
        + absent.map { "\"\($0.name)\"" + ($0.nearest.map { " (nearest: \"\($0)\")" } ?? "") }
        .joined(separator: ", ") + "."
    case .noFeatures: "There is no column to make numbers of: choose one feature at least."
    case .ruleDoesNotFit(let column, let type, let rule):
      "The missing values of the \(type.rawValue) column \"\(column)\" cannot be \(rule.inWords): give it"
        + " \(Self.fitting(type))."
    case .allMissing(let column, let rule):
      "The column \"\(column)\" has no value in any training row, so that its missing values cannot be"
        + " \(rule.inWords): leave it out of the features, or fill it with a constant."
    case .noCompleteRows(let columns):
      "Every row lacks a value in \(Self.quoted(columns)): fill these columns or leave them out of the"
        + " features instead of dropping rows."
    case .incompleteRow(let column, let row):
      "Row \(row) (counted from 0) lacks a value in \"\(column)\", and such rows were dropped in training:"
        + " fill it in or leave the row out."
    case .noFeature(let column):
      "There is a rule for the column \"\(column)\", which is not among the features: add it to them, or leave"
        + " out the rule."
    case .categoriesOfFractions(let column):
      "The column \"\(column)\" holds numbers with fractions, which are no categories: leave it a number."
    case .tooManyCategories(let column, let limit):
      "The column \"\(column)\" has more than \(limit) different values, the limit of one-hot encoding:"
        + " leave it out of the features, or raise the limit."
    case .unknownCategory(let column, let row, let text):
      "The column \"\(column)\" holds \(text.map { "\"\(displayed(text: $0))\"" } ?? "no value") in row \(row)"
        + " (counted from 0), which no training row did: correct it, or let unknown categories be ignored."
    case .repeatedName(let name):
      "Two of the prepared columns would be named \"\(name)\": rename the column it is made from."
    }
  }

  private static func fitting(_ type: Column.ValueType) -> String {
    switch type {
    case .integer, .number: "the mean, the median, the most frequent value or a finite number"
    case .boolean: "the most frequent value, or true or false"
    case .text: "the most frequent text, a constant text, or a category of its own"
    }
  }

  private static func quoted(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}
