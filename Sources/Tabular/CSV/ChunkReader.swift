import LinearAlgebra

/// Reads the records of one stretch of a file into the columns' memory.
///
/// Plain records are read some dozens at a time, a column of them after the other; everything else goes
/// through `CSVScanner` field by field. Several readers work on different stretches of a file at the same
/// time: they write to different rows, and keep what is not a fixed place in memory to themselves.
struct ChunkReader {
  let scanner: CSVScanner
  let cells: CellReader
  /// Blank lines are rows of a single column, and nothing elsewhere.
  let isSingleColumn: Bool
  private var sinks: [CellSink]

  /// What was learned, a column each.
  private(set) var columns: [ChunkColumn]
  private(set) var fault: RecordFault?
  /// The rows read, counted in the whole table.
  private(set) var rows: Range<Int> = 0..<0
  private var mostRows = 0

  init(scanner: CSVScanner, cells: CellReader, sinks: [CellSink]) {
    self.scanner = scanner
    self.cells = cells
    self.sinks = sinks
    isSingleColumn = sinks.count == 1
    columns = [ChunkColumn](repeating: ChunkColumn(), count: sinks.count)
  }

  /// Reads the records that begin before `limit`, at most as many as `rows` has.
  ///
  /// - Returns: where the next record begins; meaningless where there is a fault.
  mutating func read(from start: Int, to limit: Int, rows expected: Range<Int>) -> Int {
    rows = expected.lowerBound..<expected.lowerBound
    mostRows = expected.count
    var sinks = sinks
    let end = sinks.withUnsafeMutableBufferPointer { readRecords(from: start, to: limit, expected, $0) }
    self.sinks = sinks
    for column in columns.indices {
      noteKind(ofStoredIn: column, upTo: rows.upperBound, sinks[column])
      columns[column].rows = rows
    }
    return end
  }

