/// Puts the cells of one stretch of a file into the columns' memory and keeps what is learned of them.
struct CellStore {
  let scanner: CSVScanner
  let cells: CellReader
  /// The rows of the stretch, counted in the whole table.
  var rows: Range<Int> = 0..<0

  /// What was learned, a column each.
  private(set) var columns: [ChunkColumn]
  /// The damage of the cell taken last.
  var fault: RecordFault?

  init(scanner: CSVScanner, cells: CellReader, columnCount: Int) {
    self.scanner = scanner
    self.cells = cells
    columns = [ChunkColumn](repeating: ChunkColumn(), count: columnCount)
  }

  /// Notes which rows were read in the end, and as what.
  mutating func finish(_ rows: Range<Int>, _ sinks: [CellSink]) {
    for column in columns.indices {
      noteKind(ofStoredIn: column, upTo: rows.upperBound, sinks[column])
      columns[column].rows = rows
    }
  }

  /// Takes the cell that begins at `start`; sets `fault` where it is damaged or does not fit.
  @inline(__always)
  mutating func take(
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
    case .integer, .number, .overflow: columns[column].findings.numbers &+= 1
    case .boolean, .text:
      columns[column].findings.others &+= 1
      if columns[column].findings.firstOther == nil { columns[column].findings.firstOther = start }
    }
    if let texts = sink.values?.assumingMemoryBound(to: String.self) { texts[row] = scanner.text(of: field) }
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
    case .integer: columns[column].findings.kinds.insert(.integer)
    case .number: columns[column].findings.kinds.insert(.number)
    case .overflow:
      columns[column].findings.kinds.insert(.number)
      if columns[column].findings.firstOverflow == nil { columns[column].findings.firstOverflow = start }
    case .boolean: columns[column].findings.kinds.insert(.boolean)
    case .text: columns[column].findings.kinds.insert(.text)
    }
  }

  /// Notes that a column that is only classified has an integer.
  mutating func noteInteger(_ column: Int) { columns[column].findings.kinds.insert(.integer) }

  /// Notes the kind of the values stored so far, if any was.
  private mutating func noteKind(ofStoredIn column: Int, upTo row: Int, _ sink: CellSink) {
    let stored = row - rows.lowerBound - (columns[column].missing?.count ?? 0)
    guard stored > 0 else { return }
    switch sink.action {
    case .integer: columns[column].findings.kinds.insert(.integer)
    case .number: columns[column].findings.kinds.insert(.number)
    case .boolean: columns[column].findings.kinds.insert(.boolean)
    case .text: columns[column].findings.kinds.insert(.text)
    case .skip, .classify: break
    }
  }

  /// Notes that a cell is missing.
  mutating func noteMissing(_ column: Int, _ row: Int) {
    if columns[column].missing == nil { columns[column].missing = MissingRows(rows: rows.count) }
    columns[column].missing!.insert(row - rows.lowerBound)
  }
}
