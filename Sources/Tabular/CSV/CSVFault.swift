/// What is wrong with a CSV file: the kind of fault and where it is.
///
/// `description` is one sentence: the file, the line, the column, what was found, what to do.
public struct CSVFault: Sendable, Equatable {
  /// What is wrong.
  public let kind: Kind
  /// The file's path, or the name given to the bytes.
  public let file: String
  /// The line, counted from 1 as in an editor.
  public let line: Int?
  /// The name of the column, where the header could be read.
  public let column: String?
  /// The damaged text of the file, cut to a readable length.
  public let text: String?
  /// For text that is not UTF-8, the encodings that it may have; otherwise none.
  public internal(set) var encodings: [CSVReadingOptions.TextEncoding] = []

  /// The kinds of faults.
  public enum Kind: Sendable, Equatable {
    /// Nothing is at the path.
    case noSuchFile
    /// A directory is at the path.
    case isDirectory
    /// The system refuses to open or read the file; the reason is the system's.
    case unreadable(reason: String)
    /// The file was written to while it was read.
    case changed
    /// Reading takes more memory than the process may have, in bytes.
    case tooLarge(available: UInt64)

    /// The bytes are those of a zip archive, as a spreadsheet's are.
    case zipArchive
    /// The bytes are those of another format, with what helps.
    case otherFormat(String, remedy: String)
    /// An archive of this format, which could be unpacked, is cut short or damaged.
    case damagedArchive(String)
    /// An archive holds more than so many bytes.
    case largeArchive(Int)
    /// The text is UTF-16, not UTF-8.
    case utf16
    /// The C library cannot decode the encoding.
    case unknownEncoding(CSVReadingOptions.TextEncoding)
    /// A byte is not text in the given encoding.
    case notInEncoding(CSVReadingOptions.TextEncoding)
    /// A byte is 0.
    case nulByte
    /// A byte is not UTF-8.
    case invalidUTF8

    /// There are only blanks.
    case empty
    /// There is a header but no row.
    case headerOnly
    /// A row has more or fewer cells than there are columns.
    case raggedRow(expected: Int, found: Int)
    /// A table begins below a number of lines that are not part of it.
    case linesAbove(Int)
    /// A quote is opened and never closed.
    case unclosedQuote
    /// Something other than a delimiter follows a closing quote.
    case textAfterQuote
    /// A cell does not fit the type that was given for its column.
    case wrongType(Column.ValueType)

    /// An option names a column that the file does not have.
    case unknownColumn(nearest: String)
    /// An option contradicts itself or another option; the sentence says how.
    case invalidOption(String)
  }

  /// Who has to act on a fault.
  package enum Origin: Sendable, Equatable {
    /// It cannot be read: no such file, a directory, no permission, no memory; another program is writing to it.
    case input
    /// The file is damaged or is not CSV text.
    case data
    /// The reading options cannot be met.
    case options
  }

  /// Who has to act on it.
  package var origin: Origin {
    switch kind {
    case .noSuchFile, .isDirectory, .unreadable, .changed, .tooLarge: .input
    case .unknownColumn, .invalidOption: .options
    default: .data
    }
  }

  init(_ kind: Kind, file: String, line: Int? = nil, column: String? = nil, text: String? = nil) {
    self.kind = kind
    self.file = file
    self.line = line
    self.column = column
    self.text = text.map(Self.readable)
  }

  /// Cuts a text to 40 characters and escapes its control characters, so that it fits on a line.
  private static func readable(_ text: String) -> String {
    var result = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == 40 { return result + "…" }
      result += scalar.isControl ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return result
  }
}

extension CSVFault: CustomStringConvertible {
  public var description: String {
    var place = file
    if let line { place += ", line \(line)" }
    if let column { place += ", column \"\(Self.readable(column))\"" }
    return "\(place): \(finding)"
  }