  private mutating func readRecords(
    from start: Int, to limit: Int, _ expected: Range<Int>, _ sinks: UnsafeMutableBufferPointer<CellSink>
  ) -> Int {
    var fields = TextFields(columns: sinks.count, of: scanner.base)
    var offset = start
    var row = expected.lowerBound
    while offset < limit, row < expected.upperBound {
      // Numbers are read by the eight bytes before their end.
      if offset >= 8 {
        fields.find(
          in: scanner.base + offset, count: scanner.end - offset, limit: limit - offset,
          delimiter: scanner.delimiter, most: expected.upperBound - row)
      }
      if fields.recordCount > 0, readTogether(&fields, at: offset, row: row, sinks) {
        row += fields.recordCount
        offset = nextRecord(after: offset + fields.end)
      } else {
        // Of some damaged cells the first is the fault: it is found record by record.
        fault = nil
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
    // Every blank and line break is at most a space; few records begin with one.
    if isSingleColumn || next >= scanner.end || scanner.byte(next) > ASCII.space { return next }
    return scanner.skippingBlankLines(from: next)
  }
}

/// Plain records, column by column.
extension ChunkReader {
  /// Reads the records held, or returns `false` where a cell is damaged or does not fit.
  private mutating func readTogether(
    _ fields: inout TextFields, at start: Int, row: Int, _ sinks: UnsafeMutableBufferPointer<CellSink>
  ) -> Bool {
    for column in sinks.indices where sinks[column].action != .skip {
      let hasMarks = sinks[column].action.takesShortNumbers && !cells.hasNumberLikeSpelling
      if hasMarks, readShortNumbers(&fields, column, row, sinks[column]) { continue }
      readCells(&fields, at: start, column, row, &sinks[column], areMarked: hasMarks)
      if fault != nil { return false }
    }
    return true
  }

  /// Stores the short numbers of a column and returns whether all of its cells are such.
  private func readShortNumbers(
    _ fields: inout TextFields, _ column: Int, _ row: Int, _ sink: CellSink
  ) -> Bool {
    let place = sink.values! + row * 8
    let point = cells.numbers.point
    return if sink.action == .number {
      fields.readNumbers(column: column, point: point, into: place.assumingMemoryBound(to: Double.self))
    } else {
      fields.readIntegers(column: column, point: point, into: place.assumingMemoryBound(to: Int64.self))
    }
  }

  /// Reads the cells of a column, or those of them that are marked as no short numbers. A column that turns
  /// out to be of another type is looked at as a whole from there on.
  private mutating func readCells(
    _ fields: inout TextFields, at start: Int, _ column: Int, _ row: Int, _ sink: inout CellSink,
    areMarked: Bool
  ) {
    let action = sink.action
    for record in 0..<fields.recordCount {
      if areMarked, sink.action == action {
        let kind = fields.kinds[record]
        if kind == TextFields.emptyField { noteMissing(column, row &+ record) }
        if kind != TextFields.otherField { continue }
      }
      let place = record &* fields.columns &+ column
      let first = start &+ Int(column == 0 ? fields.starts[record] : fields.ends[place &- 1] &+ 1)
      let end = start &+ Int(fields.ends[place])
      let isQuoted = fields.hasQuotes && scanner.byte(first) == ASCII.quote
      let field =
        isQuoted ? scanner.quotedField(at: first) : CSVScanner.Field(start: first, end: end, terminator: end)
      take(field, at: first, column, row &+ record, &sink)
      if fault != nil { return }
    }
  }
}

/// Any record, field by field.
extension ChunkReader {
  /// Reads one record and returns where its line ends, or `nil` where it is damaged.
  private mutating func readRecord(
    at start: Int, row: Int, _ sinks: UnsafeMutableBufferPointer<CellSink>
  ) -> Int? {
    var offset = start
    for column in sinks.indices {
      let field = scanner.field(at: offset)
      take(field, at: offset, column, row, &sinks[column])
      if fault != nil { return nil }
      let isDelimited =
        field.terminator < scanner.end && scanner.byte(field.terminator) == scanner.delimiter
      if isDelimited == (column == sinks.count - 1) {
        fault = raggedRow(at: start)
        return nil
      }
      offset = field.terminator + 1
    }
    return offset - 1
  }

  private func raggedRow(at start: Int) -> RecordFault {
    let found = scanner.record(at: start).fields.count
    return RecordFault(kind: .raggedRow(found: found), offset: start, column: found)
  }
}

/// Any cell.
extension ChunkReader {
  /// Takes the cell that begins at `start`; sets `fault` where it is damaged or does not fit.
  @inline(__always)
  private mutating func take(
    _ field: CSVScanner.Field, at start: Int, _ column: Int, _ row: Int, _ sink: inout CellSink
  ) {
    if let kind = field.damage.fault {
      fault = RecordFault(kind: kind, offset: field.start - 1, column: column)
      return
    }
    if sink.action == .skip { return }
    let value = cells.value(
      of: UnsafeRawBufferPointer(start: scanner.base + field.start, count: field.end - field.start))
    if !store(value, of: field, at: start, column, row, sink) { misfit(value, at: start, column, row, &sink) }
  }

  /// Stores a cell's value, or returns `false` where the column's type does not hold it.
  @inline(__always)
  private mutating func store(
    _ value: CellValue, of field: CSVScanner.Field, at start: Int, _ column: Int, _ row: Int, _ sink: CellSink
  ) -> Bool {
    switch (sink.action, value) {
    case (.skip, _): break
    case (.text, _): storeText(value, of: field, at: start, column, row, sink)
    case (.classify, _): noteKind(value, at: start, column)
    case (_, .missing):
      switch sink.action {
      case .integer: put(0, sink, row)
      case .number: put(Double.nan, sink, row)
      default: put(false, sink, row)
      }
      noteMissing(column, row)
    case (.integer, .integer(let integer)): put(integer, sink, row)
    case (.number, .integer(let integer)): put(Double(integer), sink, row)
    case (.number, .number(let number)): put(number, sink, row)
    case (.number, .overflow):
      put(Double.infinity, sink, row)
      noteKind(value, at: start, column)
    case (.boolean, .boolean(let boolean)): put(boolean, sink, row)
    default: return false
    }
    return true
  }

  @inline(__always)
  private func put<Value: BitwiseCopyable>(_ value: Value, _ sink: CellSink, _ row: Int) {
    sink.values!.storeBytes(of: value, toByteOffset: row &* MemoryLayout<Value>.stride, as: Value.self)
  }

  private mutating func storeText(
    _ value: CellValue, of field: CSVScanner.Field, at start: Int, _ column: Int, _ row: Int, _ sink: CellSink
  ) {
    switch value {
    case .missing:
      // Every text is empty before it is read.
      noteMissing(column, row)
      return
    case .integer, .number, .overflow: columns[column].numbers &+= 1
    case .boolean, .text:
      columns[column].others &+= 1
      if columns[column].firstOther == nil { columns[column].firstOther = start }
    }
    let texts = sink.values!.assumingMemoryBound(to: String.self)
    texts[row] = scanner.text(of: field)
  }

  /// Refuses a cell where its column's type was given; else the rest of the column is only classified, and
  /// the column is read again when its type is known.
  private mutating func misfit(
    _ value: CellValue, at start: Int, _ column: Int, _ row: Int, _ sink: inout CellSink
  ) {
    if sink.isGiven {
      let type: Column.ValueType =
        switch sink.action {
        case .integer: .integer
        case .number: .number
        case .boolean: .boolean
        default: .text
        }
      fault = RecordFault(kind: .unfitting(type), offset: start, column: column)
      return
    }
    noteKind(ofStoredIn: column, upTo: row, sink)
    noteKind(value, at: start, column)
    sink.action = .classify
  }

  private mutating func noteKind(_ value: CellValue, at start: Int, _ column: Int) {
    switch value {
    case .missing: break
    case .integer: columns[column].kinds.insert(.integer)
    case .number: columns[column].kinds.insert(.number)
    case .overflow:
      columns[column].kinds.insert(.number)
      if columns[column].firstOverflow == nil { columns[column].firstOverflow = start }
    case .boolean: columns[column].kinds.insert(.boolean)
    case .text: columns[column].kinds.insert(.text)
    }
  }

  /// Notes the kind of the values stored so far, if any was.
  private mutating func noteKind(ofStoredIn column: Int, upTo row: Int, _ sink: CellSink) {
    let stored = row - rows.lowerBound - (columns[column].missing?.count ?? 0)
    guard stored > 0 else { return }
    switch sink.action {
    case .integer: columns[column].kinds.insert(.integer)
    case .number: columns[column].kinds.insert(.number)
    case .boolean: columns[column].kinds.insert(.boolean)
    case .text: columns[column].kinds.insert(.text)
    case .skip, .classify: break
    }
  }

  private mutating func noteMissing(_ column: Int, _ row: Int) {
    if columns[column].missing == nil { columns[column].missing = MissingRows(rows: mostRows) }
    columns[column].missing!.insert(row - rows.lowerBound)
  }
}
