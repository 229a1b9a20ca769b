/// What is wrong with a table.
///
/// `description` is one sentence that says where it is wrong and what to do.
public enum TabularError: Error, Sendable, Equatable {
  /// A CSV file that cannot be read or is damaged.
  case csv(CSVFault)
  /// A name that no column has, with a similar one, if there is any, and all names.
  case unknownColumn(name: String, nearest: String?, available: [String])
  /// A name that is given twice where names must differ.
  case repeatedColumn(String)
  /// Values requested in a type that the column does not hold.
  case wrongType(column: String, type: Column.ValueType, requested: Column.ValueType)
  /// A column that has different types in two tables.
  case typesDiffer(column: String, type: Column.ValueType, other: Column.ValueType)
  /// Text columns where numbers are needed.
  case textColumns([String])
  /// A text column that is numbers except for some cells, with the first such cell; the other such columns, and
  /// whether all have few enough values to be categories.
  case nonNumericCell(
    column: String, line: Int, text: String, others: [String] = [], mayBeCategories: Bool = true)
  /// A number in a column to use that is too large for 64 bits, with its line in the file.
  case overflow(column: String, line: Int, text: String, isTarget: Bool = false)
  /// Missing values where every value is needed, with their number in each column.
  case missingValues([MissingCount])
  /// A NaN or an infinity where a finite number is needed. The row is its number, counted from 0.
  case notFinite(column: String, row: Int, value: String)
  /// No rows where at least one is needed.
  case noRows
  /// A column whose range or spread is not finite, so that it cannot be scaled.
  case rangeOverflows(column: String)
  /// Rows to append that lack columns of the frame or have additional ones.
  case columnsDiffer(absent: [String], extra: [String])
  /// A table that cannot be turned into numbers, divided or used as classes as requested.
  case preparation(PreparationFault)
  /// Rows that cannot become a frame, or the reverse, or cannot be put together.
  case rows(RowFault)
  /// A file that cannot be written.
  case cannotWrite(path: String, reason: String)

  /// The number of missing values in a column.
  public struct MissingCount: Sendable, Equatable {
    public let column: String
    public let count: Int

    package init(column: String, count: Int) {
      self.column = column
      self.count = count
    }
  }

  /// The error for a name that is not among the available ones.
  static func unknownColumn(_ name: String, among available: [String]) -> TabularError {
    .unknownColumn(name: name, nearest: similarName(to: name, among: available), available: available)
  }
}

extension TabularError {
  /// The same error about another row, where it is about a class in one.
  func mappingRow(_ number: (Int) -> Int) -> TabularError {
    switch self {
    case .preparation(.notWhole(let column, let row, let value)):
      .preparation(.notWhole(column: column, row: number(row), value: value))
    case .preparation(.unknownClass(let column, let row, let label, let known)):
      .preparation(.unknownClass(column: column, row: number(row), label: label, known: known))
    default: self
    }
  }
}

extension TabularError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .csv(let fault): "\(fault)"
    case .unknownColumn(let name, let nearest?, _):
      "There is no column \"\(name)\"; the nearest name is \"\(nearest)\"."
    case .unknownColumn(let name, nil, let available):
      "There is no column \"\(name)\": the table has "
        + (available.isEmpty ? "no columns." : quoted(available) + ".")
    case .repeatedColumn(let name): "The column \"\(name)\" is given twice: leave one out or rename it."
    case .wrongType(let column, let type, let requested):
      "The column \"\(column)\" is of type \(type.rawValue), not \(requested.rawValue): request its own type."
    case .typesDiffer(let column, let type, let other):
      "The column \"\(column)\" is of type \(type.rawValue) in one table and \(other.rawValue) in the"
        + " other: give it the same type in both."
    case .textColumns(let names):
      "\(Self.columns(names)) text, which cannot be used as numbers: leave \(Self.pronoun(names)) out of the"
        + " features, or encode \(Self.pronoun(names)) one-hot."
    case .nonNumericCell(let column, let line, let text, let others, let mayBeCategories):
      (others.isEmpty ? "The column \"\(column)\" has" : "The columns \(quoted([column] + others)) have")
        + " only numbers except in some cells, the first in line \(line): \"\(displayed(text))\": correct the"
        + (mayBeCategories ? " file, leave " : " file, or leave ") + (others.isEmpty ? "the column" : "them")
        + " out of the features" + (mayBeCategories ? ", or take " : "")
        + (mayBeCategories ? (others.isEmpty ? "its" : "their") + " values for categories." : ".")
    case .overflow(let column, let line, let text, let isTarget):
      "The column \"\(column)\" holds a number in line \(line) that is too large, \(text): correct the file, or "
        + (isTarget
          ? "leave the cell empty, for rows without a target are left out."
          : "leave the column out of the features.")
    case .missingValues(let counts):
      "Values are missing in "
        + counts.prefix(mostNames).map { "\"\($0.column)\" (\($0.count))" }.joined(separator: ", ")
        + (counts.count > mostNames ? " and \(counts.count - mostNames) more columns" : "")
        + ": fill them in, or leave these rows or columns out."
    case .notFinite(let column, let row, let value):
      "The column \"\(column)\" holds \(value) in row \(row) (counted from 0), which is not finite:"
        + " correct it or drop the row."
    case .noRows: "The table has no rows: at least one is needed."
    case .rangeOverflows(let column):
      "The range of the column \"\(column)\" is too large for a number: express it in a larger unit."
    case .columnsDiffer(let absent, let extra):
      "The rows to append have different columns"
        + (absent.isEmpty ? "" : ", without \(quoted(absent))")
        + (extra.isEmpty ? "" : ", with \(quoted(extra))") + ": give both tables the same columns."
    case .preparation(let fault): "\(fault)"
    case .rows(let fault): "\(fault)"
    case .cannotWrite(let path, let reason): "Cannot write \(path): \(reason)."
    }
  }

  private static func columns(_ names: [String]) -> String {
    names.count == 1 ? "The column \(quoted(names)) is" : "The columns \(quoted(names)) are"
  }

  private static func pronoun(_ names: [String]) -> String { names.count == 1 ? "it" : "them" }
}

/// The most names that a sentence lists.
private let mostNames = 10

/// The names in quotes, separated by commas: the first ten, and how many others there are.
package func quoted(_ names: [String]) -> String {
  names.prefix(mostNames).map { "\"\($0)\"" }.joined(separator: ", ")
    + (names.count > mostNames ? " and \(names.count - mostNames) more" : "")
}

extension [String] {
  /// The first five sentences about columns, the last of which says in how many others it is so.
  package var boundedSentences: [String] {
    let most = 5
    guard count > most else { return self }
    let others = count - most
    return prefix(most - 1)
      + ["\(self[most - 1].dropLast()), and so on in \(others) more column\(others == 1 ? "" : "s")."]
  }
}
