import LinearAlgebra

/// A CSV file's bytes and how they are written: what is known before the columns are.
struct CSVText {
  let scanner: CSVScanner
  let cells: CellReader
  let locator: CSVFaultLocator
  let team: ThreadTeam
  /// The file, where its memory can be given back as it is read.
  let source: CSVSource?

  private let options: CSVReadingOptions
  private let cut: CSVTableReader.Cut
  private let file: String
  /// Where the text begins, after a byte order mark.
  private let textStart: Int

  /// Finds out how the bytes are written.
  init(
    _ bytes: UnsafeRawBufferPointer, source: CSVSource?, file: String, options: CSVReadingOptions,
    cut: CSVTableReader.Cut
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
}

extension CSVText {
  /// Counts the bytes that matter in all of the text.
  ///
  /// - Throws: `nulByte` or `invalidUTF8`, whichever stands first.
  func censuses() throws(CSVFault) -> [ByteCensus] {
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

  /// Reads the columns' names.
  func header() throws(CSVFault) -> CSVHeader {
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
  func takenColumns(of header: CSVHeader) throws(CSVFault) -> [Int] {
    let places = Dictionary(uniqueKeysWithValues: header.names.enumerated().map { ($1, $0) })
    let typed = options.columnTypes?.keys.sorted() ?? []
    for name in (options.columns ?? []) + typed where places[name] == nil {
      let nearest = nearestName(to: name, among: header.names)!
      throw CSVFault(.unknownColumn(nearest: nearest), file: file, column: name)
    }
    return options.columns?.map { places[$0]! } ?? Array(header.names.indices)
  }

  /// Plans the columns: the types given, and for the others those of a sample.
  func plans(for taken: [Int], of header: CSVHeader) -> [ColumnPlan] {
    var sample = ChunkReader(
      scanner: scanner, cells: cells,
      sinks: [CellSink](repeating: .classify, count: header.names.count))
    let limit = min(header.body + cut.sampleSize, scanner.end)
    _ = sample.read(from: header.body, to: limit, rows: 0..<Int.max)
    var plans = [ColumnPlan](repeating: ColumnPlan(type: nil), count: header.names.count)
    for place in taken {
      let given = options.columnTypes?[header.names[place]]
      let kinds = sample.columns[place].findings.kinds
      // Where the sample has no value, the narrowest type leaves every other open.
      let guess = kinds.isEmpty ? .integer : kinds.type
      plans[place] = ColumnPlan(type: given ?? guess, isGiven: given != nil)
    }
    return plans
  }
}
