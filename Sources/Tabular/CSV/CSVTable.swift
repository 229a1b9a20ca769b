import LinearAlgebra

/// A CSV file of which everything is known except the values.
///
///     encoding → dialect → header → plan from a sample → layout → values → columns that widened → frame
struct CSVTable {
  private(set) var layout: CSVLayout
  /// What to read of each of the file's columns.
  private var plans: [ColumnPlan]
  private let pass: CSVPass
  private let header: CSVHeader
  /// The indices in the file of the columns to read, in the order of the frame.
  private let taken: [Int]
  private let locator: CSVFaultLocator
  /// For each column of the file, the first cell that prevents a text column from being one of numbers.
  private var nonNumericCells: [Column.CellPlace?] = []

  /// Opens a file.
  init(path: String, options: CSVReadingOptions) throws(TabularError) {
    let source = try CSVSource(path: path)
    try self.init(source.bytes, source: source, file: path, options: options)
  }

  /// Reads the header, guesses types from a sample, and finds where the records are.
  ///
  /// - Parameter source: the file, where its memory can be released once it has been read.
  init(
    _ bytes: UnsafeRawBufferPointer, source: CSVSource? = nil, file: String, options: CSVReadingOptions
  ) throws(TabularError) {
    if let reason = options.contradiction { throw .csv(.init(.invalidOption(reason), file: file)) }
    let textStart = try CSVEncoding.textStart(of: bytes, file: file)
    let base = bytes.baseAddress!
    let dialect = CSVDialect(of: base, in: textStart..<bytes.count, options: options)
    let scanner = CSVScanner(base: base, end: bytes.count, delimiter: dialect.delimiter)
    var locator = CSVFaultLocator(scanner: scanner, file: file)
    let isSmall = bytes.count < 2 * options.chunkSize
    pass = CSVPass(
      scanner: scanner,
      cells: CellReader(
        point: dialect.decimalPoint,
        missingTexts: options.missingValues ?? CSVReadingOptions.defaultMissingValues),
      team: ThreadTeam(count: isSmall ? 1 : options.threadCount ?? ThreadTeam.processorCount), source: source)
    let censuses = pass.censuses(from: textStart, chunkSize: options.chunkSize)
    let found = Result { [cells = pass.cells, locator] () throws(TabularError) in
      try CSVHeader(locator, textStart: textStart, cells: cells, hasHeader: options.hasHeader)
    }
    try pass.requireText(censuses, locator, header: try? found.get())
    header = try found.get()
    locator.names = header.names
    self.locator = locator
    taken = try options.columns(of: header, file: file)
    plans = pass.plans(for: taken, of: header, options)
    layout = CSVLayout.guessed(
      scanner, body: header.body, isSingleColumn: header.names.count == 1, censuses: censuses, team: pass.team
    )
  }

  /// The names of the columns to read.
  var names: [String] { taken.map { header.names[$0] } }

  /// The types of the columns to read.
  var types: [Column.ValueType] { taken.map { plans[$0].type! } }

  /// Reads all rows.
  mutating func read() throws(TabularError) -> DataFrame {
    let columns = try readAll(keepsValues: true)
    return frame(of: columns, rows: layout.rowCount)
  }

  /// Examines all cells without keeping any, so that the types and the layout are certain.
  mutating func survey() throws(TabularError) {
    _ = try readAll(keepsValues: false)
    for place in plans.indices where plans[place].type != nil { plans[place].isGiven = true }
  }

  /// Reads the file once, as the types that a sample of it suggests. A column with a later cell that does not
  /// fit, such as `5.5` after ten thousand integers, is read again as the type that all its cells have.
  private mutating func readAll(keepsValues: Bool) throws(TabularError) -> [ReadColumn?] {
    try locator.locating { () throws(RecordFault) in
      var columns = try pass.read(plans, &layout, keepsValues: keepsValues)
      let widened = plans.widen(by: columns)
      // Without values, only a column that turned out to be text needs more: the number of its numbers.
      if widened.contains(where: { keepsValues ? $0.type != nil : $0.type == .text }) {
        // The memory of the first attempt is freed before the second allocates its own.
        for place in widened.indices where widened[place].type != nil { columns[place] = nil }
        for (place, column) in try pass.read(widened, &layout, keepsValues: keepsValues).enumerated()
        where column != nil { columns[place] = column }
      }
      try plans.refuseOverflows(in: columns)
      nonNumericCells = columns.map { $0?.findings.firstNonNumericCell.map(locator.place) }
      return columns
    }
  }

  /// Reads some rows of a file that was surveyed, and returns where the next row begins.
  ///
  /// - Parameter start: where the first of them begins.
  func read(rows: Range<Int>, from start: Int) throws(TabularError) -> (frame: DataFrame, end: Int) {
    let result = try locator.locating { () throws(RecordFault) in
      try pass.readOnce(plans, layout.part(rows, from: start), keepsValues: true)
    }
    guard let result else {
      throw .csv(.init(.unreadable(reason: "it has changed since it was opened"), file: locator.file))
    }
    return (frame(of: result.columns, rows: rows.count), result.end)
  }

