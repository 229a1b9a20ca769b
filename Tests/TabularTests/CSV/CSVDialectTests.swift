import Foundation
import Tabular
import TestSupport
import Testing

/// How files are written: delimiters, quotes, line ends, headers.
struct CSVDialectTests {
  @Test(arguments: [",", ";", "\t", "|", " "])
  func findsTheDelimiter(_ delimiter: String) throws {
    let table = try frame(["a", "b", "c"].joined(separator: delimiter) + "\n1\(delimiter)2\(delimiter)3\n")
    #expect(table.columnNames == ["a", "b", "c"])
    #expect(table.columns.map(\.cells) == [[.integer(1)], [.integer(2)], [.integer(3)]])
  }

  @Test(arguments: [
    ("name;note\nx;\"a, b\"\ny;\"c, d, e\"\n", ["name", "note"]),
    ("a b;c d\n1;2\n", ["a b", "c d"]),
    ("when,value\n2020-01-01 10:00,5\n2020-01-01 11:00,6\n", ["when", "value"]),
    ("a,b,c\n1,2\n3,4,5\n6,7,8\n", nil),
    ("text\nHello there\nHi\n", ["text"]),
    ("a|b;c|d\n1|2;3|4\n1|2|3\n", ["a", "b;c", "d"]),
    ("red wine\nwhite wine\nrose wine\n", ["red wine"]),
    ("id;note\n1;\"open a b\n2;x y z\n3;u v w\n4;u v w\n", nil),
    ("sep=;\na,x;b\n1,5;2\n", ["a,x", "b"]),
    ("\"sep=\t\"\r\na b\tc\r\n1\t2\r\n", ["a b", "c"]),
    ("\"mpg\" \"cyl\"\n\"Mazda RX4\" 21 6\n\"Datsun 710\" 22.8 4\n", ["Unnamed: 0", "mpg", "cyl"]),
  ])
  func findsTheDelimiterAmongOthers(_ text: String, _ names: [String]?) {
    #expect((try? frame(text))?.columnNames == names)
  }

  @Test func delimiterCanBeGiven() throws {
    let table = try frame("a,b;c\n1,2;3\n", .init(delimiter: ";"))
    #expect(table.columnNames == ["a,b", "c"])
    #expect(try frame("a:b\n1:2\n", .init(delimiter: ":")).columnNames == ["a", "b"])
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\r\r\n"], [true, false])
  func readsEveryLineEnd(_ end: String, hasFinal: Bool) throws {
    let text = ["a,b", "1,x", "2,\"y\"", "3.5,z"].joined(separator: end) + (hasFinal ? end : "")
    let table = try frame(text)
    #expect(
      table.columns.map(\.cells) == [
        [.number(1), .number(2), .number(3.5)], [.text("x"), .text("y"), .text("z")],
      ])
  }

  @Test func lineEndsMayBeMixed() throws {
    #expect(try frame("a,b\r\n1,2\n3,4\r5,6\r\r\n7,8").rowCount == 4)
  }

  @Test func quotesFollowRFC4180() throws {
    let table = try frame("a,b\n\"x, \"\"y\"\"\nz\",\"\"\n\"\"\"\",q\"r\"\n")
    #expect(try table["a"].cells == [.text("x, \"y\"\nz"), .text("\"")])
    #expect(try table["b"].cells == [nil, .text("q\"r\"")])
  }

  @Test func quotesMayHaveBlanksAround() throws {
    let table = try frame("a, \"b, c\" \n1, \"2\" \n3,\t\"x, y\"\t\n")
    #expect(table.columnNames == ["a", "b, c"])
    #expect(try table["b, c"].cells == [.text("2"), .text("x, y")])
  }

  @Test func skipsTheByteOrderMark() throws {
    let table = try frame("\u{FEFF}a,b\n1,2\n")
    #expect(table.columnNames == ["a", "b"])
  }

  @Test(arguments: [
    ("a,b\n1,2\n", ["a", "b"], 1),
    ("x,y\nu,v\n", ["x", "y"], 1),
    ("true,x\nfalse,y\n", ["true", "x"], 1),
    ("a,1\nb,2\n", ["Unnamed: 0", "Unnamed: 1"], 2),
    ("a,\" 1.5 \"\nb,2\n", ["Unnamed: 0", "Unnamed: 1"], 2),
    ("5\n6\n", ["Unnamed: 0"], 2),
  ])
  func firstRowIsAHeaderUnlessItHasANumber(_ text: String, _ names: [String], _ rows: Int) throws {
    let table = try frame(text)
    #expect(table.columnNames == names)
    #expect(table.rowCount == rows)
    #expect(!table.columns[0].isRowIndex)
  }

