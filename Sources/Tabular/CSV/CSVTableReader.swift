import LinearAlgebra

/// Reads a CSV file's bytes into a frame.
///
///     encoding → dialect → header → plan from a sample → layout → values → columns that widened → frame
///
/// The values are read once, into memory of the types that a sample of the file suggests. A column with a
/// later cell that does not fit, such as `5.5` after ten thousand integers, is read again as what all its
/// cells ask for.
package struct CSVTableReader {
  private let options: CSVReadingOptions
  private let source: CSVSource?
  private let file: String
  /// Where the text begins, after a byte order mark.
  private let textStart: Int
  private let scanner: CSVScanner
  private let cells: CellReader
  private let locator: CSVFaultLocator
  private let team: ThreadTeam

  private let cut: Cut

  /// How much of a file is looked at in one go. The result does not depend on it.
  package struct Cut {
    /// The bytes that a thread reads at a time: few enough to stay in its cache, enough to be worth a turn.
    package var chunkSize = 1 << 20
    /// The bytes from which types are guessed.
    package var sampleSize = 256 << 10

    package init() {}
  }

  /// Finds out how the bytes are written.
  ///
  /// - Parameter source: the file, where its memory can be given back as it is read.
  init(
    _ bytes: UnsafeRawBufferPointer, source: CSVSource?, file: String, options: CSVReadingOptions,
    cut: Cut = Cut()
  ) throws(CSVFault) {
    if let reason = options.contradiction { throw CSVFault(.invalidOption(reason), file: file) }
    self.options = options
    self.source = source
    self.file = file
    self.cut = cut
    textStart = try CSVEncoding.textStart(of: bytes, file: file)
    let base = bytes.baseAddress!
    let dialect = CSVDialect(of: base, in: textStart..<bytes.count, options: options)
    scanner = CSVScanner(base: base, end: bytes.count, delimiter: dialect.delimiter)
    cells = CellReader(
      point: dialect.decimalPoint,
      missingSpellings: options.missingValues ?? CSVReadingOptions.defaultMissingValues)
    locator = CSVFaultLocator(scanner: scanner, file: file)
    let isSmall = bytes.count < 2 * cut.chunkSize
    team = ThreadTeam(count: isSmall ? 1 : options.threadCount ?? ThreadTeam.processorCount)
  }

  /// Reads the table.
  func read() throws(CSVFault) -> DataFrame {
    let censuses = try censuses()
    let header = try header()
    let taken = try takenColumns(of: header)
    var plans = plans(for: taken, of: header)
    var layout = CSVLayout.guessed(
      scanner, body: header.body, isSingleColumn: header.names.count == 1, censuses: censuses, team: team)
    let pass = CSVPass(scanner: scanner, cells: cells, header: header, team: team, source: source)
    let columns: [ReadColumn?]
    do throws(RecordFault) {
      columns = try read(&plans, pass, &layout)
    } catch {
      throw locator.fault(error, names: header.names)
    }
    return DataFrame(
      columns: taken.map { place in
        column(header.names[place], columns[place]!, rows: layout.rowCount, isFirst: place == 0, header)
      })
  }

  /// Reads all columns, and those whose type was guessed too narrow a second time.
  private func read(
    _ plans: inout [ColumnPlan], _ pass: CSVPass, _ layout: inout CSVLayout
  ) throws(RecordFault) -> [ReadColumn?] {
    var columns = try pass.read(plans, &layout)
    var widened = [ColumnPlan](repeating: ColumnPlan(type: nil), count: plans.count)
    for (place, plan) in plans.enumerated() where plan.type != nil && !plan.isGiven {
      let type = columns[place]!.kinds.type
      if type == plan.type { continue }
      widened[place].type = type
      plans[place].type = type
      columns[place] = nil
    }
    if widened.contains(where: { $0.type != nil }) {
      for (place, column) in try pass.read(widened, &layout).enumerated() where column != nil {
        columns[place] = column
      }
    }
    let overflows = columns.enumerated().filter { plans[$0.offset].type == .number }
      .compactMap { place, column in
        column?.firstOverflow.map { RecordFault(kind: .overflow, offset: $0, column: place) }
      }
    if let first = overflows.min(by: { $0.offset < $1.offset }) { throw first }
    return columns
  }
}

