/// The columns' names and where the rows begin.
struct CSVHeader {
  let names: [String]
  /// Whether the first column has an empty name in a header: the row's number, as pandas writes it.
  let beginsWithRowIndex: Bool
  /// Where the first row begins.
  let body: Int
  /// Whether the file has a header.
  let isPresent: Bool

  /// Reads the first record.
  ///
  /// A column without a name is named `Unnamed: N`, where N is its index from 0, as in pandas; where the
  /// header has that name already, `Unnamed: N.1` and so on.
  init(_ scanner: CSVScanner, start: Int, cells: CellReader, hasHeader: Bool?) throws(RecordFault) {
    let (fields, terminator) = scanner.record(at: start)
    for (column, field) in fields.enumerated() {
      if let damage = field.damage {
        throw RecordFault(kind: damage.fault, offset: field.start - 1, column: column)
      }
    }
    isPresent = hasHeader ?? !fields.contains { Self.isNumber($0, scanner, cells) }
    guard isPresent else {
      body = start
      self.names = fields.indices.map { "Unnamed: \($0)" }
      beginsWithRowIndex = false
      return
    }
    let next = scanner.afterLineBreak(at: terminator)
    body = fields.count == 1 ? next : scanner.skippingBlankLines(from: next)
    let names = Self.writtenNames(scanner, start: start)
    if let (first, second) = Self.firstDuplicate(in: names) {
      throw RecordFault(
        kind: .duplicateName(firstColumn: first + 1, secondColumn: second + 1), offset: start, column: second)
    }
    beginsWithRowIndex = names[0].isEmpty
    self.names = Self.named(names)
  }

  /// The cells of the first record without the blanks around them.
  static func writtenNames(_ scanner: CSVScanner, start: Int) -> [String] {
    scanner.record(at: start).fields.map { trimmed(scanner.text(of: $0)) }
  }

  private static func isNumber(
    _ field: CSVScanner.Field, _ scanner: CSVScanner, _ cells: CellReader
  ) -> Bool {
    switch cells.value(of: scanner.content(of: field)) {
    case .integer, .number, .overflow: true
    case .missing, .boolean, .text: false
    }
  }

  private static func trimmed(_ name: String) -> String {
    var rest = name[...]
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return String(rest)
  }

  private static func firstDuplicate(in names: [String]) -> (Int, Int)? {
    var places: [String: Int] = [:]
    for (column, name) in names.enumerated() where !name.isEmpty {
      if let earlier = places.updateValue(column, forKey: name) { return (earlier, column) }
    }
    return nil
  }

  private static func named(_ names: [String]) -> [String] {
    var taken = Set(names)
    return names.enumerated().map { column, name in
      if !name.isEmpty { return name }
      var candidate = "Unnamed: \(column)"
      var suffix = 0
      while !taken.insert(candidate).inserted {
        suffix += 1
        candidate = "Unnamed: \(column).\(suffix)"
      }
      return candidate
    }
  }
}