  /// What is wrong and what to do about it.
  private var finding: String {
    let shown = text ?? ""
    return switch kind {
    case .noSuchFile: "there is no such file; check the path."
    case .isDirectory: "this is a directory; name a CSV file."
    case .unreadable(let reason): "the file cannot be read (\(reason)); check its permissions."
    case .changed: "the file changed while it was read; read it when no other program writes to it."
    case .tooLarge(let available):
      "reading it takes more memory than there is (\(Self.gigabytes(available))); give it fewer rows or columns."
    case .zipArchive:
      "this is a zip archive (perhaps a spreadsheet), not CSV text; unpack it or export it as CSV."
    case .otherFormat(let name, let remedy): "this is \(name), not CSV text; \(remedy)."
    case .damagedArchive(let format):
      "this \(format) archive is damaged or cut short; make or fetch it again."
    case .largeArchive(let limit):
      "this archive holds more than \(limit >> 20) MB; unpack it, and give fewer rows or columns."
    case .utf16: "the text is UTF-16; save it as UTF-8, or give its encoding."
    case .unknownEncoding(let encoding):
      "the system cannot decode \(encoding.rawValue); install its tables, or save the file as UTF-8."
    case .notInEncoding(let encoding):
      "the byte \(shown) is not \(encoding.rawValue) text; give the file's encoding, or save it as UTF-8."
    case .nulByte: "there is a NUL byte; the file is damaged or not text; save it as UTF-8 text."
    case .invalidUTF8: "the byte \(shown) is not UTF-8; save the file as UTF-8, or give its encoding."
    case .empty: "the file is empty; it needs a header and rows."
    case .headerOnly: "there is a header but no row below it; add rows."
    case .raggedRow(let expected, let found):
      "the row has \(Self.counted(found)) where \(expected) \(expected == 1 ? "is" : "are") expected"
        + " (\(shown)); \(found < expected ? "complete it, or " : "")quote the cell that holds a delimiter."
    case .linesAbove(let count):
      "the table begins here (\(shown)), below \(count == 1 ? "a line" : "\(count) lines") of something else; leave"
        + " \(count == 1 ? "it" : "them") out."
    case .unclosedQuote:
      "a quote opens here and is never closed (\(shown)); close it, or double it if it belongs to the text."
    case .textAfterQuote:
      "text follows the closing quote (\(shown)); double the quotes that belong to the text."
    case .wrongType(let type):
      "\"\(shown)\" is not of the given type (\(type.rawValue)); correct the cell or give another type."
    case .unknownColumn(let nearest): "the file has no such column; the nearest name is \"\(nearest)\"."
    case .invalidOption(let reason): reason
    }
  }

  private static func gigabytes(_ bytes: UInt64) -> String {
    "\(displayed(Double(bytes) / 1e9, digits: 2)) GB"
  }

  private static func counted(_ fields: Int) -> String { fields == 1 ? "1 field" : "\(fields) fields" }
}

/// Damage found while records are read.
struct RecordFault: Error {
  var kind: CSVFault.Kind
  /// The start of the record for a ragged row, otherwise the start of the cell.
  var offset: Int
  /// The column, counted from 0; in a short row the first that is missing.
  var column: Int
}

/// Turns byte offsets into the lines, columns and texts that a fault names.
struct CSVFaultLocator {
  let scanner: CSVScanner
  let file: String
  /// For each line that was removed from the text the number of the line that now is in its place.
  var removedLines: [Int] = []
  /// The names of the columns, once the header has been read.
  var names: [String] = []
  /// Where the text begins.
  var start = 0

  init(scanner: CSVScanner, file: String) { (self.scanner, self.file) = (scanner, file) }

  init(of text: CSVText, delimiter: UInt8, file: String) {
    self.init(
      scanner: CSVScanner(base: text.bytes.baseAddress!, end: text.bytes.count, delimiter: delimiter),
      file: file)
    removedLines = text.removedLines
    start = text.start
  }

  /// The number, counted from 1, of the line of the file that contains a byte.
  func line(of offset: Int) -> Int { lines(of: [offset])[offset]! }

