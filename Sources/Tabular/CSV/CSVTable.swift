import LinearAlgebra

/// A CSV file of which everything is known except the values.
///
///     text → dialect → header → plan from a sample → layout → values → columns that widened → frame
struct CSVTable {
  private(set) var layout: CSVLayout
  /// What to read of each of the file's columns.
  private var plans: [ColumnPlan]
  private let pass: CSVPass
  private let header: CSVHeader
  /// The indices in the file of the columns to read, in the order of the frame.
  private var taken: [Int]
  /// Whether columns at the end that have neither a name nor a value are left out.
  private let leavesOutEmpty: Bool
  /// What the user should know about the whole file.
  private var fileNotices: [String]
  private let locator: CSVFaultLocator
  /// For each column of the file, the first cell that prevents a text column from being one of numbers.
  private var nonNumericCells: [Column.CellPlace?]
  /// For each column of the file what the user should know about it.
  private var notes: [ReadingNotes?]
  /// For each column of the file whether it was said to be text.
  private let textsGiven: [Bool]

  /// Opens a file.
  init(path: String, options: CSVReadingOptions) throws(TabularError) {
    let source = try CSVSource(path: path, encoding: options.encoding)
    self = try CSVSource.reading(source) { () throws(TabularError) in
      try CSVTable(source.bytes, source: source, file: path, options: options)
    }
  }

  /// Reads the header, guesses types from a sample, and finds where the records are.
  ///
  /// - Parameter source: the file, where its memory can be released once it has been read.
  init(
    _ bytes: UnsafeRawBufferPointer, source: CSVSource? = nil, file: String, options: CSVReadingOptions
  ) throws(TabularError) {
    if let reason = options.contradiction { throw .csv(.init(.invalidOption(reason), file: file)) }
    var text = try CSVText(bytes, source: source, file: file, options: options)
    let dialect = try CSVDialect(of: text, options: options)
    if dialect.isAligned { try text.align() }
    let cells = CellReader(
      point: dialect.decimalPoint,
      missingTexts: options.missingValues ?? CSVReadingOptions.defaultMissingValues,
      thousands: options.thousandsSeparator?.asciiValue,
      placeholders: options.missingValues == nil ? CSVReadingOptions.numberPlaceholders : [])
    var locator = CSVFaultLocator(of: text, delimiter: dialect.delimiter, file: file)
    let found = Result { [locator, text] () throws(TabularError) in
      try CSVHeader(locator, textStart: text.start, cells: cells, hasHeader: options.hasHeader)
    }
    var filled = 0
    if options.raggedRows == .fill, case .success(let header) = found {
      filled = try text.fillShortRecords(locator.scanner, from: header.body, columns: header.names.count)
      locator = CSVFaultLocator(of: text, delimiter: dialect.delimiter, file: file)
    }
    let isSmall = text.bytes.count < 2 * options.chunkSize
    pass = CSVPass(
      scanner: locator.scanner, cells: cells,
      team: ThreadTeam(count: isSmall ? 1 : options.threadCount ?? ThreadTeam.processorCount),
      source: text.source,
      groupsAreCertain: dialect.delimiter == ASCII.comma || dialect.decimalPoint == ASCII.comma
        || options.decimalSeparator != nil || options.thousandsSeparator != nil)
    let censuses = pass.censuses(from: text.start, chunkSize: options.chunkSize)
    try pass.requireText(censuses, locator, header: try? found.get())
    header = try found.get()
    locator.names = header.names
    self.locator = locator
    taken = try options.columns(of: header, file: file)
    textsGiven = header.names.map { options.columnTypes?[$0] == .text }
    leavesOutEmpty = options.columns == nil
    fileNotices = header.notices
    if dialect.hasFoundDecimalComma {
      fileNotices.append("The numbers of the file have decimal commas, as in 0,5: they are read so.")
    }
    if filled > 0 {
      fileNotices.append(
        filled == 1
          ? "1 row has fewer cells than there are columns: the rest is read as missing."
          : "\(filled) rows have fewer cells than there are columns: the rest is read as missing.")
    }
    plans = pass.plans(for: taken, of: header, options)
    nonNumericCells = plans.map { _ in nil }
    notes = plans.map { _ in nil }
    layout = CSVLayout.guessed(
      locator.scanner, body: header.body, isSingleColumn: header.names.count == 1, censuses: censuses,
      team: pass.team)
  }

  /// The names of the columns to read.
  var names: [String] { taken.map { header.names[$0] } }

  /// The types of the columns to read.
  var types: [Column.ValueType] { taken.map { plans[$0].type! } }

  /// Reads all rows.
  mutating func read() throws(TabularError) -> DataFrame {
    try plans.requireMemory(rows: layout.rowCount, file: locator.file)
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
    try reading { () throws(RecordFault) in
      var columns = try pass.read(plans, &layout, keepsValues: keepsValues)
      let widened = plans.widen(by: columns, groupsAreCertain: pass.groupsAreCertain)
      // Without values, only a column that turned out to be text needs more: the number of its numbers.
      if widened.contains(where: { keepsValues ? $0.type != nil : $0.type == .text }) {
        // The memory of the first attempt is freed before the second allocates its own.
        for place in widened.indices where widened[place].type != nil { columns[place] = nil }
        for (place, column) in try pass.read(widened, &layout, keepsValues: keepsValues).enumerated()
        where column != nil { columns[place] = column }
      }
      let findings = columns.map { $0?.findings }
      let cells = locator.places(
        ofCells: findings.flatMap { [$0?.firstNonNumericCell, $0?.firstOverflow].compactMap { $0 } })
      // A column that was said to be text is none of numbers with faults.
      nonNumericCells = zip(findings, textsGiven).map { found, isGiven in
        isGiven ? nil : found?.firstNonNumericCell.flatMap { cells[$0] }
      }
      leaveOutEmpty(columns)
      notes = findings.enumerated().map { place, found in found.flatMap { notes(on: place, $0, cells) } }
      return columns
    }
  }

