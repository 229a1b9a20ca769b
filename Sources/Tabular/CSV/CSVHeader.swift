/// The columns' names and where the rows begin.
struct CSVHeader {
  private(set) var names: [String]
  /// Whether the first column has an empty name in a header: the row's number, as pandas writes it.
  private(set) var beginsWithRowIndex = false
  /// Where the first row begins.
  private(set) var body: Int
  /// Whether the file has a header.
  let isPresent: Bool
  /// What the name was in the file, for each column that was renamed because another has that name.
  private(set) var renamed: [Int: String] = [:]
  /// The number of columns at the end that have no name.
  private(set) var unnamedAtEnd = 0
  /// What the user should know about the header, a sentence each.
  private(set) var notices: [String] = []

  /// The number of rows by which a header is judged.
  private static let sampleSize = 64

  /// Reads the first record that is not blank.
  ///
  /// A column without a name is named `Unnamed: N`, where N is its index from 0, as in pandas; where the
  /// header has that name already, `Unnamed: N.1` and so on. The second column of a name `x` is named `x.1`,
  /// also as in pandas. A header one name shorter than the rows lacks the name of the first column.
  ///
  /// - Throws: `CSVFault` of the kinds `empty`, `headerOnly`, `unclosedQuote`, `textAfterQuote`.
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
    let next = scanner.afterLineBreak(at: terminator)
    let rows = Self.rows(scanner, from: next)
    let judgement = HeaderJudgement(fields, above: rows, scanner, cells)
    isPresent = hasHeader ?? judgement.isHeader
    guard isPresent else {
      body = start
      names = fields.indices.map { "Unnamed: \($0)" }
      let reason =
        hasHeader != nil
        ? ""
        : judgement.hasNumber ? ", for its first row holds a number" : ", for its first row looks like data"
      notices = [
        "The file has no header\(reason): "
          + (names.count == 1 ? "its column is called" : "its columns are called \"Unnamed: 0\" to")
          + " \"\(names.last!)\"."
      ]
      return
    }
    names = fields.map { Self.trimmed(scanner.text(of: $0)) }
    body = next
    fitNames(to: rows, scanner)
    if names.count > 1 { body = scanner.skippingBlankLines(from: next) }
    if body == scanner.end {
      throw .csv(.init(.headerOnly, file: locator.file, line: locator.line(of: start)))
    }
    beginsWithRowIndex = names[0].isEmpty
    unnamedAtEnd = names.reversed().prefix(while: \.isEmpty).count
    nameAll()
  }

  /// The first records below the header, up to one that is damaged.
  private static func rows(_ scanner: CSVScanner, from start: Int) -> [[CSVScanner.Field]] {
    var rows: [[CSVScanner.Field]] = []
    var offset = scanner.skippingBlankLines(from: start)
    while offset < scanner.end, rows.count < sampleSize {
      let (fields, terminator) = scanner.record(at: offset)
      if fields.contains(where: { $0.damage != nil }) { break }
      rows.append(fields)
      offset = scanner.skippingBlankLines(from: terminator)
    }
    return rows
  }

  /// Gives the header as many names as the first rows have cells, where all have the same number of them and it
  /// is clear which names are absent or superfluous.
  private mutating func fitNames(to rows: [[CSVScanner.Field]], _ scanner: CSVScanner) {
    guard let count = rows.first?.count, count != names.count, rows.allSatisfy({ $0.count == count }) else {
      return
    }
    if count < names.count {
      if names[count...].allSatisfy(\.isEmpty) { names.removeSubrange(count...) }
      return
    }
    let excess = names.count..<count
    let areEmpty = rows.allSatisfy { row in
      row[excess].allSatisfy { !$0.isQuoted && CellReader.trimmed(scanner.content(of: $0)).isEmpty }
    }
    if areEmpty {
      names += [String](repeating: "", count: excess.count)
    } else if excess.count == 1, rows.count > 1, !names[0].isEmpty {
      names.insert("", at: 0)
      notices.append(
        "The header has one name fewer than the rows have cells: the first column is taken for the rows' names."
      )
    }
  }

  private static func trimmed(_ name: String) -> String {
    var rest = name[...]
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return String(rest)
  }

  /// Names the columns without a name, and those that have an earlier one's.
  private mutating func nameAll() {
    let given = Set(names)
    var taken = given
    // Without them, a name that is given n times would take n² searches.
    var suffixes: [String: Int] = [:]
    /// The first of `name`, `name.1`, `name.2`, … that no column has, from a number on.
    func free(_ name: String, from first: Int) -> String {
      var suffix = suffixes[name] ?? first
      defer { suffixes[name] = suffix + 1 }
      while true {
        let candidate = suffix == 0 ? name : "\(name).\(suffix)"
        if taken.insert(candidate).inserted { return candidate }
        suffix += 1
      }
    }
    var seen: Set<String> = []
    for (column, name) in names.enumerated() {
      if name.isEmpty {
        names[column] = free("Unnamed: \(column)", from: 0)
      } else if !seen.insert(name).inserted {
        names[column] = free(name, from: 1)
        renamed[column] = name
      }
    }
  }
}