  /// The lines of some bytes, found in one pass through the file.
  private func lines(of offsets: [Int]) -> [Int: Int] {
    var lines: [Int: Int] = [:]
    var (line, position, removed) = (1, 0, 0)
    for offset in offsets.sorted() {
      while position < offset {
        let next =
          CSVScanner.isLineBreak(scanner.byte(position))
          ? scanner.afterLineBreak(at: position) : position + 1
        // A byte within a line break belongs to the line that it ends.
        if next > offset, next > position + 1 { break }
        if CSVScanner.isLineBreak(scanner.byte(position)) { line += 1 }
        position = next
      }
      while removed < removedLines.count, removedLines[removed] <= line { removed += 1 }
      lines[offset] = line + removed
    }
    return lines
  }

  /// The lines and the texts of cells, as an editor shows them.
  func places(ofCells offsets: [Int]) -> [Int: Column.CellPlace] {
    lines(of: offsets).reduce(into: [:]) { places, found in
      places[found.key] = Column.CellPlace(
        line: found.value, text: scanner.text(of: scanner.field(at: found.key)))
    }
  }

  /// The line and the text of a cell.
  private func place(ofCell offset: Int) -> Column.CellPlace { places(ofCells: [offset])[offset]! }

  /// The fault as the user reads it.
  func located(_ damage: RecordFault) -> TabularError {
    if case .raggedRow(let expected, let found) = damage.kind, found > expected,
      let table = beginning(ofTableWiderThan: expected)
    {
      let text = scanner.rawText(table..<scanner.record(at: table).terminator)
      return .csv(.init(.linesAbove(line(of: table) - 1), file: file, line: line(of: table), text: text))
    }
    let offset = damage.offset
    let name = damage.column < names.count ? names[damage.column] : nil
    let text =
      switch damage.kind {
      case .raggedRow: scanner.rawText(offset..<scanner.record(at: offset).terminator)
      case .unclosedQuote: scanner.rawText(offset..<scanner.endOfLine(from: offset).end)
      case .textAfterQuote: scanner.rawText(offset..<scanner.quotedField(at: offset).terminator)
      default: place(ofCell: offset).text
      }
    return .csv(.init(damage.kind, file: file, line: line(of: offset), column: name, text: text))
  }

  /// Where a table of more columns begins: at the first of two or more records up to the end of a sample that have the
  /// same number of fields, where the records above are not those of another table; `nil` where there is none.
  private func beginning(ofTableWiderThan columns: Int) -> Int? {
    var records: [(start: Int, count: Int)] = []
    var offset = scanner.skippingBlankLines(from: start)
    while offset < scanner.end, records.count < 64 {
      let (fields, terminator) = scanner.record(at: offset)
      if fields.contains(where: { $0.damage != nil }) { break }
      records.append((offset, fields.count))
      offset = scanner.skippingBlankLines(from: terminator)
    }
    guard let width = records.last?.count, width > columns else { return nil }
    let first = (records.lastIndex { $0.count != width } ?? -1) + 1
    let above = records[..<first].map(\.count)
    let isTable = columns > 1 && above.count > 2 && Set(above).count == 1
    return first > 0 && records.count - first > 1 && !isTable ? records[first].start : nil
  }

  /// A fault of a single byte: its line and, below a header, its column.
  func located(
    _ kind: CSVFault.Kind, atByte offset: Int, header: CSVHeader?, text: String? = nil,
    encodings: [CSVReadingOptions.TextEncoding] = []
  ) -> TabularError {
    let column = header.flatMap { self.column(of: offset, in: $0) }
    var fault = CSVFault(kind, file: file, line: line(of: offset), column: column, text: text)
    fault.encodings = encodings
    return .csv(fault)
  }

  /// Does work, and locates the damage that it finds.
  func locating<Result>(_ work: () throws(RecordFault) -> Result) throws(TabularError) -> Result {
    do throws(RecordFault) { return try work() } catch { throw located(error) }
  }

  private func column(of offset: Int, in header: CSVHeader) -> String? {
    var record = header.body
    while record < scanner.end, record <= offset {
      let (fields, terminator) = scanner.record(at: record)
      if offset < terminator {
        let column = fields.firstIndex { offset <= $0.terminator } ?? 0
        return column < header.names.count ? header.names[column] : nil
      }
      record = scanner.afterLineBreak(at: terminator)
    }
    return nil
  }
}
