/// The columns' names and where the rows begin.
struct CSVHeader {
  let names: [String]
  /// Whether the first column has an empty name in a header: the row's number, as pandas writes it.
  let beginsWithRowIndex: Bool
  /// Where the first row begins.
  let body: Int
  /// Whether the file has a header.
  let isPresent: Bool

  /// Reads the first record that is not blank.
  ///
  /// A column without a name is named `Unnamed: N`, where N is its index from 0, as in pandas; where the
  /// header has that name already, `Unnamed: N.1` and so on.
  ///
  /// - Throws: `CSVFault` of the kinds `empty`, `headerOnly`, `duplicateName`, `unclosedQuote`,
  ///   `textAfterQuote`.
  init(
    _ locator: CSVFaultLocator, textStart: Int, cells: CellReader, hasHeader: Bool?
  ) throws(TabularError) {
    let scanner = locator.scanner
    let start = scanner.skippingBlankLines(from: textStart)
    if start == scanner.end { throw .csv(.init(.empty, file: locator.file)) }
    let (fields, terminator) = scanner.record(at: start)
    for (column, field) in fields.enumerated() {
      if let damage = field.damage {
        throw locator.located(RecordFault(kind: damage.fault, offset: field.start - 1, column: column))
      }
    }
    isPresent =
      hasHeader
      ?? !fields.contains { [.integer, .number].contains(cells.value(of: scanner.content(of: $0)).type) }
    guard isPresent else {
      body = start
      self.names = fields.indices.map { "Unnamed: \($0)" }
      beginsWithRowIndex = false
      return
    }
    let next = scanner.afterLineBreak(at: terminator)
    body = fields.count == 1 ? next : scanner.skippingBlankLines(from: next)
    let names = fields.map { Self.trimmed(scanner.text(of: $0)) }
    if let (first, second) = Self.firstDuplicate(in: names) {
      throw .csv(
        .init(
          .duplicateName(firstColumn: first + 1, secondColumn: second + 1), file: locator.file,
          line: locator.line(of: start), column: names[second], text: names[second]))
    }
    if body == scanner.end {
      throw .csv(.init(.headerOnly, file: locator.file, line: locator.line(of: start)))
    }
    beginsWithRowIndex = names[0].isEmpty
    self.names = Self.named(names)
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
