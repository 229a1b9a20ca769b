/// Why rows cannot become a frame, or a frame rows, or rows cannot be put together. Rows are counted from 0.
public enum RowFault: Sendable, Equatable {
  /// A value without named properties where a row is needed.
  case notARow(type: String)
  /// A property of several values where a cell holds one.
  case nested(column: String, row: Int)
  /// Values of two types in one column.
  case typesDiffer(column: String, row: Int, type: Column.ValueType, other: Column.ValueType)
  /// A whole number that 64 bits do not hold, or the requested type does not.
  case outOfRange(column: String, row: Int, value: String)
  /// A row without a value that a type needs.
  case missingValue(column: String, row: Int, type: String)
  /// A row that a type's own code refuses to encode or to decode, and why.
  case refused(row: Int, column: String?, reason: String)
  /// A statistic of numbers of a column of texts.
  case noNumbers(column: String, statistic: String)
  /// A sum of integers that 64 bits do not hold.
  case sumOverflows(column: String)
}

extension RowFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notARow(let type):
      "A value of the type \(type) has no named properties, which a row's cells come from: give a structure or a"
        + " dictionary for each row."
    case .nested(let column, let row):
      "The property \"\(column)\" of row \(row) (counted from 0) holds several values, and a cell holds one: leave it"
        + " out of the type's CodingKeys, or give each of its values a property."
    case .typesDiffer(let column, let row, let type, let other):
      "The column \"\(column)\" holds values of type \(type.rawValue), and in row \(row) (counted from 0) one of type"
        + " \(other.rawValue): give all of them the same type."
    case .outOfRange(let column, let row, let value):
      "The column \"\(column)\" holds \(value) in row \(row) (counted from 0), which the integer type does not hold:"
        + " make the property a Double."
    case .missingValue(let column, let row, let type):
      "The column \"\(column)\" has no value in row \(row) (counted from 0), and \(type) needs one: make the property"
        + " optional, or leave out or fill such rows."
    case .refused(let row, let column, let reason):
      "Row \(row) (counted from 0) is refused by the type's own code"
        + (column.map { ", in the column \"\($0)\"" } ?? "") + ": \(reason)"
        + (reason.hasSuffix(".") ? "" : ".")
    case .noNumbers(let column, let statistic):
      "The column \"\(column)\" is text, which has no \(statistic): request its count, its minimum or its maximum."
    case .sumOverflows(let column):
      "The sum of the integers of the column \"\(column)\" exceeds 64 bits: convert them to numbers first."
    }
  }
}
