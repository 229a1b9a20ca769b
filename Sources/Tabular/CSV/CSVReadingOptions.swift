import LinearAlgebra

/// How to read a CSV file. What is `nil` is detected from the file.
public struct CSVReadingOptions: Sendable, Equatable {
  /// The character between two fields: one ASCII character. Default: what a first line such as `sep=;` names;
  /// otherwise whichever of tab, `;`, `|` and `,` divides the first rows into the same number of fields; of
  /// tables of numbers also one space or several.
  public var delimiter: Character?
  /// Whether the first row holds the columns' names. Default: judged by the columns. Text above numbers is a
  /// name, and so are the numbers of years or places above other numbers; any other number or date is a value.
  public var hasHeader: Bool?
  /// The character before a number's fraction: a point or a comma. Default: a point; a comma where a point is
  /// between thousands, and where the first rows show it: a column has cells such as `0,5` or `1.234,5` besides whole
  /// numbers, none is of numbers with a point, and the delimiter is no comma. A comma before three digits alone shows
  /// nothing: it could be between thousands.
  public var decimalSeparator: Character?
  /// The character between groups of three digits: one of `,`, `.`, `'`, `_` and space. Default: a comma, or a
  /// point where the decimal separator is a comma, in columns all of whose cells can be read so.
  public var thousandsSeparator: Character?
  /// The texts that mean a missing value, compared exactly after blanks around the cell are removed.
  /// Default: `defaultMissingValues`, and in a column that otherwise has only numbers one of
  /// `numberPlaceholders`. An empty cell is always missing.
  public var missingValues: [String]?
  /// The types of columns, by name. A cell that does not fit its column's type is refused. By default, and
  /// for columns not named here, a column's type follows from all its values.
  public var columnTypes: [String: Column.ValueType]?
  /// The columns to read, in this order. Default: all, in the file's order.
  public var columns: [String]?
  /// The number of lines to leave out at the start of the file, blank ones included. Default: 0.
  public var skippedRows: Int
  /// The character, one of ASCII, from which on the rest of a line is left out, outside quotes, with the spaces before
  /// it; a line of which nothing but blanks is left is left out itself. Default: none.
  public var comment: Character?
  /// What becomes of a row with fewer cells than there are columns. Default: it is refused.
  public var raggedRows: RaggedRows
  /// How the text is encoded. Default: as UTF-8.
  public var encoding: TextEncoding?
  /// The number of threads. Default: one per core. The result does not depend on it.
  public var threadCount: Int?

  /// What becomes of rows with fewer cells than there are columns. Longer ones are always refused.
  public enum RaggedRows: String, Sendable, CaseIterable {
    /// They are refused, with their line.
    case refuse
    /// The cells that they lack are missing values. The rows are counted.
    case fill
  }

  /// How the bytes of a file stand for characters. The C library decodes all but UTF-8.
  public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// ISO 8859-1.
    case latin1
    case windows1252 = "windows-1252"
    case big5
    case shiftJIS = "shift_jis"
    /// With a byte order mark or, for text that is mostly ASCII, without.
    case utf16 = "utf-16"
  }

  /// The bytes that a thread reads at a time: few enough to stay in its cache, enough to be worth a turn. The
  /// result does not depend on it.
  package var chunkSize = 1 << 20
  /// The bytes from which types are guessed. The result does not depend on it.
  package var sampleSize = 256 << 10

  /// The texts that mean a missing value by default, besides the empty cell.
  public static let defaultMissingValues = [
    "NA", "N/A", "#N/A", "NaN", "nan", "-nan", "NAN", "NULL", "null", "None",
  ]

  /// The texts of which one means a missing value by default, in a column that otherwise has only numbers.
  public static let numberPlaceholders = [
    "?", "-", "--", "---", ".", "..", "–", "—", "\\N", "n/a", "<NA>", "#NA", "*", "**", ":", "#", "(NA)",
    "na", "n.a.", "nil", "none", "missing", "unknown", "#DIV/0!", "#VALUE!",
  ]

  /// Creates options; parameters and defaults are those of the properties.
  public init(
    delimiter: Character? = nil, hasHeader: Bool? = nil, decimalSeparator: Character? = nil,
    thousandsSeparator: Character? = nil, missingValues: [String]? = nil,
    columnTypes: [String: Column.ValueType]? = nil, columns: [String]? = nil, skippedRows: Int = 0,
    comment: Character? = nil, raggedRows: RaggedRows = .refuse, encoding: TextEncoding? = nil,
    threadCount: Int? = nil
  ) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
    self.decimalSeparator = decimalSeparator
    self.thousandsSeparator = thousandsSeparator
    self.missingValues = missingValues
    self.columnTypes = columnTypes
    self.columns = columns
    self.skippedRows = skippedRows
    self.comment = comment
    self.raggedRows = raggedRows
    self.encoding = encoding
    self.threadCount = threadCount
  }

  /// Why no file can meet these options, or `nil` where one can.
  var contradiction: String? {
    if let delimiter, !Self.canDelimit(delimiter) {
      return "the delimiter \"\(delimiter)\" cannot be used; give one ASCII character that is not a letter, "
        + "digit, quote, sign, point or line break."
    }
    if let separator = decimalSeparator, separator != ".", separator != "," {
      return "the decimal separator \"\(separator)\" cannot be used; give a point or a comma."
    }
    if let separator = decimalSeparator, separator == delimiter {
      return "\"\(separator)\" is given as delimiter and as decimal separator; give two different ones."
    }
    if let separator = thousandsSeparator {
      if !",.'_ ".contains(separator) {
        return "the thousands separator \"\(separator)\" cannot be used; give one of , . ' _ and space."
      }
      if separator == decimalSeparator {
        return
          "\"\(separator)\" is the thousands separator and the decimal separator; give two different ones."
      }
    }
    if let comment, comment.asciiValue.map({ $0 <= 32 || $0 == ASCII.quote }) ?? true {
      return
        "comments cannot begin with \"\(comment)\"; give one ASCII character that is neither a blank nor a"
        + " quote."
    }
    if let comment, comment == delimiter {
      return "\"\(comment)\" is given as delimiter and as the beginning of comments; give two different ones."
    }
    if skippedRows < 0 { return "the number of lines to leave out cannot be \(skippedRows); give 0 or more." }
    if let columns {
      if columns.isEmpty { return "the list of columns to read is empty; name at least one." }
      var seen = Set<String>()
      if let repeated = columns.first(where: { !seen.insert($0).inserted }) {
        return "the column \"\(repeated)\" is listed twice; name it once."
      }
    }
    if let threadCount, threadCount < 1 {
      return "the number of threads cannot be \(threadCount); give 1 or more."
    }
    return nil
  }

  /// Whether a character can be between fields without being mistaken for part of one.
  static func canDelimit(_ character: Character) -> Bool {
    guard let byte = character.asciiValue, byte == 9 || (32..<127).contains(byte) else { return false }
    return !character.isLetter && !character.isNumber && !"\"+-.".contains(character)
  }
}

extension CSVReadingOptions: CustomStringConvertible {
  /// What is given: `CSVReadingOptions(delimiter: ;, skippedRows: 0, raggedRows: refuse)`
  public var description: String { Brief.properties(of: self, omitting: ["chunkSize", "sampleSize"]) }
}
