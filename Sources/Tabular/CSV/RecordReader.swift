import LinearAlgebra

/// Reads the records of one range of a file into the columns' memory.
///
/// Plain records are read some dozens at a time, column by column; all others are read by `CSVScanner`, field
/// by field. Several ranges of a file are read at the same time: they write to different rows of the columns'
/// memory, and share nothing else.
struct RecordReader {
  let scanner: CSVScanner
  let cells: CellReader
  let sinks: [CellSink]

  /// Blank lines are rows of a single column; elsewhere they are skipped.
  private var isSingleColumn: Bool { sinks.count == 1 }

  /// Reads the records that begin before `limit`, at most as many as there are expected rows.
  func read(from start: Int, to limit: Int, rows expected: Range<Int>) -> CellStore {
    var store = CellStore(
      scanner: scanner, cells: cells, rows: expected, end: start,
      columns: [ColumnFindings](repeating: ColumnFindings(), count: sinks.count),
      texts: sinks.map { sink in
        guard sink.action == .store(.text), let values = sink.values else { return nil }
        let rows = values.assumingMemoryBound(to: UInt32.self) + expected.lowerBound
        return TextCells(cells: cells, rows: UnsafeMutableBufferPointer(start: rows, count: expected.count))
      })
    var sinks = sinks
    sinks.withUnsafeMutableBufferPointer { readRecords(from: start, to: limit, expected, $0, &store) }
    store.noteTexts()
    for column in sinks.indices {
      store.noteKind(ofStoredIn: column, before: store.rows.upperBound, sinks[column])
    }
    return store
  }

  private func readRecords(
    from start: Int, to limit: Int, _ expected: Range<Int>, _ sinks: UnsafeMutableBufferPointer<CellSink>,
    _ store: inout CellStore
  ) {
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
      if fields.recordCount > 0, readTogether(&fields, at: offset, row: row, sinks, &store) {
        row += fields.recordCount
        offset = nextRecord(after: offset + fields.end)
      } else {
        // The first of several damaged cells is the fault: reading record by record finds it.
        store.fault = nil
        guard let terminator = readRecord(at: offset, row: row, sinks, &store) else { break }
        row += 1
        offset = nextRecord(after: terminator)
      }
    }
    (store.rows, store.end) = (expected.lowerBound..<row, offset)
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
  private func readTogether(
    _ fields: inout TextFields, at start: Int, row: Int, _ sinks: UnsafeMutableBufferPointer<CellSink>,
    _ store: inout CellStore
  ) -> Bool {
    for column in sinks.indices where sinks[column].action != .skip {
      let hasMarks = sinks[column].action.takesShortNumbers && !cells.hasNumericMissingText
      if hasMarks, readShortNumbers(&fields, column, row, sinks[column], &store) { continue }
      if let texts = store.texts[column], fields.takeTexts(column: column) {
        texts.take(fields, at: row - store.rows.lowerBound)
        if store.columns[column].firstOther == nil, let first = texts.firstOther {
          let record = first + store.rows.lowerBound - row
          store.columns[column].firstOther = start + fields.start(ofRecord: record, column: column)
        }
        continue
      }
      readCells(&fields, at: start, column, row, &sinks[column], areMarked: hasMarks, &store)
      if store.fault != nil { return false }
    }
    return true
  }

  /// Stores the short numbers of a column, or records that there are some, and returns whether all of its
  /// cells are short numbers.
  private func readShortNumbers(
    _ fields: inout TextFields, _ column: Int, _ row: Int, _ sink: CellSink, _ store: inout CellStore
  ) -> Bool {
    let isClassified = sink.action == .classify
    var place = fields.scratch
    if !isClassified, let values = sink.values { place = values + row * 8 }
    let point = cells.numbers.point
    // In a column that has a number, integers make no difference.
    if sink.action == .store(.number) || isClassified && store.columns[column].kinds.contains(.number) {
      return fields.readNumbers(
        column: column, point: point, into: place.assumingMemoryBound(to: Double.self))
    }
    let areAll = fields.readIntegers(
      column: column, point: point, into: place.assumingMemoryBound(to: Int64.self))
    if isClassified, areAll || (0..<fields.recordCount).contains(where: { fields.kinds[$0] == 0 }) {
      store.columns[column].kinds.insert(.integer)
    }
    return areAll
  }

  /// Reads the cells of a column, or only those that are not marked as short numbers. All cells are read from
  /// the first that shows the column to be of another type.
  private func readCells(
    _ fields: inout TextFields, at start: Int, _ column: Int, _ row: Int, _ sink: inout CellSink,
    areMarked: Bool, _ store: inout CellStore
  ) {
    let action = sink.action
    for record in 0..<fields.recordCount {
      if areMarked, sink.action == action {
        let kind = fields.kinds[record]
        if kind == TextFields.emptyField, action != .classify { store.noteMissing(column, row &+ record) }
        if kind != TextFields.otherField { continue }
      }
      let first = start &+ fields.start(ofRecord: record, column: column)
      let end = start &+ Int(fields.ends[record &* fields.columns &+ column])
      let isQuoted = fields.hasQuotes && scanner.byte(first) == ASCII.quote
      let field =
        isQuoted ? scanner.quotedField(at: first) : CSVScanner.Field(start: first, end: end, terminator: end)
      store.take(field, at: first, column, row &+ record, &sink)
      if store.fault != nil { return }
    }
  }
}

/// Any record, field by field.
extension RecordReader {
  /// Reads one record and returns where its line ends, or `nil` where it is damaged.
  private func readRecord(
    at start: Int, row: Int, _ sinks: UnsafeMutableBufferPointer<CellSink>, _ store: inout CellStore
  ) -> Int? {
    var offset = start
    for column in sinks.indices {
      let field = scanner.field(at: offset)
      store.take(field, at: offset, column, row, &sinks[column])
      if store.fault != nil { return nil }
      let isDelimited =
        field.terminator < scanner.end && scanner.byte(field.terminator) == scanner.delimiter
      if isDelimited == (column == sinks.count - 1) {
        let found = scanner.record(at: start).fields.count
        store.fault = RecordFault(
          kind: .raggedRow(expected: sinks.count, found: found), offset: start, column: found)
        return nil
      }
      offset = field.terminator + 1
    }
    return offset - 1
  }
}
