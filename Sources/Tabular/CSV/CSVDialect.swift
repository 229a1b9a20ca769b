/// How a CSV file is written.
struct CSVDialect: Equatable {
  var delimiter: UInt8
  var decimalPoint: UInt8
  /// Whether the columns are aligned with several blanks, each run of which is one delimiter.
  var isAligned = false
  /// Whether the decimal point is a comma because the numbers show it.
  private(set) var hasFoundDecimalComma = false

  /// The delimiters to try, the rarest in ordinary text first.
  static let candidates = [ASCII.tab, ASCII.semicolon, ASCII.bar, ASCII.comma]

  /// The number of records on which a candidate is tried.
  private static let sampleSize = 64

  /// Takes the dialect from the options, and the delimiter from the first records where none is given.
  ///
  /// The decimal point is a comma, too, where the first records show it: see `findDecimalComma`.
  init(of text: CSVText, options: CSVReadingOptions) throws(TabularError) {
    // Points between thousands leave the comma for fractions.
    let byThousands = options.thousandsSeparator == "." ? ASCII.comma : ASCII.point
    decimalPoint = options.decimalSeparator?.asciiValue ?? byThousands
    delimiter = options.delimiter?.asciiValue ?? text.namedDelimiter ?? ASCII.comma
    try findDelimiter(of: text, options)
    if options.decimalSeparator == nil, options.thousandsSeparator == nil, !isAligned {
      findDecimalComma(text)
    }
  }

  private mutating func findDelimiter(
    of text: CSVText, _ options: CSVReadingOptions
  ) throws(TabularError) {
    if options.delimiter != nil || text.namedDelimiter != nil {
      if delimiter == ASCII.space { isAligned = try Self.aligned(text, decimalPoint) != nil }
      return
    }
    let decimalPoint = decimalPoint
    // The last line break or the end bounds a record, so that a sample cut within a record is harmless.
    var best = (delimiter: ASCII.comma, vote: DelimiterVote())
    var isDamaged = false
    for candidate in Self.candidates where candidate != decimalPoint {
      let scanner = CSVScanner(base: text.bytes.baseAddress!, end: text.bytes.count, delimiter: candidate)
      let vote = DelimiterVote(scanner, from: text.start, records: Self.sampleSize)
      // Where a quote is at fault, its file is not one of another delimiter that shows no fault.
      isDamaged = isDamaged || vote.isDamaged
      if vote.agreeing > 0, vote.isBetter(than: best.vote) { best = (candidate, vote) }
    }
    if !best.vote.isUnanimous, !isDamaged {
      let scanner = CSVScanner(base: text.bytes.baseAddress!, end: text.bytes.count, delimiter: ASCII.space)
      let plain = DelimiterVote(scanner, from: text.start, records: Self.sampleSize)
      if let aligned = try Self.aligned(text, decimalPoint) {
        best = (ASCII.space, aligned)
        isAligned = true
      } else if plain.isUnanimous, plain.hasNumbers(scanner, decimalPoint) {
        best = (ASCII.space, plain)
      }
    }
    delimiter = best.delimiter
  }

  /// Makes the decimal point a comma where a column can only be read as numbers with one (`0,5`, `1.234,5`), and no
  /// other column would stop being one of numbers. A comma before three digits may be a separator of thousands.
  private mutating func findDecimalComma(_ text: CSVText) {
    guard delimiter != ASCII.comma else { return }
    let scanner = CSVScanner(base: text.bytes.baseAddress!, end: text.bytes.count, delimiter: delimiter)
    let vote = DelimiterVote(scanner, from: text.start, records: Self.sampleSize)
    let readings = zip(vote.kinds(scanner, ASCII.point), vote.kinds(scanner, ASCII.comma)).map {
      (point: $0.isNumeric, comma: $1.isNumeric)
    }
    guard readings.contains(where: { !$0.point && $0.comma }), readings.allSatisfy({ !$0.point || $0.comma })
    else { return }
    decimalPoint = ASCII.comma
    hasFoundDecimalComma = true
  }

  /// The vote for runs of blanks as delimiters, where all records agree and some have such a run.
  private static func aligned(
    _ text: CSVText, _ decimalPoint: UInt8
  ) throws(TabularError) -> DelimiterVote? {
    let sample = try text.alignedSample(size: 64 << 10)
    guard sample.hasRuns else { return nil }
    let bytes = sample.text.bytes
    let scanner = CSVScanner(base: bytes.baseAddress!, end: bytes.count, delimiter: ASCII.space)
    let vote = DelimiterVote(scanner, from: 0, records: sampleSize)
    return vote.isUnanimous && vote.hasNumbers(scanner, decimalPoint) ? vote : nil
  }
}

/// How well a delimiter divides the first records.
struct DelimiterVote: Equatable {
  /// How many records have the most frequent number of delimiters. One without a delimiter does not count.
  private(set) var agreeing = 0
  /// Whether all have, or all but a header that lacks the name of the first column.
  private(set) var isUnanimous = false
  /// Whether a record with this delimiter is damaged.
  private(set) var isDamaged = false
  private var starts: [Int] = []

  /// No vote.
  init() {}

  init(_ scanner: CSVScanner, from start: Int, records limit: Int) {
    var counts: [Int] = []
    var offset = scanner.skippingBlankLines(from: start)
    while offset < scanner.end, counts.count < limit {
      let (fields, terminator) = scanner.record(at: offset)
      if fields.contains(where: { $0.damage != nil }) {
        isDamaged = fields.count > 1
        break
      }
      starts.append(offset)
      counts.append(fields.count - 1)
      offset = scanner.skippingBlankLines(from: terminator)
    }
    var records: [Int: Int] = [:]
    for count in counts where count > 0 { records[count, default: 0] += 1 }
    agreeing = records.values.max() ?? 0
    isUnanimous = agreeing == counts.count
    if counts.count > 2, agreeing == counts.count - 1, let first = counts.first, first > 0 {
      isUnanimous = records[first + 1] == agreeing
    }
  }

  func isBetter(than other: DelimiterVote) -> Bool {
    isUnanimous != other.isUnanimous ? isUnanimous : agreeing > other.agreeing
  }

  /// Whether at least half of the columns hold numbers below their first cell: words have spaces between them
  /// too.
  func hasNumbers(_ scanner: CSVScanner, _ decimalPoint: UInt8) -> Bool {
    let kinds = kinds(scanner, decimalPoint)
    let numbers = kinds.count(where: \.isNumeric)
    return numbers > 0 && 2 * numbers >= kinds.count
  }

  /// The kinds of each column's cells below the first record.
  func kinds(_ scanner: CSVScanner, _ decimalPoint: UInt8) -> [CellKinds] {
    let cells = CellReader(point: decimalPoint, missingTexts: CSVReadingOptions.defaultMissingValues)
    var kinds: [CellKinds] = []
    for start in starts.dropFirst(starts.count > 1 ? 1 : 0) {
      let fields = scanner.record(at: start).fields
      kinds += [CellKinds](repeating: [], count: max(0, fields.count - kinds.count))
      for (column, field) in fields.enumerated() {
        let content = scanner.content(of: field)
        guard let type = cells.value(of: content).type else { continue }
        kinds[column].formUnion(type == .text ? cells.kinds(ofText: content) : .of(type))
      }
    }
    return kinds
  }
}

extension CellKinds {
  /// Whether there are cells, and all are numbers, a comma or point before three digits between thousands.
  fileprivate var isNumeric: Bool {
    !isEmpty && [.integer, .number].contains(form(groupsAreCertain: true).type)
  }
}
