import CVectorKernels

/// The fields of some records of a table written as text, found without reading them.
///
/// It knows quotes, delimiters and line ends as RFC 4180 has them; what is in any way out of the ordinary it
/// leaves to its caller.
package struct TextFields: ~Copyable {
  package let columns: Int
  /// The most records that are taken at a time: what stays in the innermost cache.
  private let mostRecords: Int
  /// Where the records begin, counted from the text's first byte.
  package let starts: UnsafeMutablePointer<UInt32>
  /// Where the fields end, record after record: at the delimiter or at the line's end.
  package let ends: UnsafeMutablePointer<UInt32>
  /// Of the column read last, what each field is: 0 for a short number, or one of the two below.
  package let kinds: UnsafeMutablePointer<UInt8>
  /// Room for a column's values that nobody needs.
  package let scratch: UnsafeMutableRawPointer
  package static var otherField: UInt8 { UInt8(VK_OTHER_FIELD.rawValue) }
  package static var emptyField: UInt8 { UInt8(VK_EMPTY_FIELD.rawValue) }

  private var text: UnsafeRawPointer
  /// How many records are held.
  package private(set) var recordCount = 0
  /// Whether their fields may have quotes.
  package private(set) var hasQuotes = false

  /// Reserves memory for the records of a table with as many columns.
  package init(columns: Int, of text: UnsafeRawPointer) {
    precondition(columns > 0, "A record has a field or more, received \(columns) columns.")
    self.columns = columns
    self.text = text
    mostRecords = min(Int(VK_TEXT_ROWS), max(8, 8192 / columns))
    starts = .allocate(capacity: mostRecords + Int(VK_FIELD_SLACK))
    ends = .allocate(capacity: mostRecords * columns + Int(VK_FIELD_SLACK))
    kinds = .allocate(capacity: mostRecords)
    scratch = .allocate(byteCount: 8 * mostRecords, alignment: 8)
  }

  deinit {
    starts.deallocate()
    ends.deallocate()
    kinds.deallocate()
    scratch.deallocate()
  }

  /// Holds the records that begin at `text` and before `limit`, at most as many as `most`, up to the first
  /// that is no plain one. They may be none.
  ///
  /// - Parameters:
  ///   - text: where a record begins.
  ///   - count: how many bytes can be read.
  ///   - limit: the bytes in which records may begin.
  package mutating func find(
    in text: UnsafeRawPointer, count: Int, limit: Int, delimiter: UInt8, most: Int
  ) {
    self.text = text
    // Places are numbers of 32 bits.
    let count = min(count, Int(UInt32.max) - Int(VK_FIELD_SLACK))
    recordCount = vk_find_fields(
      text, count, limit, delimiter, columns, min(most, mostRecords), starts, ends, &hasQuotes)
  }

  /// Where the last record held ends, counted from the text's first byte.
  package var end: Int { Int(ends[recordCount * columns - 1]) }

  /// Reads a column's numbers that have eight characters at most and are written with digits, a sign and a
  /// point alone. An empty field is NaN; what stands for any other field means nothing.
  ///
  /// The eight bytes before the first field are read.
  /// - Returns: whether all fields are such numbers; `kinds` tells which are not.
  package mutating func readNumbers(
    column: Int, point: UInt8, into values: UnsafeMutablePointer<Double>
  ) -> Bool {
    var fields = fields(ofColumn: column)
    return vk_read_short_numbers(&fields, point, values, kinds) == 0
  }

  /// Reads a column's integers of eight characters at most; see `readNumbers`. `-0` is no integer, and an
  /// empty field is 0.
  package mutating func readIntegers(
    column: Int, point: UInt8, into values: UnsafeMutablePointer<Int64>
  ) -> Bool {
    var fields = fields(ofColumn: column)
    return vk_read_short_integers(&fields, point, values, kinds) == 0
  }

  private func fields(ofColumn column: Int) -> vk_text_column {
    vk_text_column(
      text: text.assumingMemoryBound(to: UInt8.self), ends: ends + column,
      starts: column == 0 ? UnsafePointer(starts) : nil, columns: columns, rows: recordCount,
      has_quotes: hasQuotes)
  }
}
