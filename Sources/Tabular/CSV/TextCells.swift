import LinearAlgebra

/// The texts of one column in one range of a file.
///
/// It begins as a dictionary and a code for each row. Once it is clear that texts seldom repeat, it becomes the
/// bytes of all rows and the length of each.
final class TextCells {
  /// What a text is.
  private enum Kind {
    case text, number, missing

    init(_ value: CellValue) {
      switch value {
      case .missing: self = .missing
      case .integer, .number, .overflow: self = .number
      case .boolean, .text: self = .text
      }
    }
  }

  private let cells: CellReader
  /// For each row the code of its text or, without a dictionary, the number of its bytes.
  private let rows: UnsafeMutableBufferPointer<UInt32>
  /// The number of texts taken.
  private(set) var count = 0

  /// The distinct texts as they are in the file; `nil` where texts seldom repeat.
  private var dictionary: TextDictionary?
  /// The kinds of the dictionary's texts.
  private var kinds: [Kind] = []
  private var hasMissing = false

  /// Without a dictionary, the texts of all rows.
  private var bytes: TextBytes?
  /// Without a dictionary, the number of cells so far that are numbers.
  private var numbers = 0

  /// The missing rows.
  private(set) var missing: MissingRows?
  /// The first row that is neither missing nor a number.
  private(set) var firstOther: Int?

  /// - Parameter rows: memory for as many rows as are expected, which outlives this object.
  init(cells: CellReader, rows: UnsafeMutableBufferPointer<UInt32>) {
    self.cells = cells
    self.rows = rows
    dictionary = TextDictionary()
  }

  /// The number of cells that are numbers.
  var numberCount: Int {
    guard dictionary != nil else { return numbers }
    guard kinds.contains(.number) else { return 0 }
    return (0..<count).count { kinds[Int(rows[$0])] == .number }
  }

  /// The number of cells that are neither missing nor numbers.
  var otherCount: Int { count - numberCount - (missing?.count ?? 0) }

  /// Takes the texts that some fields have taken, as those of the rows from `row` on.
  func take(_ fields: borrowing TextFields, at row: Int) {
    count = row + fields.recordCount
    if let bytes {
      for record in 0..<fields.recordCount {
        let kind = kind(of: fields.text(ofRecord: record))
        if kind == .number { numbers += 1 }
        if kind == .missing { fields.dropText(ofRecord: record) }
        note(kind, row + record)
      }
      bytes.append(fields, lengths: rows.baseAddress! + row)
      return
    }
    let dictionary = dictionary!
    dictionary.encode(fields, into: rows.baseAddress! + row)
    if dictionary.count > kinds.count {
      for record in 0..<fields.recordCount where Int(rows[row + record]) == kinds.count {
        kinds.append(kind(of: fields.text(ofRecord: record)))
        if kinds.last == .missing { hasMissing = true }
        note(kinds.last!, row + record)
      }
    }
    if hasMissing {
      for record in row..<count where kinds[Int(rows[record])] == .missing { note(.missing, record) }
    }
    leaveDictionary()
  }

  /// Takes the content of one field, and the value that it has.
  func take(_ content: UnsafeRawBufferPointer, isQuoted: Bool, _ value: CellValue, at row: Int) {
    count = row + 1
    let kind = Kind(value)
    note(kind, row)
    if let bytes {
      if kind == .number { numbers += 1 }
      let kept = kind == .missing ? UnsafeRawBufferPointer(start: nil, count: 0) : content
      rows[row] = bytes.append(kept, isQuoted: isQuoted)
      return
    }
    rows[row] = dictionary!.encode(content, isQuoted: isQuoted)
    if Int(rows[row]) == kinds.count { kinds.append(kind) }
    if kind == .missing { hasMissing = true }
    leaveDictionary()
  }

  @inline(__always)
  private func kind(of content: UnsafeRawBufferPointer) -> Kind {
    if let first = content.first, cells.beginsText(first) { return .text }
    return Kind(cells.value(of: content))
  }

  @inline(__always)
  private func note(_ kind: Kind, _ row: Int) {
    switch kind {
    case .number: break
    case .text: if firstOther == nil { firstOther = row }
    case .missing:
      if missing == nil { missing = MissingRows(rows: rows.count) }
      missing!.insert(row)
    }
  }

  /// Gives up the dictionary where texts seldom repeat.
  @inline(__always)
  private func leaveDictionary() {
    if let dictionary, !Column.Texts.areWorthCodes(dictionary.count, rows: rows.count) { dropDictionary() }
  }

