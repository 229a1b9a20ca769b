/// How to read a CSV file. What is `nil` is detected from the file.
public struct CSVReadingOptions: Sendable {
  /// The character between two fields: one ASCII character. Default: whichever of tab, `;`, `|`, `,` and
  /// space divides the first rows into the same number of fields.
  public var delimiter: Character?
  /// Whether the first row holds the columns' names. Default: yes, unless it contains a number.
  public var hasHeader: Bool?
  /// The character before a number's fraction: a point or a comma. Default: a point; a decimal comma cannot
  /// be distinguished from a thousands separator and has to be given.
  public var decimalSeparator: Character?
  /// The texts that mean a missing value, compared exactly after blanks around the cell are removed.
  /// Default: `defaultMissingValues`. An empty cell is always missing.
  public var missingValues: [String]?
  /// The types of columns, by name. A cell that does not fit its column's type is refused. By default, and
  /// for columns not named here, a column's type follows from all its values.
  public var columnTypes: [String: Column.ValueType]?
  /// The columns to read, in this order. Default: all, in the file's order.
  public var columns: [String]?
  /// The number of threads. Default: one per core. The result does not depend on it.
  public var threadCount: Int?

  /// The bytes that a thread reads at a time: few enough to stay in its cache, enough to be worth a turn. The
  /// result does not depend on it.
  package var chunkSize = 1 << 20
  /// The bytes from which types are guessed. The result does not depend on it.
  package var sampleSize = 256 << 10

  /// The texts that mean a missing value by default, besides the empty cell.
  public static let defaultMissingValues = ["NA", "nan", "NaN", "NAN", "null", "NULL"]

  /// Creates options; parameters and defaults are those of the properties.
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
  private static func canDelimit(_ character: Character) -> Bool {
    guard let byte = character.asciiValue, byte == 9 || (32..<127).contains(byte) else { return false }
    return !character.isLetter && !character.isNumber && !"\"+-.".contains(character)
  }
}

/// How a CSV file is written.
struct CSVDialect: Equatable {
  var delimiter: UInt8
  var decimalPoint: UInt8

  /// The delimiters to try, the rarest in ordinary text first.
  static let candidates = [ASCII.tab, ASCII.semicolon, ASCII.bar, ASCII.comma, ASCII.space]

  /// The number of records on which a candidate is tried.
  private static let sampleSize = 64

  /// Takes the dialect from the options, and the delimiter from the first records where none is given.
  init(of bytes: UnsafeRawPointer, in range: Range<Int>, options: CSVReadingOptions) {
    decimalPoint = options.decimalSeparator?.asciiValue ?? ASCII.point
    if let given = options.delimiter?.asciiValue {
      delimiter = given
      return
    }
    let decimalPoint = decimalPoint
    // The last line break or the end bounds a record, so that a sample cut within a record is harmless.
    var best = (delimiter: ASCII.comma, agreeing: 0, isUnanimous: false)
    for candidate in Self.candidates where candidate != decimalPoint {
      let scanner = CSVScanner(base: bytes, end: range.upperBound, delimiter: candidate)
      let vote = Self.vote(scanner, from: range.lowerBound)
      guard vote.agreeing > 0, candidate != ASCII.space || vote.isUnanimous else { continue }
      if vote.isUnanimous && !best.isUnanimous
        || vote.isUnanimous == best.isUnanimous && vote.agreeing > best.agreeing
      {
        best = (candidate, vote.agreeing, vote.isUnanimous)
      }
    }
    delimiter = best.delimiter
  }

  /// How many of the first records have the same number of delimiters, and whether all have. A record
  /// without a delimiter does not count.
  private static func vote(_ scanner: CSVScanner, from start: Int) -> (agreeing: Int, isUnanimous: Bool) {
    var recordsWithCount: [Int: Int] = [:]
    var records = 0
    var offset = scanner.skippingBlankLines(from: start)
    while offset < scanner.end, records < sampleSize {
      let (fields, terminator) = scanner.record(at: offset)
      if fields.contains(where: { $0.damage != nil }) { break }
      recordsWithCount[fields.count - 1, default: 0] += 1
      records += 1
      offset = scanner.skippingBlankLines(from: terminator)
    }
    recordsWithCount[0] = nil
    let agreeing = recordsWithCount.values.max() ?? 0
    return (agreeing, agreeing == records)
  }
}