/// Before the values are read.
extension CSVTableReader {
  /// Counts the bytes that matter in all of the text.
  ///
  /// - Throws: `nulByte` or `invalidUTF8`, whichever stands first.
  private func censuses() throws(CSVFault) -> [ByteCensus] {
    let text = textStart..<scanner.end
    let count = (text.count + cut.chunkSize - 1) / cut.chunkSize
    let censuses = team.map(count) { index in
      let start = text.lowerBound + index * cut.chunkSize
      let range = start..<min(start + cut.chunkSize, text.upperBound)
      defer { source?.release(range) }
      return ByteCensus(scanner.base, range: range, start: text.lowerBound, end: text.upperBound)
    }
    for census in censuses where census.hasNul || census.invalidUTF8 != nil {
      let nul = census.hasNul ? census.range.first { scanner.byte($0) == 0 } : nil
      let header = try? header()
      if let invalid = census.invalidUTF8, invalid < nul ?? .max {
        let byte = String(scanner.byte(invalid), radix: 16, uppercase: true)
        throw locator.fault(.invalidUTF8, atByte: invalid, header: header, text: "0x\(byte)")
      }
      throw locator.fault(.nulByte, atByte: nul!, header: header, text: nil)
    }
    return censuses
  }

  private func header() throws(CSVFault) -> CSVHeader {
    let start = scanner.skippingBlankLines(from: textStart)
    if start == scanner.end { throw CSVFault(.empty, file: file) }
    let header: CSVHeader
    do throws(RecordFault) {
      header = try CSVHeader(scanner, start: start, cells: cells, hasHeader: options.hasHeader)
    } catch {
      let isDamaged = if case .duplicateName = error.kind { false } else { true }
      throw locator.fault(error, names: isDamaged ? [] : CSVHeader.writtenNames(scanner, start: start))
    }
    if header.body == scanner.end, header.isPresent {
      throw CSVFault(.headerAlone, file: file, line: locator.line(of: start))
    }
    return header
  }

  /// The places in the file of the columns to take, in the order of the frame.
  private func takenColumns(of header: CSVHeader) throws(CSVFault) -> [Int] {
    let places = Dictionary(uniqueKeysWithValues: header.names.enumerated().map { ($1, $0) })
    let typed = options.columnTypes?.keys.sorted() ?? []
    for name in (options.columns ?? []) + typed where places[name] == nil {
      let nearest = nearestName(to: name, among: header.names)!
      throw CSVFault(.unknownColumn(nearest: nearest), file: file, column: name)
    }
    return options.columns?.map { places[$0]! } ?? Array(header.names.indices)
  }

  /// Plans the columns: the types given, and for the others those of a sample.
  private func plans(for taken: [Int], of header: CSVHeader) -> [ColumnPlan] {
    var sample = ChunkReader(
      scanner: scanner, cells: cells,
      sinks: [CellSink](repeating: .classify, count: header.names.count))
    let limit = min(header.body + cut.sampleSize, scanner.end)
    _ = sample.read(from: header.body, to: limit, rows: 0..<Int.max)
    var plans = [ColumnPlan](repeating: ColumnPlan(type: nil), count: header.names.count)
    for place in taken {
      let given = options.columnTypes?[header.names[place]]
      let kinds = sample.columns[place].kinds
      // Where the sample has no value, the narrowest type leaves every other open.
      let guess = kinds.isEmpty ? .integer : kinds.type
      plans[place] = ColumnPlan(type: given ?? guess, isGiven: given != nil)
    }
    return plans
  }
}

/// After the values are read.
extension CSVTableReader {
  private func column(
    _ name: String, _ read: ReadColumn, rows: Int, isFirst: Bool, _ header: CSVHeader
  ) -> Column {
    var missing = MissingRows(rows: rows)
    for part in read.parts {
      if let partMissing = part.missing { missing.insert(partMissing, offset: part.rows.lowerBound) }
    }
    var column = Column(name: name, storage: read.memory.storage, missing: missing)
    column.isRowIndex = isFirst && header.beginsWithRowIndex
    column.firstCellThatIsNoNumber = read.firstCellThatIsNoNumber.map { locator.place(ofCell: $0) }
    return column
  }
}
