/// The text of a file as it is split into records: unpacked, decoded, without what is not part of the table.
///
///     bytes → unpacked → decoded → lines left out → comments left out → delimiter of the first line
struct CSVText {
  /// UTF-8 text. Offsets in it are those of the scanner.
  private(set) var bytes: UnsafeRawBufferPointer
  /// Where the bytes are; `nil` where the caller holds them.
  private(set) var source: CSVSource?
  /// Where the table begins.
  private(set) var start = 0
  /// The delimiter that the first line names, as in `sep=;`.
  private(set) var namedDelimiter: UInt8?
  /// For each line that was removed the number, counted from 1, of the line that now is in its place.
  private(set) var removedLines: [Int] = []
  /// What errors call the file.
  private let file: String

  /// Makes the bytes of a file readable.
  ///
  /// - Parameter source: the file; `nil` where the caller holds the bytes.
  /// - Throws: `CSVFault` of the kinds about files that are not text in the given encoding, and `tooLarge`.
  init(
    _ bytes: UnsafeRawBufferPointer, source: CSVSource?, file: String, options: CSVReadingOptions
  ) throws(TabularError) {
    (self.bytes, self.source, self.file) = (bytes, source, file)
    if let unpacked = try CSVArchive.unpacked(bytes, file: file) { replace(with: unpacked) }
    try CSVEncoding.requireText(self.bytes, encoding: options.encoding, file: file)
    if let encoding = options.encoding, encoding != .utf8 {
      replace(with: try CSVEncoding.decoded(self.bytes, encoding, file: file))
    }
    start = self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let scanner = CSVScanner(base: self.bytes.baseAddress!, end: self.bytes.count, delimiter: ASCII.comma)
    var skipped = 0
    while skipped < options.skippedRows, start < scanner.end {
      start = scanner.endOfLine(from: start).next
      skipped += 1
    }
    if let comment = options.comment?.asciiValue {
      try removeComments(beginningWith: comment, delimiter: options.delimiter?.asciiValue)
    }
    takeNamedDelimiter()
  }

  private init(_ bytes: GrowingBytes, file: String) {
    self.file = file
    source = CSVSource(bytes)
    self.bytes = source!.bytes
  }

  private mutating func replace(with bytes: GrowingBytes) {
    source = CSVSource(bytes)
    self.bytes = source!.bytes
  }

  /// Skips a first line such as `sep=;`, with which spreadsheets are told the delimiter.
  private mutating func takeNamedDelimiter() {
    let scanner = CSVScanner(base: bytes.baseAddress!, end: bytes.count, delimiter: ASCII.comma)
    let (end, next) = scanner.endOfLine(from: start)
    var line = bytes[start..<end]
    if line.count > 2, line.first == ASCII.quote, line.last == ASCII.quote {
      line = line.dropFirst().dropLast()
    }
    guard line.count == 5, line.starts(with: "sep=".utf8), let byte = line.last,
      CSVReadingOptions.canDelimit(Character(Unicode.Scalar(byte)))
    else { return }
    namedDelimiter = byte
    start = next
  }
}

