import Foundation
import Tabular
import Testing

/// Plain records are read together and all others one by one; the result must not depend on it.
struct CSVPlainRecordTests {
  /// The table according to a reader that processes one character after another.
  private struct Reference {
    var records: [[String?]] = []
    /// The line of the first damaged record.
    var damagedLine: Int?

    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1

    init(_ text: String) {
      bytes = Array(text.utf8)
      while offset < bytes.count {
        if isBlankLine() { continue }
        let first = line
        guard let record = record(), record.count == records.first?.count ?? record.count else {
          damagedLine = first
          return
        }
        records.append(record)
      }
    }

    private func at(_ place: Int) -> Character? {
      place < bytes.count ? Character(UnicodeScalar(bytes[place])) : nil
    }

    /// Continues with the next line if this one has only blanks.
    private mutating func isBlankLine() -> Bool {
      var end = offset
      while at(end) == " " { end += 1 }
      guard end == bytes.count || at(end) == "\n" || at(end) == "\r" else { return false }
      offset = end
      endLine()
      return true
    }

    private mutating func endLine() {
      let rest = bytes[offset...].prefix(3)
      for end in ["\r\r\n", "\r\n", "\n", "\r"] where rest.starts(with: end.utf8) {
        offset += end.utf8.count
        line += 1
        return
      }
    }

    /// The fields of a record, or `nil` where a quote is damaged.
    private mutating func record() -> [String?]? {
      var fields: [String?] = []
      while true {
        guard let field = field() else { return nil }
        let trimmed = field.trimmingCharacters(in: CharacterSet(charactersIn: " "))
        fields.append(trimmed.isEmpty ? nil : field)
        guard at(offset) == "," else {
          endLine()
          return fields
        }
        offset += 1
      }
    }

    private mutating func field() -> String? {
      var content: [UInt8] = []
      let start = offset
      while at(offset) == " " { offset += 1 }
      guard at(offset) == "\"" else {
        offset = start
        while let next = at(offset), !",\n\r".contains(next) {
          content.append(bytes[offset])
          offset += 1
        }
        return String(decoding: content, as: UTF8.self)
      }
      offset += 1
      while true {
        guard let next = at(offset) else { return nil }
        if next == "\"", at(offset + 1) != "\"" { break }
        if next == "\"" { offset += 1 }
        if next == "\n" || next == "\r" && at(offset + 1) != "\n" { line += 1 }
        content.append(bytes[offset])
        offset += 1
      }
      offset += 1
      while at(offset) == " " { offset += 1 }
      if let next = at(offset), !",\n\r".contains(next) { return nil }
      return String(decoding: content, as: UTF8.self)
    }
  }

  private static let cells = [
    "1", "22.5", "-3", "", "x", "abcdefghijk", "\"q\"", "\"a,b\"", "\"say \"\"so\"\"\"", "\"two\nlines\"",
    "\"\"", " 4 ", " \"5\" ",
  ]
  /// Cells that prevent a record from being plain, some of them damaged.
  private static let oddCells = ["5\" pipe", "\"\"\"\"", "a\"\"b", "\"x\"y", "\"", "\"\"z\"\"", "1,2"]

  @Test(arguments: 0..<300)
  func recordsAreThoseOfAPlainReader(_ seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let columns = 2 + random.next(5)
    let oddity = [0, 0, 40, 400][random.next(4)]
    let ends = [["\n"], ["\r\n"], ["\n", "\r\n", "\r", "\n\n", "\n  \n", "\r\r\n"]][random.next(3)]
    var text = ""
    for _ in 0..<(1 + random.next(300)) {
      let cells = (0..<columns).map { _ in
        oddity > 0 && random.next(oddity) == 0
          ? Self.oddCells[random.next(Self.oddCells.count)] : Self.cells[random.next(Self.cells.count)]
      }
      text += cells.joined(separator: ",") + ends[random.next(ends.count)]
    }
    if random.next(3) == 0 { text += "last" + String(repeating: ",", count: columns - 1) }
    let reference = Reference(text)
    let width = reference.records.first?.count ?? columns
    let names = (0..<width).map { "Unnamed: \($0)" }
    let chunkSize = [1, 64, 300, 1 << 20][random.next(4)]
    var options = CSVReadingOptions(
      delimiter: ",", hasHeader: false,
      columnTypes: Dictionary(uniqueKeysWithValues: names.map { ($0, .text) }),
      threadCount: 1 + random.next(3))
    options.chunkSize = chunkSize
    let (table, fault) = read(text, options)
    if let table {
      #expect(reference.damagedLine == nil)
      #expect(table.rowCount == reference.records.count)
      for (place, column) in table.columns.enumerated() {
        #expect(column.cells == reference.records.map { $0[place].map { .text($0) } })
      }
    } else {
      // The line is that of the damaged cell; a record may have begun lines before.
      let line = try #require(reference.damagedLine)
      #expect(fault?.line.map { $0 >= line && $0 <= line + columns } == true)
    }
  }