  /// Returns the memory of bytes that have been read to the system.
  func release(_ range: Range<Int>) { pass.source?.release(range) }

  /// The frame of the columns to read.
  private func frame(of columns: [ReadColumn?], rows: Int) -> DataFrame {
    DataFrame(
      columns: taken.map { place in
        let read = columns[place]!
        var column = Column(
          name: header.names[place], storage: read.values!, missing: read.findings.missing)
        column.isRowIndex = place == 0 && header.beginsWithRowIndex
        column.firstNonNumericCell = nonNumericCells[place]
        return column
      })
  }
}

extension CSVPass {
  /// Counts the bytes that matter in all of the text, in ranges of the size of a chunk.
  fileprivate func censuses(from textStart: Int, chunkSize: Int) -> [ByteCensus] {
    let text = textStart..<scanner.end
    return team.map((text.count + chunkSize - 1) / chunkSize) { index in
      let start = text.lowerBound + index * chunkSize
      let range = start..<min(start + chunkSize, text.upperBound)
      defer { source?.release(range) }
      return ByteCensus(scanner.base, range: range, start: text.lowerBound, end: text.upperBound)
    }
  }

  /// Makes sure that the bytes are UTF-8 text.
  ///
  /// - Throws: `nulByte` or `invalidUTF8`, whichever comes first.
  fileprivate func requireText(
    _ censuses: [ByteCensus], _ locator: CSVFaultLocator, header: CSVHeader?
  ) throws(TabularError) {
    guard let census = censuses.first(where: { $0.hasNul || $0.invalidUTF8 != nil }) else { return }
    let nul = census.hasNul ? census.range.first { scanner.byte($0) == 0 } : nil
    if let invalid = census.invalidUTF8, invalid < nul ?? .max {
      let byte = String(scanner.byte(invalid), radix: 16, uppercase: true)
      throw locator.located(.invalidUTF8, atByte: invalid, header: header, text: "0x\(byte)")
    }
    throw locator.located(.nulByte, atByte: nul!, header: header)
  }

  /// Plans the columns: the types given, and for the others those of a sample.
  fileprivate func plans(
    for taken: [Int], of header: CSVHeader, _ options: CSVReadingOptions
  ) -> [ColumnPlan] {
    let classifier = reader([CellSink](repeating: CellSink(action: .classify), count: header.names.count))
    let limit = min(header.body + options.sampleSize, scanner.end)
    let sample = classifier.read(from: header.body, to: limit, rows: 0..<Int.max)
    var plans = [ColumnPlan](repeating: ColumnPlan(type: nil), count: header.names.count)
    for place in taken {
      let given = options.columnTypes?[header.names[place]]
      let kinds = sample.columns[place].kinds
      // Where the sample has no value, the narrowest type can still widen to every other.
      let guess = kinds.isEmpty ? .integer : kinds.type
      plans[place] = ColumnPlan(type: given ?? guess, isGiven: given != nil)
    }
    return plans
  }
}

extension CSVReadingOptions {
  /// The indices in the file of the columns to read, in the order of the frame.
  fileprivate func columns(of header: CSVHeader, file: String) throws(TabularError) -> [Int] {
    let places = Dictionary(uniqueKeysWithValues: header.names.enumerated().map { ($1, $0) })
    let typed = columnTypes?.keys.sorted() ?? []
    for name in (columns ?? []) + typed where places[name] == nil {
      let nearest = nearestName(to: name, among: header.names)!
      throw .csv(.init(.unknownColumn(nearest: nearest), file: file, column: name))
    }
    return columns?.map { places[$0]! } ?? Array(header.names.indices)
  }
}

extension [ColumnPlan] {
  /// Gives the columns whose type was guessed too narrow the type that all their cells have.
  ///
  /// - Returns: the plans of those columns alone.
  fileprivate mutating func widen(by columns: [ReadColumn?]) -> [ColumnPlan] {
    var widened = [ColumnPlan](repeating: ColumnPlan(type: nil), count: count)
    for (place, plan) in enumerated() where plan.type != nil && !plan.isGiven {
      let type = columns[place]!.findings.kinds.type
      if type == plan.type { continue }
      widened[place].type = type
      self[place].type = type
    }
    return widened
  }

  /// Refuses numbers that are too large in columns of numbers.
  ///
  /// - Throws: the first fault in the file.
  fileprivate func refuseOverflows(in columns: [ReadColumn?]) throws(RecordFault) {
    let overflows = enumerated().filter { $0.element.type == .number }.compactMap { column, _ in
      columns[column]?.findings.firstOverflow.map { RecordFault(kind: .overflow, offset: $0, column: column) }
    }
    if let first = overflows.min(by: { $0.offset < $1.offset }) { throw first }
  }
}
