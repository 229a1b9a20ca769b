/// What a pass over the records does with the cells of one column.
struct CellSink {
  enum Action: Equatable {
    /// The cells are ignored.
    case skip
    /// The kinds of values are collected, the values are not.
    case classify
    /// The values are stored as those of a type.
    case store(Column.ValueType)

    /// Whether short numbers need not be read one by one.
    @inline(__always)
    var takesShortNumbers: Bool { self == .store(.integer) || self == .store(.number) || self == .classify }
  }

  var action: Action
  /// The memory for the column's values from row 0 on; `nil` where they are not kept.
  var values: UnsafeMutableRawPointer?
  /// Whether the type was given, so that a cell that does not fit is a fault.
  var isGiven = false
  /// The index of the text that means a missing number; −1 where none does.
  var placeholder = -1
  /// Whether numbers may have separators of thousands, a currency or a percent sign.
  var takesWritten = false
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
  /// The number of cells with a placeholder for a missing number, and of numbers in another writing.
  var placeholders = 0
  var written = 0
  /// The missing rows, counted from the first of the part.
  var missing: MissingRows?

  /// The first cell that is not a number, in a text column in which at least half the cells are numbers.
  var firstNonNumericCell: Int? { numbers >= others ? firstOther : nil }

  /// Adds what was found further down, except for missing rows.
  mutating func append(_ next: ColumnFindings) {
    kinds.formUnion(next.kinds)
    numbers += next.numbers
    others += next.others
    placeholders += next.placeholders
    written += next.written
    firstOther = firstOther ?? next.firstOther
    firstOverflow = firstOverflow ?? next.firstOverflow
  }
}

