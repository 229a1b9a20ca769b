import CVectorKernels

/// The fields of some records of a table in text form, located without parsing them.
///
/// It handles quotes, delimiters and line ends as RFC 4180 defines them, and leaves everything else to its
/// caller.
package struct TextFields: ~Copyable {
  package let columns: Int
  /// The largest number of records taken at a time: what fits into the innermost cache.
  private let mostRecords: Int
  /// Where the records begin, as offsets from the text's first byte.
  package let starts: UnsafeMutablePointer<UInt32>
  /// Where the fields end, record by record: at the delimiter or at the end of the line.
  package let ends: UnsafeMutablePointer<UInt32>
  /// The kind of each field of the column read last: 0 for a short number, or one of the two below.
  package let kinds: UnsafeMutablePointer<UInt8>
  /// Space for values of a column that are discarded.
  package let scratch: UnsafeMutableRawPointer
  /// The fields of the column whose texts were taken last.
  let texts: UnsafeMutablePointer<vk_text>
  /// The number of their bytes.
  private(set) var textSize = 0
  package static var otherField: UInt8 { UInt8(VK_OTHER_FIELD.rawValue) }
  package static var emptyField: UInt8 { UInt8(VK_EMPTY_FIELD.rawValue) }

  private var text: UnsafeRawPointer
  /// The number of records held.
  package private(set) var recordCount = 0
  /// Whether their fields may have quotes.
  package private(set) var hasQuotes = false

  /// Reserves memory for the records of a table.
  package init(columns: Int, of text: UnsafeRawPointer) {
    precondition(columns > 0, "A record has a field or more, received \(columns) columns.")
    self.columns = columns
    self.text = text
    mostRecords = min(Int(VK_TEXT_ROWS), max(8, 8192 / columns))
    starts = .allocate(capacity: mostRecords + Int(VK_FIELD_SLACK))
    ends = .allocate(capacity: mostRecords * columns + Int(VK_FIELD_SLACK))
    kinds = .allocate(capacity: mostRecords)
    scratch = .allocate(byteCount: 8 * mostRecords, alignment: 8)
    texts = .allocate(capacity: mostRecords)
  }

  deinit {
    starts.deallocate()
    ends.deallocate()
    kinds.deallocate()
    scratch.deallocate()
    texts.deallocate()
  }

  /// Finds at most `most` records from `text` on that begin before `limit`, up to the first that is not plain.
  /// There may be none.
  ///
  /// - Parameters:
  ///   - text: where a record begins.
  ///   - count: the number of bytes that can be read.
  ///   - limit: the number of bytes in which records may begin.
  package mutating func find(
    in text: UnsafeRawPointer, count: Int, limit: Int, delimiter: UInt8, most: Int
  ) {
    self.text = text
    // Offsets have 32 bits.
    let count = min(count, Int(UInt32.max) - Int(VK_FIELD_SLACK))
    recordCount = vk_find_fields(
      text, count, limit, delimiter, columns, min(most, mostRecords), starts, ends, &hasQuotes)
  }

  /// Where the last record held ends, as an offset from the text's first byte.
  package var end: Int { Int(ends[recordCount * columns - 1]) }

  /// Where a field begins, as an offset from the text's first byte.
  @inline(__always)
  package func start(ofRecord record: Int, column: Int) -> Int {
    Int(column == 0 ? starts[record] : ends[record &* columns &+ column &- 1] &+ 1)
  }

  /// Reads a column's numbers that have at most eight characters, all of them digits, a sign or a point. An
  /// empty field becomes NaN; the value of any other field has no meaning.
  ///
  /// The eight bytes before the first field are read.
  /// - Returns: whether all fields are such numbers; `kinds` says which are not.
  package mutating func readNumbers(
    column: Int, point: UInt8, into values: UnsafeMutablePointer<Double>
  ) -> Bool {
    var fields = fields(ofColumn: column)
    return vk_read_short_numbers(&fields, point, values, kinds) == 0
  }

  /// Reads a column's integers of at most eight characters, as `readNumbers` does. `-0` is not an integer, and
  /// an empty field becomes 0.
  package mutating func readIntegers(
    column: Int, point: UInt8, into values: UnsafeMutablePointer<Int64>
  ) -> Bool {
    var fields = fields(ofColumn: column)
    return vk_read_short_integers(&fields, point, values, kinds) == 0
  }

  /// Takes the texts of a column, without the quotes around them.
  ///
  /// The eight bytes before the first field are read.
  /// - Returns: whether every field that begins with a quote also ends with one; otherwise no text is taken.
  package mutating func takeTexts(column: Int) -> Bool {
    var fields = fields(ofColumn: column)
    return vk_take_texts(&fields, TextDictionary.seed, texts, &textSize)
  }

  /// The bytes of one of the texts taken. A quote is two in a text that was in quotes.
  @inline(__always)
  package func text(ofRecord record: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: texts[record].start, count: Int(texts[record].extent >> 1))
  }

  /// Makes one of the texts taken an empty one.
  package func dropText(ofRecord record: Int) { texts[record].extent = 0 }

  private func fields(ofColumn column: Int) -> vk_text_column {
    vk_text_column(
      text: text.assumingMemoryBound(to: UInt8.self), ends: ends + column,
      starts: column == 0 ? UnsafePointer(starts) : nil, columns: columns, rows: recordCount,
      has_quotes: hasQuotes)
  }
}

/// Counts for a range of a table in text form, taken without splitting it into fields.
package struct TextCensus {
  package let quotes: Int
  /// Whether a line break may follow another, `\r\n` counted as one.
  package let mayHaveEmptyLines: Bool
  package let hasNul: Bool
  package let isBeyondASCII: Bool
  private let starts: (Int, Int)
  private let first: (Int, Int)

  /// Counts the bytes.
  ///
  /// - Parameter followsBreak: whether the byte before the text, were it outside quotes, ends a line.
  package init(_ text: UnsafeRawBufferPointer, followsBreak: Bool) {
    var census = vk_text_census()
    vk_take_text_census(text.baseAddress, text.count, followsBreak, &census)
    quotes = census.quotes
    mayHaveEmptyLines = census.may_have_empty_lines
    hasNul = census.has_nul
    isBeyondASCII = census.is_beyond_ascii
    starts = (census.starts.0, census.starts.1)
    first = (census.first.0, census.first.1)
  }

  /// The number of bytes that follow a line break without being one. A line break in quotes does not count.
  package func recordStarts(beginsInQuotes: Bool) -> Int { beginsInQuotes ? starts.1 : starts.0 }

  /// The offset of the first of these bytes; the text's length where there is none.
  package func firstRecordStart(beginsInQuotes: Bool) -> Int { beginsInQuotes ? first.1 : first.0 }
}
