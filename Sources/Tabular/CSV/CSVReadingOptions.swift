/// How to read a CSV file. Whatever is `nil` is found out from the file.
public struct CSVReadingOptions: Sendable {
  /// The character between two fields: one ASCII character. By default whichever of tab, `;`, `|`, `,` and
  /// space divides the first rows into equally many fields.
  public var delimiter: Character?
  /// Whether the first row holds the columns' names. By default it does unless it contains a number.
  public var hasHeader: Bool?
  /// The character before a number's fraction: a point or a comma. By default the point; a decimal comma
  /// cannot be told from a thousands separator and has to be given.
  public var decimalSeparator: Character?
  /// The spellings that mean a missing value, compared exactly after blanks around the cell are removed.
  /// By default `defaultMissingValues`. An empty cell is always missing.
  public var missingValues: [String]?
  /// The types of columns, by name. A cell that does not fit the type given is refused. By default, and for
  /// columns not named here, a column's type is found from all its values.
  public var columnTypes: [String: Column.ValueType]?
  /// The columns to take, in this order. By default all, in the file's order.
  public var columns: [String]?
  /// How many threads read. By default one a core. The result does not depend on it.
  public var threadCount: Int?

  /// The spellings that mean a missing value where none are given: these, and the empty cell.
  public static let defaultMissingValues = ["NA", "nan", "NaN", "NAN", "null", "NULL"]

  /// Creates options. Each that is left out is found out from the file.
  public init(
    delimiter: Character? = nil, hasHeader: Bool? = nil, decimalSeparator: Character? = nil,
    missingValues: [String]? = nil, columnTypes: [String: Column.ValueType]? = nil,
    columns: [String]? = nil, threadCount: Int? = nil
  ) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
    self.decimalSeparator = decimalSeparator
    self.missingValues = missingValues
    self.columnTypes = columnTypes
    self.columns = columns
    self.threadCount = threadCount
  }
}

extension CSVReadingOptions {
  /// Why these options cannot be met whatever the file holds, or `nil` where they can.
  var contradiction: String? {
    if let delimiter, !Self.divides(delimiter) {
      return "the delimiter \"\(delimiter)\" cannot be used; give one ASCII character that is no letter, "
        + "digit, quote, sign, point or line break."
    }
    if let separator = decimalSeparator, separator != ".", separator != "," {
      return "the decimal separator \"\(separator)\" cannot be used; give a point or a comma."
    }
    if let separator = decimalSeparator, separator == delimiter {
      return "\"\(separator)\" is given as delimiter and as decimal separator; give two different ones."
    }
    if let columns {
      if columns.isEmpty { return "the list of columns to take is empty; name at least one." }
      var seen = Set<String>()
      if let twice = columns.first(where: { !seen.insert($0).inserted }) {
        return "the column \"\(twice)\" is to be taken twice; name it once."
      }
    }
    if let threadCount, threadCount < 1 { return "\(threadCount) threads cannot read; give one or more." }
    return nil
  }

  /// Whether a character can stand between fields without being mistaken for part of one.
  private static func divides(_ character: Character) -> Bool {
    guard let byte = character.asciiValue, byte == 9 || (32..<127).contains(byte) else { return false }
    return !character.isLetter && !character.isNumber && !"\"+-.".contains(character)
  }
}
