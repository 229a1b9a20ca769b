import LinearAlgebra

/// Reads the records of one range of a file into the columns' memory.
///
/// Plain records are read some dozens at a time, column by column; all others are read by `CSVScanner`, field
/// by field. Several readers work on different ranges of a file at the same time: they write to different
/// rows of the columns' memory, and share nothing else.
struct RecordReader {
  private let scanner: CSVScanner
  private let cells: CellReader
  /// Blank lines are rows of a single column; elsewhere they are skipped.
  private let isSingleColumn: Bool
  private var sinks: [CellSink]

  private var store: CellStore
  /// The rows read, counted in the whole table.
  private(set) var rows: Range<Int> = 0..<0

  /// What was found, for each column.
  var columns: [CellStore.ColumnPart] { store.columns }
  var fault: RecordFault? { store.fault }

  init(scanner: CSVScanner, cells: CellReader, sinks: [CellSink]) {
    self.scanner = scanner
    self.cells = cells
    self.sinks = sinks
    isSingleColumn = sinks.count == 1
    store = CellStore(scanner: scanner, cells: cells, columnCount: sinks.count)
  }

  /// Reads the records that begin before `limit`, at most as many as there are expected rows.
  ///
  /// - Returns: where the next record begins; meaningless after a fault.
  mutating func read(from start: Int, to limit: Int, rows expected: Range<Int>) -> Int {
    store.rows = expected
    var sinks = sinks
    let end = sinks.withUnsafeMutableBufferPointer { readRecords(from: start, to: limit, expected, $0) }
    self.sinks = sinks
    store.finish(before: rows.upperBound, sinks)
    return end
  }

  private mutating func readRecords(
    from start: Int, to limit: Int, _ expected: Range<Int>, _ sinks: UnsafeMutableBufferPointer<CellSink>
  ) -> Int {
    var fields = TextFields(columns: sinks.count, of: scanner.base)
    var offset = start
    var row = expected.lowerBound
    while offset < limit, row < expected.upperBound {
      // A number is read from the eight bytes before its end.
      if offset >= 8 {
        fields.find(
          in: scanner.base + offset, count: scanner.end - offset, limit: limit - offset,
          delimiter: scanner.delimiter, most: expected.upperBound - row)
      }
      if fields.recordCount > 0, readTogether(&fields, at: offset, row: row, sinks) {
        row += fields.recordCount
        offset = nextRecord(after: offset + fields.end)
      } else {
        // The first of several damaged cells is the fault: reading record by record finds it.
        store.fault = nil
        guard let terminator = readRecord(at: offset, row: row, sinks) else { break }
        row += 1
        offset = nextRecord(after: terminator)
      }
    }
    rows = expected.lowerBound..<row
    return offset
  }

  /// The start of the record after a line break.
  @inline(__always)
  private func nextRecord(after terminator: Int) -> Int {
    let next = scanner.afterLineBreak(at: terminator)
    // No blank or line break is greater than a space; few records begin with one.
    if isSingleColumn || next >= scanner.end || scanner.byte(next) > ASCII.space { return next }
    return scanner.skippingBlankLines(from: next)
  }
}

/// Plain records, column by column.
extension RecordReader {
  /// Reads the records held, or returns `false` where a cell is damaged or does not fit.
  private mutating func readTogether(
    _ fields: inout TextFields, at start: Int, row: Int, _ sinks: UnsafeMutableBufferPointer<CellSink>
  ) -> Bool {
    for column in sinks.indices where sinks[column].action != .skip {
      let hasMarks = sinks[column].action.takesShortNumbers && !cells.hasNumericMissingText
      if hasMarks, readShortNumbers(&fields, column, row, sinks[column]) { continue }
      readCells(&fields, at: start, column, row, &sinks[column], areMarked: hasMarks)
      if fault != nil { return false }
    }
    return true
  }

  /// Stores the short numbers of a column, or records that there are some, and returns whether all of its
  /// cells are short numbers.
  private mutating func readShortNumbers(
    _ fields: inout TextFields, _ column: Int, _ row: Int, _ sink: CellSink
  ) -> Bool {
    let isClassified = sink.action == .classify
    let place = isClassified ? fields.scratch : sink.values! + row * 8
    let point = cells.numbers.point
    // In a column that has a number, integers make no difference.
    if sink.action == .number || isClassified && store.columns[column].findings.kinds.contains(.number) {
      return fields.readNumbers(
        column: column, point: point, into: place.assumingMemoryBound(to: Double.self))
    }
    let areAll = fields.readIntegers(
      column: column, point: point, into: place.assumingMemoryBound(to: Int64.self))
    if isClassified, areAll || (0..<fields.recordCount).contains(where: { fields.kinds[$0] == 0 }) {
      store.noteInteger(column)
    }
    return areAll
  }

  /// Reads the cells of a column, or only those that are not marked as short numbers. All cells are read from
  /// the first that shows the column to be of another type.
  private mutating func readCells(
    _ fields: inout TextFields, at start: Int, _ column: Int, _ row: Int, _ sink: inout CellSink,
    areMarked: Bool
  ) {
    let action = sink.action
    for record in 0..<fields.recordCount {
      if areMarked, sink.action == action {
        let kind = fields.kinds[record]
        if kind == TextFields.emptyField, action != .classify { store.noteMissing(column, row &+ record) }
        if kind != TextFields.otherField { continue }
      }
      let place = record &* fields.columns &+ column
      let first = start &+ Int(column == 0 ? fields.starts[record] : fields.ends[place &- 1] &+ 1)
      let end = start &+ Int(fields.ends[place])
      let isQuoted = fields.hasQuotes && scanner.byte(first) == ASCII.quote
      let field =
        isQuoted ? scanner.quotedField(at: first) : CSVScanner.Field(start: first, end: end, terminator: end)
      store.take(field, at: first, column, row &+ record, &sink)
      if fault != nil { return }
    }
  }
}

/// Any record, field by field.
extension RecordReader {
  /// Reads one record and returns where its line ends, or `nil` where it is damaged.
  private mutating func readRecord(
    at start: Int, row: Int, _ sinks: UnsafeMutableBufferPointer<CellSink>
  ) -> Int? {
    var offset = start
    for column in sinks.indices {
      let field = scanner.field(at: offset)
      store.take(field, at: offset, column, row, &sinks[column])
      if fault != nil { return nil }
      let isDelimited =
        field.terminator < scanner.end && scanner.byte(field.terminator) == scanner.delimiter
      if isDelimited == (column == sinks.count - 1) {
        store.fault = raggedRow(at: start)
        return nil
      }
      offset = field.terminator + 1
    }
    return offset - 1
  }

  private func raggedRow(at start: Int) -> RecordFault {
    let found = scanner.record(at: start).fields.count
    return RecordFault(
      kind: .raggedRow(expected: sinks.count, found: found), offset: start, column: found)
  }
}
