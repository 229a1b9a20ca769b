/// How a CSV file is written.
struct CSVDialect: Equatable {
  var delimiter: UInt8
  var decimalPoint: UInt8

  /// The delimiters that are looked for, the rarest in ordinary text first.
  static let candidates = [ASCII.tab, ASCII.semicolon, ASCII.bar, ASCII.comma, ASCII.space]

  /// How many records a candidate is tried on.
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

  /// How many of the first records have the same number of delimiters, and whether all have. No record
  /// without a delimiter counts.
  private static func vote(_ scanner: CSVScanner, from start: Int) -> (agreeing: Int, isUnanimous: Bool) {
    var recordsWithCount: [Int: Int] = [:]
    var records = 0
    var offset = scanner.skippingBlankLines(from: start)
    while offset < scanner.end, records < sampleSize {
      let (fields, terminator) = scanner.record(at: offset)
      if fields.contains(where: { $0.damage != .none }) { break }
      recordsWithCount[fields.count - 1, default: 0] += 1
      records += 1
      offset = scanner.skippingBlankLines(from: terminator)
    }
    recordsWithCount[0] = nil
    let agreeing = recordsWithCount.values.max() ?? 0
    return (agreeing, agreeing == records)
  }
}