  /// Leaves out the columns at the end that have neither a name nor a value, as rows that end with delimiters
  /// have.
  private mutating func leaveOutEmpty(_ columns: [ReadColumn?]) {
    guard leavesOutEmpty else { return }
    let empty = columns.indices.suffix(header.unnamedAtEnd).reversed().prefix {
      columns[$0]?.findings.kinds.isEmpty ?? false
    }
    guard !empty.isEmpty, empty.count < columns.count, empty.last! <= taken.last! else { return }
    taken.removeLast(empty.count)
    fileNotices.append(
      empty.count == 1
        ? "The last column has neither a name nor a value: it is left out."
        : "The last \(empty.count) columns have neither names nor values: they are left out.")
  }

  private func notes(
    on place: Int, _ findings: ColumnFindings, _ cells: [Int: Column.CellPlace]
  ) -> ReadingNotes? {
    var notes = ReadingNotes(nameInFile: header.renamed[place], file: fileNotices)
    if let form = plans[place].form, form.type == .number || form.type == .integer {
      notes.overflow = findings.firstOverflow.flatMap { cells[$0] }
      if let placeholder = findings.kinds.placeholder {
        let text = String(decoding: pass.cells.placeholders[placeholder], as: UTF8.self)
        notes.placeholder = (text, findings.placeholders)
      }
      if findings.written > 0 { notes.writing = pass.cells.words(for: findings.kinds) }
    }
    return notes == ReadingNotes() ? nil : notes
  }

  /// What the user should know about the file, a sentence each.
  var notices: [String] {
    DataFrame(
      columns: taken.map { place in
        var column = Column(name: header.names[place], [Double]())
        column.notes = notes[place]
        return column
      }
    ).readingNotices
  }

  /// Reads some rows of a file that was surveyed, and returns where the next row begins.
  ///
  /// - Parameter start: where the first of them begins.
  func read(rows: Range<Int>, from start: Int) throws(TabularError) -> (frame: DataFrame, end: Int) {
    let result = try reading { () throws(RecordFault) in
      try pass.readOnce(plans, layout.part(rows, from: start), keepsValues: true)
    }
    guard let result else {
      throw .csv(.init(.changed, file: locator.file))
    }
    return (frame(of: result.columns, rows: rows.count), result.end)
  }

  /// Reads the first rows, or all of them where it cannot be told before where those end.
  ///
  /// - Precondition: the types of the columns to read are given.
  mutating func read(first rows: Int) throws(TabularError) -> DataFrame {
    if rows < layout.rowCount, let part = try? read(rows: 0..<rows, from: layout.start) { return part.frame }
    return try read()
  }

  /// Reads bytes of a file that must not change meanwhile, and locates the damage that is found.
  private func reading<Result>(
    _ work: () throws(RecordFault) -> Result
  ) throws(TabularError) -> Result {
    try CSVSource.reading(pass.source) { () throws(TabularError) in try locator.locating(work) }
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
        column.notes = notes[place]
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
      let text = UnsafeRawBufferPointer(start: scanner.base, count: scanner.end)
      throw locator.located(
        .invalidUTF8, atByte: invalid, header: header, text: "0x\(byte)", encodings: CSVEncoding.likely(text))
    }
    throw locator.located(.nulByte, atByte: nul ?? census.range.lowerBound, header: header)
  }

  /// Plans the columns: the types given, and for the others those of a sample.
  fileprivate func plans(
    for taken: [Int], of header: CSVHeader, _ options: CSVReadingOptions
  ) -> [ColumnPlan] {
    let classifier = reader([CellSink](repeating: CellSink(action: .classify), count: header.names.count))
    let limit = min(header.body + options.sampleSize, scanner.end)
    let sample = classifier.read(from: header.body, to: limit, rows: 0..<Int.max)
    var plans = [ColumnPlan](repeating: ColumnPlan(), count: header.names.count)
    for place in taken {
      let given = options.columnTypes?[header.names[place]]
      let kinds = sample.columns[place].kinds
      guard let given else {
        plans[place] = ColumnPlan(form: kinds.guess(groupsAreCertain: groupsAreCertain))
        continue
      }
      let takesThousands = options.thousandsSeparator != nil && (given == .integer || given == .number)
      let form = ColumnForm(type: given, isWritten: takesThousands)
      plans[place] = ColumnPlan(form: form, isGiven: true)
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
  fileprivate mutating func widen(by columns: [ReadColumn?], groupsAreCertain: Bool) -> [ColumnPlan] {
    var widened = [ColumnPlan](repeating: ColumnPlan(), count: count)
    for (place, plan) in enumerated() where plan.type != nil && !plan.isGiven {
      let form = columns[place]!.findings.kinds.form(groupsAreCertain: groupsAreCertain)
      if form == plan.form { continue }
      // Read as what they are: the integers of a column that has no placeholder after all are in place already.
      self[place].form = form
      widened[place].form = form
    }
    return widened
  }
}