/// Rewriting of texts that are not written as CSV, line by line, so that lines keep their places.
extension CSVText {
  /// Leaves out what follows a character up to the end of its line, outside quoted cells, with the spaces before it;
  /// a line of which nothing is left is left out itself.
  ///
  /// - Parameter delimiter: the delimiter; `nil` where it is not known yet.
  private mutating func removeComments(
    beginningWith comment: UInt8, delimiter: UInt8?
  ) throws(TabularError) {
    let scanner = CSVScanner(base: bytes.baseAddress!, end: bytes.count, delimiter: ASCII.comma)
    let result = GrowingBytes(file: file)
    var line = 1
    var offset = 0
    var isQuoted = false
    while offset < scanner.end {
      let (end, next) = scanner.endOfLine(from: offset)
      let isContinued = isQuoted
      var kept =
        offset < start ? end : startOfComment(comment, in: offset..<end, delimiter: delimiter, &isQuoted)
      if kept < end, !isContinued, bytes[offset..<kept].allSatisfy({ $0 == ASCII.space || $0 == ASCII.tab }) {
        removedLines.append(line)
      } else {
        while kept < end, kept > offset, bytes[kept - 1] == ASCII.space { kept -= 1 }
        try result.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<kept]))
        try result.append(UnsafeRawBufferPointer(rebasing: bytes[end..<next]))
        line += 1
      }
      offset = next
    }
    replace(with: result)
  }

  /// Where the comment of a line begins; the end of the line where it has none.
  ///
  /// - Parameter isQuoted: whether the line begins within a quoted cell, and afterwards whether it ends within one.
  private func startOfComment(
    _ comment: UInt8, in line: Range<Int>, delimiter: UInt8?, _ isQuoted: inout Bool
  ) -> Int {
    var beginsCell = true
    for offset in line {
      let byte = bytes[offset]
      if isQuoted {
        // The second of doubled quotes opens the cell again.
        guard byte == ASCII.quote else { continue }
        (isQuoted, beginsCell) = (false, offset + 1 < line.upperBound && bytes[offset + 1] == ASCII.quote)
      } else if byte == comment {
        return offset
      } else if byte == ASCII.quote, beginsCell {
        isQuoted = true
      } else if delimiter.map({ $0 == byte }) ?? CSVDialect.candidates.contains(byte) {
        beginsCell = true
      } else if byte != ASCII.space && byte != ASCII.tab {
        beginsCell = false
      }
    }
    return line.upperBound
  }

  /// Replaces the runs of blanks between cells by one space each, and removes those at the ends of lines.
  mutating func align() throws(TabularError) {
    replace(with: try Self.aligned(bytes, from: start, to: bytes.count, file: file).text)
  }

  /// The first lines with one space for each run of blanks, and whether there are such runs.
  func alignedSample(size: Int) throws(TabularError) -> (text: CSVText, hasRuns: Bool) {
    var end = bytes.count
    if end - start > size {
      end = start + size
      let whole = bytes[start..<end].lastIndex(where: CSVScanner.isLineBreak)
      if let whole { end = whole + 1 }
    }
    let sample = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    let (text, hasRuns) = try Self.aligned(sample, from: 0, to: sample.count, file: file)
    return (CSVText(text, file: file), hasRuns)
  }

  private static func aligned(
    _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int, file: String
  ) throws(TabularError) -> (text: GrowingBytes, hasRuns: Bool) {
    let result = GrowingBytes(file: file)
    guard end > 0 else { return (result, false) }
    let scanner = CSVScanner(base: bytes.baseAddress!, end: end, delimiter: ASCII.space)
    func isBlank(_ offset: Int) -> Bool {
      scanner.byte(offset) == ASCII.space || scanner.byte(offset) == ASCII.tab
    }
    try result.append(UnsafeRawBufferPointer(rebasing: bytes[..<start]))
    var hasRuns = false
    var offset = start
    while offset < end {
      // A line.
      var isFirst = true
      while offset < end, !CSVScanner.isLineBreak(scanner.byte(offset)) {
        let blanks = offset
        while offset < end, isBlank(offset) { offset += 1 }
        if offset == end || CSVScanner.isLineBreak(scanner.byte(offset)) { break }
        hasRuns = hasRuns || offset - blanks > (isFirst ? 0 : 1)
        if !isFirst { try result.append(ASCII.space) }
        isFirst = false
        let cell = offset
        if scanner.byte(offset) == ASCII.quote {
          offset = scanner.quotedField(at: offset).terminator
          while offset > cell + 1, isBlank(offset - 1) { offset -= 1 }
        } else {
          while offset < end, !isBlank(offset), !CSVScanner.isLineBreak(scanner.byte(offset)) { offset += 1 }
        }
        try result.append(UnsafeRawBufferPointer(rebasing: bytes[cell..<offset]))
      }
      let next = scanner.afterLineBreak(at: offset)
      try result.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<next]))
      offset = next
    }
    return (result, hasRuns)
  }

  /// Appends delimiters to the records that have fewer cells than there are columns, up to the first that is
  /// damaged.
  ///
  /// - Parameter body: where the first record begins.
  /// - Returns: the number of such records.
  mutating func fillShortRecords(
    _ scanner: CSVScanner, from body: Int, columns: Int
  ) throws(TabularError) -> Int {
    let result = GrowingBytes(file: file)
    var filled = 0
    var copied = 0
    var offset = scanner.skippingBlankLines(from: body)
    while offset < scanner.end {
      let (fields, terminator) = scanner.record(at: offset)
      if fields.contains(where: { $0.damage != nil }) { break }
      if fields.count < columns {
        try result.append(UnsafeRawBufferPointer(rebasing: bytes[copied..<terminator]))
        for _ in fields.count..<columns { try result.append(scanner.delimiter) }
        copied = terminator
        filled += 1
      }
      offset = scanner.skippingBlankLines(from: terminator)
    }
    guard filled > 0 else { return 0 }
    try result.append(UnsafeRawBufferPointer(rebasing: bytes[copied...]))
    replace(with: result)
    return filled
  }
}