  /// Files that pandas, readr, Polars and DuckDB read so.
  @Test(arguments: [
    ("year,inf,unem\n1980,13.5,7.2\n1981,10.3,7.6\n", ["year", "inf", "unem"]),
    ("region,2018,2019\nnorth,1.5,2.5\nsouth,3.5,4\n", ["region", "2018", "2019"]),
    ("region,2018,2019\nnorth,150,250\nsouth,130,240\n", ["region", "2018", "2019"]),
    (",0,1,2\n0,5.1,3.5,1.4\n1,4.9,3.0,1.4\n", ["Unnamed: 0", "0", "1", "2"]),
    ("0,1,2\n5.1,3.5,1.4\n4.9,3.0,1.4\n", ["0", "1", "2"]),
    ("region,2020-01-22,2020-01-23\nx,5,6\ny,7,8\n", ["region", "2020-01-22", "2020-01-23"]),
    ("sample,400.5,401\n1,0.2,0.3\n2,0.1,0.2\n", ["sample", "400.5", "401"]),
    ("land,1960,1961,1962\nx,,5.5,6.5\ny,,7.5,\n", ["land", "1960", "1961", "1962"]),
    ("cases,2002\nx,732\ny,1990\nz,40\n", ["cases", "2002"]),
    ("men,1950,1951,1952\nx,(12),(13),(14)\ny,(5),(6),(7)\n", ["men", "1950", "1951", "1952"]),
    ("\"\",\"142.24\",\"144.78\"\n\"9.4\",0,1\n\"9.5\",2,3\n", ["Unnamed: 0", "142.24", "144.78"]),
  ])
  func aHeaderIsJudgedByItsColumns(_ text: String, _ names: [String]) throws {
    let table = try frame(text)
    #expect(table.columnNames == names)
    #expect(table.rowCount == text.split(separator: "\n").count - 1)
    #expect(table.readingNotices.isEmpty)
  }

  @Test(arguments: [
    ("2/28/2008,1:00,NaN\n2/28/2008,2:00,NaN\n2/29/2008,3:00,1.5\n", "looks like data"),
    ("a,1,2\nb,3,4\n", "holds a number"),
    ("0,1,2\n3,4,5\n", "holds a number"),
    ("x,2018\ny,2019\n", "holds a number"),
    ("x,2018\ny,2019\nz,40\n", "holds a number"),
    ("2018,2019,2020\n2021,2022,2023\n", "holds a number"),
    ("\"1\",\"2\"\n\"3\",\"4\"\n", "holds a number"),
    ("\"1,234\",\"5\"\n999,6\n", "holds a number"),
    ("nan,1\n2,3\n", "holds a number"),
    ("?,x\n2,y\n", nil),
  ])
  func aFirstRowOfValuesIsNoHeader(_ text: String, _ reason: String?) throws {
    let table = try frame(text)
    guard let reason else { return #expect(table.readingNotices.isEmpty) }
    #expect(table.columnNames == table.columns.indices.map { "Unnamed: \($0)" })
    #expect(table.rowCount == text.split(separator: "\n").count)
    let thousands =
      "Column Unnamed: 0 holds numbers with separators of thousands (1,234): read as numbers."
    #expect(
      table.readingNotices == [
        "The file has no header, for its first row \(reason): its columns are called \"Unnamed: 0\" to"
          + " \"\(table.columnNames.last!)\"."
      ] + (text.contains("1,234") ? [thousands] : []))
  }

