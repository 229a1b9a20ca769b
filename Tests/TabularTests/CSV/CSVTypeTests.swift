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
    ([".", "-", "1"], .text),
    (["?", "true"], .text),
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
    let cells = [
      "1", "", "NA", "nan", "NaN", "NAN", "null", "NULL", "\"\"", " ", "\" NA \"", "N/A", "#N/A", "-nan",
      "None", "2",
    ]
    let column = try column(cells)
    #expect(column.type == .integer)
    #expect(column.missingCount == 14)
    #expect(column.cells.compactMap { $0 } == [.integer(1), .integer(2)])
    guard case .number(let values) = try self.column(["1.5", "nan"]).storage else {
      throw CancellationError()
    }
    #expect(values[1].isNaN)
  }

  @Test(arguments: ["Na", "-NaN", "nan(1)", "nul"])
  func otherSpellingsAreText(_ cell: String) throws {
    #expect(try column(["1", cell]).cells == [.text("1"), .text(cell)])
  }

  @Test func missingSpellingsCanBeGiven() throws {
    let table = try column(["1", "-999", "?", "", "-999.0"], .init(missingValues: ["-999", "?"]))
    #expect(table.cells == [.number(1), nil, nil, nil, .number(-999)])
    #expect(try column(["1", "NA"], .init(missingValues: [])).type == .text)
  }

  /// As pandas reads them with `na_values` of that text for this column.
  @Test(arguments: ["?", "-", "--", ".", "–", "\\N", "n/a", "<NA>", "**", "#DIV/0!"])
  func aPlaceholderAmongNumbersIsMissing(_ text: String) throws {
    let table = try frame("name,power\n\(text),130\nb,\(text)\nc,\" \(text) \"\nd,95.5\n")
    #expect(try table["power"].cells == [.number(130), nil, nil, .number(95.5)])
    #expect(try table["name"].cells == [.text(text), .text("b"), .text("c"), .text("d")])
    #expect(table.readingNotices == ["Column power holds numbers and 2 times `\(text)`: read as missing."])
    // A spelling that is given takes the place of all others.
    #expect(try frame("a,b\n\(text),1\n2,3\n", .init(missingValues: ["x"])).types == [.text, .integer])
    #expect(try frame("a,b\n\(text),1\n\(text),3\n").types == [.text, .integer])
  }

  /// The first 20,000 cells exceed the sample from which types are guessed.
  @Test(arguments: [
    ("7", "?", Column.ValueType.integer, 1), ("?", "7.5", .number, 20_000), ("?", "x", .text, 0),
    ("7", "-?", .text, 0),
    ("1.5", "\"1,234\"", .number, 0), ("\"1,234\"", "5%", .text, 0), ("$5", "7", .integer, 0),
    ("$5", "€7", .text, 0),
    ("5%", "6%", .integer, 0), ("5%", "6", .text, 0), ("$5", "$1.5", .number, 0), ("?", "?", .text, 0),
    ("$1e5", "7", .text, 0), ("\"1,234\"", "1e999", .number, 0),
  ])
  func lateCellsDecideOnPlaceholdersAndWritings(
    _ many: String, _ late: String, _ type: Column.ValueType, _ missing: Int
  ) throws {
    var options = CSVReadingOptions()
    options.chunkSize = 4096
    options.sampleSize = 1024
    let text = "x,y\n" + String(repeating: "\(many),true\n", count: 20_000) + "\(late),false\n"
    let table = try frame(text, options)
    #expect(table.types == [type, .boolean])
    #expect(table.columns[0].missingCount == missing)
  }

  /// Of a given type no other writing is taken, but for separators of thousands that are given too.
  @Test func givenTypesAreStrict() throws {
    let types = CSVReadingOptions(columnTypes: ["a": .number])
    for cell in ["?", "$5", "5%", "\"1,234\""] {
      #expect(refusal("a,b\n1,2\n\(cell),3\n", types)?.contains("is not of the given type (number)") == true)
    }
    var thousands = types
    thousands.thousandsSeparator = ","
    #expect(try frame("a,b\n1,2\n\"1,234\",3\n", thousands)["a"].cells == [.number(1), .number(1234)])
  }

  /// The numbers are pandas's `read_csv(…, thousands=",")` after `$` and `%` have been stripped.
  @Test func numbersWrittenForReadersAreNumbers() throws {
    let table = try frame(
      """
      price,share,people,loss
      $12.50,12%,"1,234",-€ 5
      "$1,200.25",3.5 %,"12,345,678",€-7.5
      8,-7%,99,"1,000 €"

      """)
    #expect(table.types == [.number, .number, .integer, .number])
    #expect(try table["price"].cells == [12.5, 1200.25, 8].map { .number($0) })
    #expect(try table["share"].cells == [12, 3.5, -7].map { .number($0) })
    #expect(try table["people"].cells == [1234, 12_345_678, 99].map { .integer($0) })
    #expect(try table["loss"].cells == [-5, -7.5, 1000].map { .number($0) })
    #expect(
      table.readingNotices == [
        "Column price holds numbers with the currency $ and separators of thousands (1,234): read as numbers.",
        "Column share holds numbers with percent signs (12% is 12): read as numbers.",
        "Column people holds numbers with separators of thousands (1,234): read as numbers.",
        "Column loss holds numbers with the currency € and separators of thousands (1,234): read as numbers.",
      ])
  }

  @Test(arguments: [
    "1,5", "0,123", "1,23,456", "1234,567", "1,234,5", "$", "%", "$x", "12$3", "1,,234", "--5%", "5%%",
  ])
  func otherWritingsAreText(_ cell: String) throws {
    #expect(try frame("a;b\n\(cell);1\n1,234.5;2\n").types == [.text, .integer])
  }

  @Test func aLoneSeparatorMayBeThatOfAFraction() throws {
    let text = "a;b\n1,234;2\n5,678;3\n"
    #expect(try frame(text).types == [.text, .integer])
    #expect(
      try frame(text, .init(thousandsSeparator: ",")).columns[0].cells == [.integer(1234), .integer(5678)])
    #expect(
      try frame(text, .init(decimalSeparator: ",")).columns[0].cells == [.number(1.234), .number(5.678)])
    #expect(try frame("a,b\n\"1,234\",2\n").columns[0].cells == [.integer(1234)])
    #expect(try frame("a;b\n1,234;2\n1,234,567;3\n").types == [.integer, .integer])
  }

  /// pandas: `read_csv(…, sep=";", decimal=",")`.
  @Test(arguments: [
    ("a;b\n1,5;x\n2;y\n", [1.5, 2]), ("a\tb\n0,123\tx\n-7,25e1\ty\n", [0.123, -72.5]),
    ("a;b\n1.234,5;2\n-5.678;3\n", [1234.5, -5678]), ("a;b\n1,5;1.234.567\n2,5;0\n", [1.5, 2.5]),
    ("a;b\n1 234,567;2\n", [1234.567]),
  ])
  func aDecimalCommaIsFound(_ text: String, _ numbers: [Double]) throws {
    let table = try frame(text)
    #expect(table.columns[0].cells == numbers.map { .number($0) })
    #expect(
      table.readingNotices.first == "The numbers of the file have decimal commas, as in 0,5: they are read so.")
  }

  /// Thousands, points in another column, texts.
  @Test(arguments: ["a;b\n28,801;x\n30,332;y\n", "a;b\n1,5;2.5\n2,5;3\n", "a;b\n1,5;x\nz;y\n"])
  func aDecimalCommaIsNotGuessed(_ text: String) throws {
    let table = try frame(text)
    #expect(table.columns[0].type == .text)
    #expect(table.readingNotices.isEmpty)
  }

  @Test func pointsBetweenThousandsLeaveTheCommaForFractions() throws {
    let table = try frame("a;b\n1.234;2\n0,5;3\n", .init(thousandsSeparator: "."))
    #expect(table.columns[0].cells == [.number(1234), .number(0.5)])
  }

  /// As the United Nations and the International Organization for Standardization write them.
  @Test func blanksMayBeBetweenThousands() throws {
    let table = try frame("a,b\n  856 345,1\n1 122 910.5,2\n7,3\n1\u{A0}000,4\n")
    #expect(table.columns[0].cells == [856_345, 1_122_910.5, 7, 1000].map { .number($0) })
    #expect(
      table.readingNotices == ["Column a holds numbers with separators of thousands (1 234): read as numbers."])
    for cell in ["1 23", "1 2345", "0 123"] {
      #expect(try frame("a;b\n\(cell);1\n1 234;2\n").types == [.text, .integer], "\(cell)")
    }
  }

  /// pandas 3.1: `read_csv(…, sep=";", decimal=",", thousands=".")`.
  @Test func decimalCommaGoesWithPointsBetweenThousands() throws {
    let text = "a;b\n1.234,5;2\n-5.678;3\n7;1\n"
    let numbers: [Column.Value?] = [1234.5, -5678, 7].map { .number($0) }
    #expect(try frame(text, .init(decimalSeparator: ",")).columns[0].cells == numbers)
    #expect(
      try frame(text, .init(decimalSeparator: ",", thousandsSeparator: ".")).columns[0].cells == numbers)
    #expect(
      try frame("a;b\n1 234,5;2\n", .init(decimalSeparator: ",", thousandsSeparator: " ")).columns[0].cells
        == [.number(1234.5)])
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

  /// A column that is said to be text has no faulty cells.
  @Test func numbersCanBeTexts() throws {
    let text = "a,b\n1,2\nx,3\n4,5\n"
    #expect(try frame(text)["a"].firstNonNumericCell?.line == 3)
    #expect(try frame(text, .init(columnTypes: ["a": .text]))["a"].firstNonNumericCell == nil)
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