  /// Stores the texts of all rows instead of the dictionary.
  private func dropDictionary() {
    guard let dictionary else { return }
    numbers = numberCount
    let bytes = TextBytes(capacity: rows.count * 16)
    for row in 0..<count {
      let code = Int(rows[row])
      rows[row] =
        kinds[code] == .missing ? 0 : bytes.append(dictionary[code], isQuoted: dictionary.isQuoted(code))
    }
    self.bytes = bytes
    self.dictionary = nil
  }
}

extension TextCells {
  /// Joins the ranges of each of some columns.
  static func joined(
    _ columns: [(memory: ColumnMemory, parts: [TextCells])], team: ThreadTeam
  ) -> [Column.Texts] {
    let dictionaries = team.map(columns.count) { JoinedDictionary(columns[$0].parts) }
    return zip(columns, dictionaries).map { column, dictionary in
      guard let dictionary else { return plain(column.parts, team) }
      if let codes = dictionary.codes {
        team.deal(column.parts.count) { part, _ in column.parts[part].replaceCodes(codes[part]) }
      }
      return Column.Texts(dictionary.texts, codes: column.memory.textRows)
    }
  }

  /// Whether the texts of the dictionary are those of a table: none is missing or was in quotes.
  private var isAsMeant: Bool {
    !hasMissing
      && dictionary.map { dictionary in !kinds.indices.contains(where: dictionary.isQuoted) } ?? false
  }

  /// Replaces each code by another.
  private func replaceCodes(_ others: [UInt32]) {
    others.withUnsafeBufferPointer { others in
      for row in 0..<count { rows[row] = others[Int(rows[row])] }
    }
  }

  /// The dictionary of all ranges.
  private struct JoinedDictionary {
    let texts: TextDictionary
    /// For each range, the code here of each of its texts; `nil` where it is the same.
    private(set) var codes: [[UInt32]]? = []

    /// Returns `nil` where texts seldom repeat.
    init?(_ parts: [TextCells]) {
      if parts.count == 1, let dictionary = parts[0].dictionary, parts[0].isAsMeant {
        (texts, codes) = (dictionary, nil)
        return
      }
      texts = TextDictionary()
      let rowCount = parts.reduce(0) { $0 + $1.count }
      let undoubled = TextBytes()
      let missing = texts.encode(UnsafeRawBufferPointer(start: nil, count: 0))
      for part in parts {
        guard let dictionary = part.dictionary else { return nil }
        codes!.append(
          part.kinds.indices.map { code in
            if part.kinds[code] == .missing { return missing }
            guard dictionary.isQuoted(code) else { return texts.encode(dictionary[code]) }
            undoubled.removeAll()
            undoubled.append(dictionary[code], isQuoted: true)
            return texts.encode(undoubled.content)
          })
        guard Column.Texts.areWorthCodes(texts.count, rows: rowCount) else { return nil }
      }
    }
  }

  private static func plain(_ parts: [TextCells], _ team: ThreadTeam) -> Column.Texts {
    team.deal(parts.count) { index, _ in parts[index].dropDictionary() }
    let firstRows = parts.sums(of: \.count)
    let firstBytes = parts.sums { $0.bytes!.count }
    var starts = [0]
    let bytes = [UInt8](unsafeUninitializedCapacity: firstBytes.last!) { bytes, byteCount in
      let bytesStart = bytes.baseAddress!
      PageMemory.willFill(bytesStart, count: firstBytes.last!)
      starts = [Int](unsafeUninitializedCapacity: firstRows.last! + 1) { starts, startCount in
        let start = starts.baseAddress!
        PageMemory.willFill(start, count: firstRows.last! * MemoryLayout<Int>.stride)
        start.initialize(to: 0)
        team.deal(parts.count) { index, _ in
          let part = parts[index]
          let content = part.bytes!.content
          (bytesStart + firstBytes[index]).initialize(
            from: content.baseAddress!.assumingMemoryBound(to: UInt8.self), count: content.count)
          var end = firstBytes[index]
          for row in 0..<part.count {
            end += Int(part.rows[row])
            (start + firstRows[index] + row + 1).initialize(to: end)
          }
        }
        startCount = firstRows.last! + 1
      }
      byteCount = firstBytes.last!
    }
    return Column.Texts(bytes: bytes, starts: starts, codes: nil)
  }
}

extension Array {
  /// For each element the sum of `size` over those before it, and at the end that of all.
  fileprivate func sums(of size: (Element) -> Int) -> [Int] {
    reduce(into: [0]) { $0.append($0.last! + size($1)) }
  }
}
