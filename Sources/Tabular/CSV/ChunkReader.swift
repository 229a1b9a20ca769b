/// Reads the records of one stretch of a file into the columns' memory.
///
/// Short numbers, which are most cells, are read in place; everything else goes through `CSVScanner` and
/// `CellReader`. Several readers work on different stretches of a file at the same time: they write to
/// different rows, and keep what is not a fixed place in memory to themselves.
struct ChunkReader {
  let scanner: CSVScanner
  let cells: CellReader
  /// Blank lines are rows of a single column, and nothing elsewhere.
  let isSingleColumn: Bool
  var sinks: [CellSink]

  /// What was learned, a column each.
  private(set) var columns: [ChunkColumn]
  private(set) var fault: RecordFault?
  /// The rows read, counted in the whole table.
  private(set) var rows: Range<Int> = 0..<0
  private var mostRows = 0
  /// The byte that ends most lines. Lines that end otherwise are read all the same.
  private let lineEnd: UInt8
  /// Where the last eight bytes begin; before the file where short numbers must not be looked for.
  private let lastWord: Int

  init(scanner: CSVScanner, cells: CellReader, lineEnd: UInt8, sinks: [CellSink]) {
    self.lineEnd = lineEnd
    lastWord = cells.hasNumberLikeSpelling ? -1 : scanner.end - 8
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
    var offset = start
    while offset < limit, rows.upperBound < expected.upperBound {
      guard let terminator = readRecord(at: offset, row: rows.upperBound) else { break }
      rows = rows.lowerBound..<rows.upperBound + 1
      offset = nextRecord(after: terminator)
    }
    for column in columns.indices {
      noteKind(ofStoredIn: column, upTo: rows.upperBound)
      columns[column].rows = rows
    }
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

  /// Reads one record and returns where its line ends, or `nil` where it is damaged.
  @inline(__always)
  private mutating func readRecord(at start: Int, row: Int) -> Int? {
    let last = sinks.count &- 1
    var offset = start
    for column in 0...last {
      let sink = sinks[column]
      let end = column == last ? lineEnd : scanner.delimiter
      if let terminator = readShort(at: offset, to: end, sink, row) {
        offset = terminator &+ 1
        continue
      }
      let terminator = readCell(at: offset, column: column, row: row)
      if fault != nil { return nil }
      let isDelimited = terminator < scanner.end && scanner.byte(terminator) == scanner.delimiter
      if isDelimited == (column == last) {
        fault = raggedRow(at: start)
        return nil
      }
      offset = terminator &+ 1
    }
    return offset &- 1
  }

  /// Reads the cell at `offset` if it is a short number before the byte `end`, and returns where that is.
  ///
  /// What decides how fast a file is read is the way from one cell's place to the next one's: here the search
  /// for `end` alone. The number's digits are worked out beside it.
  @inline(__always)
  private func readShort(at offset: Int, to end: UInt8, _ sink: CellSink, _ row: Int) -> Int? {
    guard sink.action == .integer || sink.action == .number, offset <= lastWord else { return nil }
    let word = UInt64(littleEndian: scanner.base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    if UInt8(truncatingIfNeeded: word) == ASCII.quote {
      return readShortInQuotes(at: offset, to: end, sink, row)
    }
    let ends = word.bytesEqual(to: UInt64(repeating: end))
    guard ends != 0 else { return nil }
    let bits = UInt64(truncatingIfNeeded: ends.trailingZeroBitCount) & 56
    guard let number = ShortNumber(word, bits: bits, point: cells.numbers.point),
      Self.store(number, sink, row)
    else { return nil }
    return offset &+ Int(truncatingIfNeeded: bits &>> 3)
  }

  /// The same for a cell that begins with a quote and ends with the next.
  @inline(__always)
  private func readShortInQuotes(at offset: Int, to end: UInt8, _ sink: CellSink, _ row: Int) -> Int? {
    guard offset &+ 1 < lastWord else { return nil }
    let word = UInt64(littleEndian: scanner.base.loadUnaligned(fromByteOffset: offset &+ 1, as: UInt64.self))
    let quotes = word.bytesEqual(to: .quotes)
    guard quotes != 0 else { return nil }
    let bits = UInt64(truncatingIfNeeded: quotes.trailingZeroBitCount) & 56
    let terminator = offset &+ 2 &+ Int(truncatingIfNeeded: bits &>> 3)
    guard scanner.byte(terminator) == end,
      let number = ShortNumber(word, bits: bits, point: cells.numbers.point),
      Self.store(number, sink, row)
    else { return nil }
    return terminator
  }

  /// Stores a short number, or returns `false` where the column wants another kind of value.
  @inline(__always)
  private static func store(_ cell: ShortNumber, _ sink: CellSink, _ row: Int) -> Bool {
    if sink.action == .number {
      if cell.isNegative, cell.digits == 0 { return false }
      let magnitude = Double(cell.digits) / PowersOfTen.short[cell.fractionDigits]
      sink.values!.storeBytes(
        of: cell.isNegative ? -magnitude : magnitude, toByteOffset: row &* 8, as: Double.self)
      return true
    }
    if cell.hasPoint || cell.isNegative && cell.digits == 0 { return false }
    sink.values!.storeBytes(
      of: cell.isNegative ? 0 &- cell.digits : cell.digits, toByteOffset: row &* 8, as: Int.self)
    return true
  }

  private func raggedRow(at start: Int) -> RecordFault {
    let found = scanner.record(at: start).fields.count
    return RecordFault(kind: .raggedRow(found: found), offset: start, column: found)
  }
}

/// Any cell.
extension ChunkReader {
  /// Reads the cell at `start` and returns where it ends; sets `fault` where it is damaged or does not fit.
  @inline(never)
  private mutating func readCell(at start: Int, column: Int, row: Int) -> Int {
    let field = scanner.field(at: start)
    switch field.damage {
    case .none: break
    case .unclosedQuote:
      fault = RecordFault(kind: .unclosedQuote, offset: field.start - 1, column: column)
      return start
    case .textAfterQuote:
      fault = RecordFault(kind: .textAfterQuote, offset: field.start - 1, column: column)
      return start
    }
    let sink = sinks[column]
    if sink.action == .skip { return field.terminator }
    let value = cells.value(
      of: UnsafeRawBufferPointer(start: scanner.base + field.start, count: field.end - field.start))
    if !store(value, of: field, at: start, column: column, row: row) { misfit(value, at: start, column, row) }
    return field.terminator
  }

  /// Stores a cell's value, or returns `false` where the column's type does not hold it.
  @inline(__always)
  private mutating func store(
    _ value: CellValue, of field: CSVScanner.Field, at start: Int, column: Int, row: Int
  ) -> Bool {
    let sink = sinks[column]
    switch (sink.action, value) {
    case (.skip, _): break
    case (.text, _): storeText(value, of: field, at: start, column: column, row: row)
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
    _ value: CellValue, of field: CSVScanner.Field, at start: Int, column: Int, row: Int
  ) {
    switch value {
    case .missing:
      columns[column].texts.append("")
      noteMissing(column, row)
      return
    case .integer, .number, .overflow: columns[column].numbers += 1
    case .boolean, .text:
      columns[column].others += 1
      if columns[column].firstOther == nil { columns[column].firstOther = start }
    }
    columns[column].texts.append(scanner.text(of: field))
  }

  /// Refuses a cell where its column's type was given; else the rest of the column is only classified, and
  /// the column is read again when its type is known.
  private mutating func misfit(_ value: CellValue, at start: Int, _ column: Int, _ row: Int) {
    if sinks[column].isGiven {
      let type: Column.ValueType =
        switch sinks[column].action {
        case .integer: .integer
        case .number: .number
        case .boolean: .boolean
        default: .text
        }
      fault = RecordFault(kind: .unfitting(type), offset: start, column: column)
      return
    }
    noteKind(ofStoredIn: column, upTo: row)
    noteKind(value, at: start, column)
    sinks[column].action = .classify
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
  private mutating func noteKind(ofStoredIn column: Int, upTo row: Int) {
    let stored = row - rows.lowerBound - (columns[column].missing?.count ?? 0)
    guard stored > 0 else { return }
    switch sinks[column].action {
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
