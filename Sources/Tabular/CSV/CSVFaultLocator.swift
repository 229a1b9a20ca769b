/// Turns byte offsets into the lines, columns and texts that a fault names.
struct CSVFaultLocator {
  let scanner: CSVScanner
  let file: String

  /// The number, counted from 1, of the line in which a byte stands.
  func line(of offset: Int) -> Int {
    var line = 1
    var position = 0
    while position < offset {
      if CSVScanner.isLineBreak(scanner.byte(position)) {
        position = scanner.afterLineBreak(at: position)
        if position <= offset { line += 1 }
      } else {
        position += 1
      }
    }
    return line
  }

  /// What a cell says, as an editor shows it.
  func place(ofCell offset: Int) -> Column.CellPlace {
    Column.CellPlace(line: line(of: offset), text: scanner.text(of: scanner.field(at: offset)))
  }

  /// The fault as the user reads it.
  func fault(_ damage: RecordFault, names: [String]) -> CSVFault {
    let name = damage.column < names.count ? names[damage.column] : nil
    let line = line(of: damage.offset)
    switch damage.kind {
    case .duplicateName(let first):
      return CSVFault(
        .duplicateName(firstColumn: first + 1, secondColumn: damage.column + 1), file: file, line: line,
        column: name, text: name)
    case .raggedRow(let found):
      let end = scanner.record(at: damage.offset).terminator
      return CSVFault(
        .raggedRow(expected: names.count, found: found), file: file, line: line, column: name,
        text: scanner.rawText(damage.offset..<end))
    case .unclosedQuote:
      return CSVFault(
        .unclosedQuote, file: file, line: line, column: name,
        text: scanner.rawText(damage.offset..<endOfLine(from: damage.offset)))
    case .textAfterQuote:
      let end = scanner.quotedField(at: damage.offset).terminator
      return CSVFault(
        .textAfterQuote, file: file, line: line, column: name, text: scanner.rawText(damage.offset..<end))
    case .unfitting(let type):
      return CSVFault(
        .unfitting(type), file: file, line: line, column: name, text: place(ofCell: damage.offset).text)
    case .overflow:
      return CSVFault(
        .overflow, file: file, line: line, column: name, text: place(ofCell: damage.offset).text)
    }
  }

  /// A fault of a single byte: its line and, below a header, its column.
  func fault(_ kind: CSVFault.Kind, atByte offset: Int, header: CSVHeader?, text: String?) -> CSVFault {
    CSVFault(
      kind, file: file, line: line(of: offset), column: header.flatMap { column(of: offset, in: $0) },
      text: text)
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

  private func endOfLine(from offset: Int) -> Int {
    var end = offset
    while end < scanner.end, !CSVScanner.isLineBreak(scanner.byte(end)) { end += 1 }
    return end
  }
}