  /// The table, or the fault.
  private func read(_ text: String, _ options: CSVReadingOptions) -> (DataFrame?, CSVFault?) {
    do throws(TabularError) {
      return (try frame(text, options), nil)
    } catch {
      if case .csv(let fault) = error { return (nil, fault) }
      return (nil, nil)
    }
  }

  private static let digits = Array("0123456789".utf8)

  /// Numbers of up to nine characters in batches of all sizes, against `strtod`.
  @Test(arguments: ["\n", "\r\n"], ["", "\""])
  func shortNumbersAreExact(_ end: String, _ quote: String) throws {
    var random = SplitMix(state: 7)
    var texts: [String] = []
    for _ in 0..<20_000 {
      var text = (0..<(1 + random.next(8))).map { _ in Self.digits[random.next(10)] }
      if random.next(3) > 0 { text[random.next(text.count)] = UInt8(ascii: ".") }
      if text == [UInt8(ascii: ".")] { text.append(UInt8(ascii: "5")) }
      if random.next(3) == 0 { text.insert(UInt8(ascii: "-"), at: 0) }
      texts.append(String(decoding: text, as: UTF8.self))
    }
    let lines = zip(texts, texts.reversed()).map { "\(quote)\($0)\(quote),\(quote)\($1)\(quote)" }
    let table = try frame("first,second" + end + lines.joined(separator: end) + end)
    for (column, expected) in zip(table.columns, [texts, texts.reversed()]) {
      guard case .number(let values) = column.storage else { throw CancellationError() }
      #expect(values.map(\.bitPattern) == expected.map { strtod($0, nil).bitPattern })
    }
  }

  /// What is not a number is refused where numbers are required, with its line, wherever it is.
  @Test func otherShortCellsAreNoNumbers() throws {
    var random = SplitMix(state: 8)
    let characters = Array("0123456789..--+e, xX/:\u{7F}\u{1}é".unicodeScalars).map(String.init)
    let number = /[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?/
    for _ in 0..<4000 {
      let text = (0..<(1 + random.next(8))).map { _ in characters[random.next(characters.count)] }.joined()
      let trimmed = text.trimmingCharacters(in: .whitespaces)
      if trimmed.isEmpty || text.contains(",") { continue }
      let row = random.next(70)
      var rows = (0..<70).map { "\($0),1" }
      rows[row] = "\(text),1"
      let result = refusal("a,b\n" + rows.joined(separator: "\n") + "\n", .init(columnTypes: ["a": .number]))
      let isNumber = trimmed.wholeMatch(of: number) != nil
      #expect((result == nil) == isNumber, "\(text)")
      if let result { #expect(result.hasPrefix("t.csv, line \(row + 2), column \"a\":")) }
    }
  }

  /// A type that a later cell of a batch contradicts: all cells of the batch matter.
  @Test(arguments: 0..<70)
  func aBatchMayChangeItsType(_ row: Int) throws {
    var cells = (0..<70).map { "\($0)" }
    var options = CSVReadingOptions()
    options.sampleSize = 1
    for (odd, type) in [("true", Column.ValueType.text), ("5.5", .number), ("", .integer), ("-0", .number)] {
      cells[row] = odd
      let text = "name,value\n" + cells.map { "x,\($0)" }.joined(separator: "\n") + "\n"
      let table = try frame(text, options)
      #expect(try table["value"].type == type)
      #expect(try table["value"].missingCount == (odd == "" ? 1 : 0))
    }
  }

  /// A column without a value in the sample, and whose first value is misleading.
  @Test func aBatchMayChangeItsTypeAtItsFirstValue() throws {
    var options = CSVReadingOptions()
    options.sampleSize = 1
    let table = try frame("name,value\nx,\nx,true\nx,5\nx,6\n", options)
    #expect(try table["value"].cells == [nil, .text("true"), .text("5"), .text("6")])
  }

  /// Columns are read one after the other, yet the upper of two faults is reported.
  @Test func theUpperOfTwoFaultsIsReported() {
    let options = CSVReadingOptions(columnTypes: ["first": .integer, "second": .integer])
    #expect(
      refusal("first,second\n1,2\n3,x\ny,4\n", options)
        == "t.csv, line 3, column \"second\": \"x\" is not of the given type (integer); correct the cell or"
        + " give another type.")
  }
}
