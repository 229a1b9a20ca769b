/// Why rows cannot be divided as asked.
public enum SplitFault: Sendable, Equatable {
  /// More folds than there are rows.
  case moreFoldsThanRows(folds: Int, rows: Int)
  /// A class with too few rows for every fold to have one.
  case rareClass(column: String, label: ClassLabel, rows: Int, folds: Int)
  /// A class with a single row, which cannot stand in both parts of a split.
  case singleRow(column: String, label: ClassLabel)
}

extension SplitFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .moreFoldsThanRows(let folds, let rows):
      "\(rows) \(rows == 1 ? "row" : "rows") cannot be divided into \(folds) folds: take at most as many"
        + " folds as there are rows."
    case .rareClass(let column, let label, let rows, let folds):
      "The class \(LabelFault.list([label])) of the column \"\(column)\" has \(rows)"
        + " \(rows == 1 ? "row" : "rows"), fewer than the \(folds) folds: take fewer folds, or do not"
        + " stratify."
    case .singleRow(let column, let label):
      "The class \(LabelFault.list([label])) of the column \"\(column)\" has one row, which cannot stand in"
        + " both parts of a split: leave it out, or do not stratify."
    }
  }
}
