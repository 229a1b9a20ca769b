/// What a pass over the records does with the cells of one column.
struct CellSink {
  enum Action: UInt8 {
    /// The cells are ignored.
    case skip
    /// The kinds of values are collected, the values are not.
    case classify
    case integer, number, boolean, text

    init(_ type: Column.ValueType) {
      switch type {
      case .integer: self = .integer
      case .number: self = .number
      case .boolean: self = .boolean
      case .text: self = .text
      }
    }

    /// The kind of the values that are stored, if any are.
    var kind: CellKinds {
      switch self {
      case .integer: .integer
      case .number: .number
      case .boolean: .boolean
      case .text: .text
      case .skip, .classify: []
      }
    }

    /// Whether short numbers need not be read one by one.
    @inline(__always)
    var takesShortNumbers: Bool { self == .integer || self == .number || self == .classify }
  }

  var action: Action
  /// The memory for the column's values from row 0 on; `nil` for texts that are not kept.
  var values: UnsafeMutableRawPointer?
  /// Whether the type was given, so that a cell that does not fit is a fault.
  var isGiven = false

  static var skip: CellSink { CellSink(action: .skip) }
  static var classify: CellSink { CellSink(action: .classify) }
}

/// What the cells of a column, or of a part of it, turn out to be.
struct ColumnFindings {
  var kinds: CellKinds = []
  /// In a text column, the number of cells that are numbers, and that are something else.
  var numbers = 0
  var others = 0
  /// Where the first cell begins that is neither a number nor missing.
  var firstOther: Int?
  /// Where the first number too large for 64 bits begins.
  var firstOverflow: Int?

  /// The first cell that is not a number, in a text column in which at least half the cells are numbers.
  var firstNonNumericCell: Int? { numbers >= others ? firstOther : nil }

  /// Adds what was found further down.
  mutating func append(_ next: ColumnFindings) {
    kinds.formUnion(next.kinds)
    numbers += next.numbers
    others += next.others
    firstOther = firstOther ?? next.firstOther
    firstOverflow = firstOverflow ?? next.firstOverflow
  }
}

/// Writes the cells of one range of a file to the columns' memory and records what they are.
struct CellStore {
  let scanner: CSVScanner
  let cells: CellReader
  /// The rows of the range, counted in the whole table.
  var rows: Range<Int> = 0..<0

  /// What is known of one column.
  struct ColumnPart {
    var findings = ColumnFindings()
    /// The missing rows, counted from the range's first.
    var missing: MissingRows?
  }

  /// What was found, for each column.
  private(set) var columns: [ColumnPart]
  /// The damage of the cell taken last.
  var fault: RecordFault?

  init(scanner: CSVScanner, cells: CellReader, columnCount: Int) {
    self.scanner = scanner
    self.cells = cells
    columns = [ColumnPart](repeating: ColumnPart(), count: columnCount)
  }

  /// Records the kinds of the values stored in the rows before `end`, the last that was read.
  mutating func finish(before end: Int, _ sinks: [CellSink]) {
    for column in columns.indices { noteKind(ofStoredIn: column, upTo: end, sinks[column]) }
  }

  /// Takes the cell that begins at `start`; sets `fault` where it is damaged or does not fit.
  @inline(__always)
  mutating func take(
    _ field: CSVScanner.Field, at start: Int, _ column: Int, _ row: Int, _ sink: inout CellSink
  ) {
    if let damage = field.damage {
      fault = RecordFault(kind: damage.fault, offset: field.start - 1, column: column)
      return
    }
    if sink.action == .skip { return }
    let value = cells.value(of: scanner.content(of: field))
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

  /// Refuses a cell where its column's type was given. Otherwise the rest of the column is only classified,
  /// and the column is read again once its type is known.
  private mutating func misfit(
    _ value: CellValue, at start: Int, _ column: Int, _ row: Int, _ sink: inout CellSink
  ) {
    if sink.isGiven {
      fault = RecordFault(kind: .wrongType(sink.action.kind.type), offset: start, column: column)
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

  /// Records that a column that is only classified has an integer.
  mutating func noteInteger(_ column: Int) { columns[column].findings.kinds.insert(.integer) }

  /// Records the kind of the values stored so far, if there are any.
  private mutating func noteKind(ofStoredIn column: Int, upTo row: Int, _ sink: CellSink) {
    let stored = row - rows.lowerBound - (columns[column].missing?.count ?? 0)
    if stored > 0 { columns[column].findings.kinds.formUnion(sink.action.kind) }
  }

  /// Records that a cell is missing.
  mutating func noteMissing(_ column: Int, _ row: Int) {
    if columns[column].missing == nil { columns[column].missing = MissingRows(rows: rows.count) }
    columns[column].missing!.insert(row - rows.lowerBound)
  }
}
