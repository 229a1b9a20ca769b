/// Why a table cannot be turned into numbers, divided or used as classes as requested.
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

  /// A column with fewer than two classes, or with more where two are needed.
  case classCount(column: String, classes: [Column.Value], needsTwo: Bool)
  /// A number with a fraction in a column of classes. The row is counted from 0.
  case notWhole(column: String, row: Int, value: String)
  /// A class that the fitted rows did not have. The row is counted from 0.
  case unknownClass(column: String, row: Int, label: Column.Value, known: [Column.Value])

  /// More folds than there are rows.
  case moreFoldsThanRows(folds: Int, rows: Int)
  /// A class with too few rows for every fold to have one.
  case rareClass(column: String, label: Column.Value, rows: Int, folds: Int)
  /// A class with a single row, which cannot be in both parts of a split.
  case singleRow(column: String, label: Column.Value)
  /// Groups too few for each part of a split to have one.
  case tooFewGroups(column: String, groups: Int, needed: Int)

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
    case .classCount(let column, let classes, _) where classes.count == 1:
      "The column \"\(column)\" has only one class (\(Self.list(classes))): a classification needs two or more."
    case .classCount(let column, let classes, _):
      "The column \"\(column)\" has \(classes.count) classes (\(Self.list(classes))) where two are needed:"
        + " choose a column with two, or form two groups by a threshold."
    case .notWhole(let column, let row, let value):
      "The column \"\(column)\" holds \(value) in row \(row) (counted from 0), which is not a class:"
        + " classes are texts, booleans or whole numbers."
    case .unknownClass(let column, let row, let label, let known):
      "The column \"\(column)\" holds the class \(Self.list([label])) in row \(row) (counted from 0), which the fitted"
        + " rows did not have: they had \(Self.list(known))."
    case .moreFoldsThanRows(let folds, let rows):
      "\(Self.counted(rows)) cannot be divided into \(folds) folds: use at most as many folds as there are rows."
    case .rareClass(let column, let label, let rows, let folds):
      "The class \(Self.list([label])) of the column \"\(column)\" has \(Self.counted(rows)), fewer than the"
        + " \(folds) folds: use fewer folds, or do not stratify."
    case .singleRow(let column, let label):
      "The class \(Self.list([label])) of the column \"\(column)\" has one row, which cannot be in both parts of"
        + " a split: leave it out, or do not stratify."
    case .tooFewGroups(let column, let groups, let needed):
      "The column \"\(column)\" has \(groups == 1 ? "1 value" : "\(groups) values"), and a split by groups needs"
        + " \(needed): choose another column, or do not split by groups."
    }
  }

  private static func counted(_ rows: Int) -> String { rows == 1 ? "1 row" : "\(rows) rows" }

  /// The first ten labels, quoted where they are texts.
  static func list(_ labels: [Column.Value]) -> String {
    labels.prefix(10).map { label in
      if case .text(let text) = label { "\"\(displayed(text))\"" } else { "\(label)" }
    }.joined(separator: ", ") + (labels.count > 10 ? ", …" : "")
  }

  private static func fitting(_ type: Column.ValueType) -> String {
    switch type {
    case .integer, .number: "the mean, the median, the most frequent value or a finite number"
    case .boolean: "the most frequent value, or true or false"
    case .text: "the most frequent text, a constant text, or a separate category"
    }
  }
}