  /// The names are those of pandas 3.1.
  @Test(arguments: [
    ("x,y,x", ["x", "y", "x.1"]), ("x,x,x.1", ["x", "x.2", "x.1"]), ("x,x,x", ["x", "x.1", "x.2"]),
    ("x,x.1,x", ["x", "x.1", "x.2"]),
  ])
  func duplicateNamesAreChanged(_ header: String, _ names: [String]) throws {
    let cells = names.indices.map { "\($0)" }.joined(separator: ",")
    let table = try frame("\(header)\n\(cells)\n")
    #expect(table.columnNames == names)
    #expect(table.columns.map(\.cells) == names.indices.map { [.integer($0)] })
    #expect(
      table.readingNotices.first
        == "The column \"\(names.first { $0 != "x" && !header.contains($0) }!)\" has the name of an earlier one,"
        + " \"x\": it was renamed.")
    #expect(throws: TabularError.repeatedColumn("x")) {
      try table.requireReadable(targets: ["x"], features: [])
    }
    try table.requireReadable(targets: [], features: table.columnNames)
  }

  @Test func spellingsOfUnicodeAreAlike() throws {
    let table = try frame("caf\u{E9},cafe\u{301},b\n1,2,3\n")
    #expect(table.columnNames == ["café", "café.1", "b"])
    #expect(try frame("cafe\u{301},b\n1,2\n")["caf\u{E9}"].cells == [.integer(1)])
  }

  // pandas 3.1 reads the first three so, apart from "Unnamed" columns of nothing, and R all.
  @Test(
    arguments: [
      ("id,x,y,\n1,2,3\n4,5,6\n", ["id", "x", "y"], []),
      (
        "a,b\nr1,1,2\nr2,3,4\n", ["Unnamed: 0", "a", "b"],
        [
          "The header has one name fewer than the rows have cells: the first column is taken for the rows' names."
        ]
      ),
      (
        "a,b,,\n1,2,,\n3,4,,\n", ["a", "b"],
        [
          "The last 2 columns have neither names nor values: they are left out."
        ]
      ),
      ("a,b\n1,2,\n3,4,\n", ["a", "b"], ["The last column has neither a name nor a value: it is left out."]),
      ("a,b,,\n1,2,,\n3,4,,5\n", ["a", "b", "Unnamed: 2", "Unnamed: 3"], []),
      ("a,,b\n1,,2\n", ["a", "Unnamed: 1", "b"], []),
    ] as [(String, [String], [String])])
  func headersMayHaveOtherLengths(_ text: String, _ names: [String], _ notices: [String]) throws {
    let table = try frame(text)
    #expect(table.columnNames == names)
    #expect(table.rowCount == 2 || names.contains("Unnamed: 1"))
    #expect(table.columns[0].isRowIndex == (names[0] == "Unnamed: 0"))
    #expect(table.readingNotices == notices)
  }

  @Test func headerCanBeGiven() throws {
    #expect(try frame("2019,2020\n1,2\n", .init(hasHeader: true)).columnNames == ["2019", "2020"])
    #expect(try frame("a,b\nc,d\n", .init(hasHeader: false)).rowCount == 2)
  }

  // pandas 3.1: read_csv(",Unnamed: 0,a") names Unnamed: 0.1, Unnamed: 0, a; "a,,b," Unnamed: 1 and 3.
  @Test func unnamedColumnsAreNamedAsInPandas() throws {
    let index = try frame(",Unnamed: 0,a\n0,0,1\n")
    #expect(index.columnNames == ["Unnamed: 0.1", "Unnamed: 0", "a"])
    #expect(index.columns.map(\.isRowIndex) == [true, false, false])
    let gaps = try frame("a,,b, \n0,1,2,3\n")
    #expect(gaps.columnNames == ["a", "Unnamed: 1", "b", "Unnamed: 3"])
    #expect(gaps.columns.map(\.isRowIndex) == [false, false, false, false])
  }

  @Test func blankLinesAreSkipped() throws {
    let table = try frame("\n \na,b\n\n1,2\n  \t\n\r\n3,4\n\n")
    #expect(try table["a"].cells == [.integer(1), .integer(3)])
  }

  @Test(arguments: ["\n", "\r\n", "\r\r\n"])
  func blankLinesOfASingleColumnAreMissing(_ end: String) throws {
    let table = try frame(["", "a", "1", "", "3", "", ""].joined(separator: end))
    #expect(try table["a"].cells == [.integer(1), nil, .integer(3), nil])
  }

  @Test func takesColumnsInTheOrderGiven() throws {
    let table = try frame("a,b,c\n1,2,x\n", .init(columns: ["c", "a"]))
    #expect(table.columnNames == ["c", "a"])
    #expect(table.columns.map(\.cells) == [[.text("x")], [.integer(1)]])
  }

  @Test func readsRedWine() throws {
    let table = try DataFrame(contentsOfCSVFile: Repository.redWine)
    #expect(table.rowCount == 1599)
    #expect(table.types == Array(repeating: .number, count: 11) + [.integer])
    // pandas: read_csv(…, sep=";").sum()
    let sums = try table.columns.map { try $0.values(as: Double.self).reduce(0) { $0 + $1! } }
    #expect(relativeDifference(sums[1], 843.985) < 1e-12)
    #expect(sums[11] == 9012)
  }

  @Test func readsPipes() throws {
    try withTemporaryDirectory { folder throws in
      let pipe = folder.appending(path: "pipe").path
      #expect(mkfifo(pipe, 0o600) == 0)
      let writer = Thread { write(pipe) }
      writer.start()
      let table = try DataFrame(contentsOfCSVFile: pipe)
      #expect(table.rowCount == 30_000)
    }
  }

  /// A device without an end is refused by its first bytes.
  @Test func endlessBytesAreRefused() {
    let error = #expect(throws: TabularError.self) { try DataFrame(contentsOfCSVFile: "/dev/zero") }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("/dev/zero, line 1") && text.contains("there is a NUL byte"), "\(text)")
  }

  private func write(_ pipe: String) {
    let handle = FileHandle(forWritingAtPath: pipe)
    handle?.write(Data(("a,b\n" + String(repeating: "1,2\n", count: 30_000)).utf8))
    try? handle?.close()
  }
}
