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

  private func write(_ pipe: String) {
    let handle = FileHandle(forWritingAtPath: pipe)
    handle?.write(Data(("a,b\n" + String(repeating: "1,2\n", count: 30_000)).utf8))
    try? handle?.close()
  }
}