/// Writes the cells of one range of a file to the columns' memory and records what they are.
struct CellStore {
  let scanner: CSVScanner
  let cells: CellReader
  /// The rows of the range, counted in the whole table: those expected, and after reading those that were read.
  var rows: Range<Int>
  /// Where the next record begins; meaningless after a fault.
  var end: Int
  /// What was found, for each column.
  var columns: [ColumnFindings]
  /// The texts of each column whose texts are kept.
  var texts: [TextCells?]
  /// The damage of the cell taken last.
  var fault: RecordFault?

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
    if !store(value, of: field, at: start, column, row, sink) {
      misfit(value, of: field, at: start, column, row, &sink)
    }
  }

  /// Stores a cell's value, or returns `false` where the column's type does not hold it.
  @inline(__always)
  private mutating func store(
    _ value: CellValue, of field: CSVScanner.Field, at start: Int, _ column: Int, _ row: Int, _ sink: CellSink
  ) -> Bool {
    switch (sink.action, value) {
    case (.skip, _): break
    case (.classify, _): noteKind(value, of: field, at: start, column)
    case (.store(.text), _): storeText(value, of: field, at: start, column, row)
    case (.store(let type), .missing):
      switch type {
      case .integer: put(0, sink, row)
      case .number: put(Double.nan, sink, row)
      default: put(false, sink, row)
      }
      noteMissing(column, row)
    case (.store(.integer), .integer(let integer)): put(integer, sink, row)
    case (.store(.number), .integer(let integer)): put(Double(integer), sink, row)
    case (.store(.number), .number(let number)): put(number, sink, row)
    case (.store(.number), .overflow):
      put(infinity(of: field), sink, row)
      noteKind(value, of: field, at: start, column)
    case (.store(.boolean), .boolean(let boolean)): put(boolean, sink, row)
    default: return false
    }
    return true
  }

  @inline(__always)
  private func put<Value: BitwiseCopyable>(_ value: Value, _ sink: CellSink, _ row: Int) {
    sink.values?.storeBytes(of: value, toByteOffset: row &* MemoryLayout<Value>.stride, as: Value.self)
  }

  /// What a number that is too large becomes.
  private func infinity(of field: CSVScanner.Field) -> Double {
    let first = scanner.content(of: field).first { $0 == ASCII.minus || $0 &- ASCII.zero <= 9 }
    return first == ASCII.minus ? -.infinity : .infinity
  }

  private mutating func storeText(
    _ value: CellValue, of field: CSVScanner.Field, at start: Int, _ column: Int, _ row: Int
  ) {
    if let texts = texts[column] {
      texts.take(scanner.content(of: field), isQuoted: field.isQuoted, value, at: row - rows.lowerBound)
      if texts.firstOther != nil, columns[column].firstOther == nil { columns[column].firstOther = start }
      return
    }
    switch value {
    case .missing: noteMissing(column, row)
    case .integer, .number, .overflow: columns[column].numbers &+= 1
    case .boolean, .text:
      columns[column].others &+= 1
      if columns[column].firstOther == nil { columns[column].firstOther = start }
    }
  }

  /// Stores a placeholder or a number in another writing where the column has such. Refuses any other cell where
  /// its column's type was given. Otherwise the rest of the column is only classified, and the column is read
  /// again once its type is known.
  private mutating func misfit(
    _ value: CellValue, of field: CSVScanner.Field, at start: Int, _ column: Int, _ row: Int,
    _ sink: inout CellSink
  ) {
    if storeOther(value, of: field, at: start, column, row, sink) { return }
    if sink.isGiven, case .store(let type) = sink.action {
      fault = RecordFault(kind: .wrongType(type), offset: start, column: column)
      return
    }
    noteKind(ofStoredIn: column, before: row, sink)
    noteKind(value, of: field, at: start, column)
    sink.action = .classify
  }

  /// Stores a placeholder or a number in another writing, or returns `false` where the cell is none.
  private mutating func storeOther(
    _ value: CellValue, of field: CSVScanner.Field, at start: Int, _ column: Int, _ row: Int, _ sink: CellSink
  ) -> Bool {
    guard case .text = value else { return false }
    let content = scanner.content(of: field)
    if sink.placeholder >= 0, cells.isPlaceholder(content, sink.placeholder) {
      if sink.action == .store(.number) { put(Double.nan, sink, row) } else { put(0, sink, row) }
      noteMissing(column, row)
      columns[column].kinds.insert(.placeholder(sink.placeholder))
      columns[column].placeholders &+= 1
      return true
    }
    guard sink.takesWritten, let written = cells.writtenNumber(content) else { return false }
    switch (sink.action, written.value) {
    case (.store(.integer), .integer(let integer)): put(integer, sink, row)
    case (.store(.number), .integer(let integer)): put(Double(integer), sink, row)
    case (.store(.number), .number(let number)): put(number, sink, row)
    case (.store(.number), .overflow): put(infinity(of: field), sink, row)
    default: return false
    }
    note(written, at: start, column)
    return true
  }

  private mutating func noteKind(
    _ value: CellValue, of field: CSVScanner.Field, at start: Int, _ column: Int
  ) {
    guard let type = value.type else { return }
    if case .overflow = value, columns[column].firstOverflow == nil { columns[column].firstOverflow = start }
    // In a column of texts it makes no difference what else the cells are.
    guard type == .text, !columns[column].kinds.contains(.text) else {
      columns[column].kinds.insert(.of(type))
      return
    }
    let content = scanner.content(of: field)
    if let written = cells.writtenNumber(content) { return note(written, at: start, column) }
    let kinds = cells.kinds(ofText: content)
    columns[column].kinds.formUnion(kinds)
    if kinds.placeholder != nil { columns[column].placeholders &+= 1 }
  }

  private mutating func note(_ written: WrittenNumbers.Reading, at start: Int, _ column: Int) {
    columns[column].kinds.formUnion(written.kinds)
    columns[column].written &+= 1
    if case .overflow = written.value, columns[column].firstOverflow == nil {
      columns[column].firstOverflow = start
    }
  }

  /// Adds what the texts of the columns turned out to be.
  mutating func noteTexts() {
    for (column, texts) in texts.enumerated() {
      guard let texts else { continue }
      columns[column].numbers = texts.numberCount
      columns[column].others = texts.otherCount
      columns[column].missing = texts.missing
    }
  }

  /// Records the kind of the values stored in the rows before one, if there are any.
  mutating func noteKind(ofStoredIn column: Int, before row: Int, _ sink: CellSink) {
    guard case .store(let type) = sink.action else { return }
    let other = (columns[column].missing?.count ?? 0) + columns[column].written
    if row - rows.lowerBound - other > 0 { columns[column].kinds.insert(.of(type)) }
  }

  /// Records that a cell is missing.
  mutating func noteMissing(_ column: Int, _ row: Int) {
    if columns[column].missing == nil { columns[column].missing = MissingRows(rows: rows.count) }
    columns[column].missing!.insert(row - rows.lowerBound)
  }
}