/// Whether the first record of a file holds names, judged by the records below it.
struct HeaderJudgement {
  let isHeader: Bool
  /// Whether the record holds a number; `inf` and `nan` are none here.
  let hasNumber: Bool

  /// What a cell looks like.
  private enum Look {
    case empty, missing, number, time, text
  }

  init(
    _ first: [CSVScanner.Field], above rows: [[CSVScanner.Field]], _ scanner: CSVScanner, _ cells: CellReader
  ) {
    func look(_ field: CSVScanner.Field) -> Look { Self.look(of: scanner.content(of: field), cells) }
    let heads = first.map(look)
    let columns = first.indices.map { column in
      Set(rows.lazy.filter { column < $0.count }.map { look($0[column]) }).subtracting([.empty, .missing])
    }
    hasNumber = heads.contains(.number)
    let pairs = zip(heads, columns)
    // A text above numbers or times, or a time above numbers, would be the only one in its column.
    if pairs.contains(where: {
      $0 == .text && ($1 == [.number] || $1 == [.time]) || $0 == .time && $1 == [.number]
    }) {
      isHeader = true
    } else if hasNumber {
      let numbers = first.indices.filter { heads[$0] == .number }
      isHeader =
        Self.areQuoted(numbers, of: first, above: rows, scanner)
        || Self.areNames(
          numbers, of: first, above: rows, isFirstEmpty: heads[0] == .empty,
          holdNumbers: numbers.allSatisfy { columns[$0].isSubset(of: [.number]) }, scanner, cells)
    } else {
      isHeader =
        !pairs.contains { $0 == .time && $1 == [.time] }
        && !(heads.contains(.missing) && !heads.contains(.text))
    }
  }

  /// Whether all of a record's cells are quoted, as R writes names, and so are its numbers, though none below is.
  private static func areQuoted(
    _ numbers: [Int], of first: [CSVScanner.Field], above rows: [[CSVScanner.Field]], _ scanner: CSVScanner
  ) -> Bool {
    first.allSatisfy(\.isQuoted) && !rows.isEmpty
      && numbers.allSatisfy { column in
        !scanner.content(of: first[column]).contains(scanner.delimiter)
          && rows.allSatisfy { column >= $0.count || !$0[column].isQuoted }
      }
  }

  /// Whether the numbers of a record are names: years, or places counted from 0 or 1.
  ///
  /// - Parameter holdNumbers: whether their columns hold numbers, if anything.
  private static func areNames(
    _ columns: [Int], of first: [CSVScanner.Field], above rows: [[CSVScanner.Field]], isFirstEmpty: Bool,
    holdNumbers: Bool, _ scanner: CSVScanner, _ cells: CellReader
  ) -> Bool {
    var names: [Int] = []
    for column in columns {
      guard case .integer(let name) = cells.value(of: scanner.content(of: first[column])),
        names.last.map({ name > $0 }) ?? true
      else { return false }
      names.append(name)
    }
    let below = rows.flatMap { row in
      columns.lazy.filter { $0 < row.count }.map { cells.value(of: scanner.content(of: row[$0])) }
    }
    let hasFractions = below.contains { if case .number = $0 { true } else { false } }
    func isYear(_ number: Int) -> Bool { 1500...2200 ~= number }
    if names.allSatisfy(isYear) {
      let integers = below.compactMap { if case .integer(let number) = $0 { number } else { nil } }
      let others = integers.count { !isYear($0) }
      // Years at equal distances are names above whatever it is, but for more years.
      let areSeries =
        names.count > 2 && zip(names, names.dropFirst()).allSatisfy { $1 - $0 == names[1] - names[0] }
      if !holdNumbers { return areSeries && others == integers.count }
      return hasFractions || (names.count > 1 ? others > 0 : 2 * others > integers.count)
    }
    guard holdNumbers, !below.isEmpty else { return false }
    let arePlaces = names.count > 1 && names[0] & ~1 == 0 && names.last! - names[0] == names.count - 1
    return arePlaces && (isFirstEmpty || hasFractions && columns.count >= first.count - 1)
  }

  private static func look(of content: UnsafeRawBufferPointer, _ cells: CellReader) -> Look {
    let bytes = CellReader.trimmed(content)
    guard !bytes.isEmpty else { return .empty }
    switch cells.value(of: content) {
    case .missing: return .missing
    case .integer, .overflow: return .number
    // `inf`, which is also a name.
    case .number(let number): return number.isInfinite ? .missing : .number
    case .boolean: return .text
    case .text:
      if isTime(bytes) { return .time }
      let kinds = cells.kinds(ofText: content)
      return kinds == .text ? .text : kinds.placeholder != nil ? .missing : .number
    }
  }

  /// Whether it is a date or a time in digits: `2/28/2008`, `1:00`, `2008-02-28T10:00:00Z`.
  private static func isTime(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let first = bytes.first, first &- ASCII.zero <= 9, bytes.count >= 4 else { return false }
    let separators = bytes.count { "/:-".utf8.contains($0) }
    return separators > 0
      && bytes.allSatisfy { $0 &- ASCII.zero <= 9 || "/:-. TZ+".utf8.contains($0) }
  }
}
