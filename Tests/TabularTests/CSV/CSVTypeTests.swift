import Tabular
import Testing

/// The types of cells and columns.
struct CSVTypeTests {
  /// The single column of these cells.
  private func column(_ cells: [String], _ options: CSVReadingOptions = .init()) throws -> Column {
    try frame("x,y\n" + cells.map { "\($0),0\n" }.joined(), options).columns[0]
  }

  @Test(arguments: [
    (["1", "-2", "+3", "007"], Column.ValueType.integer),
    (["1", "2", "5.5"], .number),
    (["1", "9223372036854775808"], .number),
    (["9223372036854775807", "-9223372036854775808"], .integer),
    (["1", "1e3"], .number),
    (["1", "-0"], .number),
    (["1", "inf"], .number),
    (["true", "False", "TRUE"], .boolean),
    (["true", "1"], .text),
    (["1", "x"], .text),
    (["yes", "no"], .text),
    (["0x10", "1"], .text),
    (["1,5"], .text),
    (["1_000", "1"], .text),
    (["1e", "1"], .text),
    ([".", "1"], .text),
    (["-", "1"], .text),
    (["1 2", "1"], .text),
    (["1.2.3", "1"], .text),
    (["", "NA"], .number),
    (["", "true"], .boolean),
    (["", "7"], .integer),
  ])
  func columnsAreTypedFromAllValues(_ cells: [String], _ type: Column.ValueType) throws {
    let quoted = cells.map { $0.contains(",") ? "\"\($0)\"" : $0 }
    #expect(try column(quoted).type == type)
  }

  @Test func valuesAreKeptWhenAColumnWidens() throws {
    #expect(try column(["1", "", "5.5", "-0"]).cells == [.number(1), nil, .number(5.5), .number(-0.0)])
    #expect(try column(["007", "1.50", "x", "NA"]).cells == [.text("007"), .text("1.50"), .text("x"), nil])
    #expect(try column(["9007199254740993", "0.5"]).cells == [.number(9_007_199_254_740_992), .number(0.5)])
  }

  // The first 20,000 cells exceed the sample from which types are guessed.
  @Test(arguments: [
    ("5.5", Column.ValueType.number), ("-0", .number), ("x", .text), ("true", .text), ("", .integer),
  ])
  func lateCellsWidenAColumn(_ late: String, _ type: Column.ValueType) throws {
    var options = CSVReadingOptions()
    options.chunkSize = 4096
    options.sampleSize = 1024
    let text = "x,y\n" + String(repeating: "12345,true\n", count: 20_000) + "\(late),false\n"
    let table = try frame(text, options)
    #expect(table.types == [type, .boolean])
    #expect(
      table.columns[0][20_000] == (late == "" ? nil : type == .number ? .number(Double(late)!) : .text(late)))
    let first: Column.Value =
      type == .integer ? .integer(12345) : type == .number ? .number(12345) : .text("12345")
    #expect(table.columns[0][19_999] == first)
  }

  @Test func missingValuesAreKeptAndCounted() throws {
    let cells = ["1", "", "NA", "nan", "NaN", "NAN", "null", "NULL", "\"\"", " ", "\" NA \"", "2"]
    let column = try column(cells)
    #expect(column.type == .integer)
    #expect(column.missingCount == 10)
    #expect(column.cells.compactMap { $0 } == [.integer(1), .integer(2)])
    guard case .number(let values) = try self.column(["1.5", "nan"]).storage else {
      throw CancellationError()
    }
    #expect(values[1].isNaN)
  }

  @Test(arguments: ["Na", "na", "None", "N/A", "-nan", "nan(1)", "nul"])
  func otherSpellingsAreText(_ cell: String) throws {
    #expect(try column(["1", cell]).cells == [.text("1"), .text(cell)])
  }

  @Test func missingSpellingsCanBeGiven() throws {
    let table = try column(["1", "-999", "?", "", "-999.0"], .init(missingValues: ["-999", "?"]))
    #expect(table.cells == [.number(1), nil, nil, nil, .number(-999)])
    #expect(try column(["1", "NA"], .init(missingValues: [])).type == .text)
  }

  @Test func blanksAndQuotesAroundNumbersDoNotMatter() throws {
    #expect(
      try column([" 1.5", "2.5 ", "\t3.5\t", "\"4.5\"", "\" 5.5 \"", "  \"6.5\""]).cells
        == [1.5, 2.5, 3.5, 4.5, 5.5, 6.5].map { .number($0) })
  }

  @Test func textKeepsItsBlanks() throws {
    #expect(try column([" a ", "b"]).cells == [.text(" a "), .text("b")])
  }

  @Test func infinityIsANumber() throws {
    #expect(
      try column(["inf", "-inf", "+Infinity", "INF", "1"]).cells
        == [.infinity, -.infinity, .infinity, .infinity, 1].map { .number($0) })
  }

  @Test func decimalSeparatorCanBeGiven() throws {
    let table = try frame("a;b\n1,5;-2,25e1\n", .init(decimalSeparator: ","))
    #expect(table.columns.map(\.cells) == [[.number(1.5)], [.number(-22.5)]])
    #expect(try frame("a;b\n1.5;2\n", .init(decimalSeparator: ",")).types == [.text, .integer])
  }

  @Test func typesCanBeGiven() throws {
    let table = try frame(
      "a,b,c\n1,2,3\n4,NA,6\n", .init(columnTypes: ["a": .number, "b": .text, "c": .integer]))
    #expect(table.types == [.number, .text, .integer])
    #expect(try table["b"].cells == [.text("2"), nil])
    #expect(try table["a"].cells == [.number(1), .number(4)])
  }

  @Test func remembersWhatMadeNumbersText() throws {
    let table = try frame("x,y\n1,a\n2,3\n\n3,\"b\nb\"\n4,c\n\" five\",d\nsix,e\n")
    let place = try table["x"].firstNonNumericCell
    #expect(place?.line == 8)
    #expect(place?.text == " five")
    #expect(try table["y"].firstNonNumericCell == nil)
    #expect(try column(["1", "true"]).firstNonNumericCell?.line == 3)
  }

  @Test func textIsUnicode() throws {
    #expect(try column(["rosé", "🍷", "e\u{301}"]).cells == [.text("rosé"), .text("🍷"), .text("e\u{301}")])
  }
}
