import Foundation
import Tabular
import TestSupport
import Testing

/// Chunks appended to each other are the table that is read as a whole.
struct CSVChunkReaderTests {
  /// All chunks of a file that holds `text`, read twice.
  private func chunks(
    of text: String, rows: Int, _ options: CSVReadingOptions = .init()
  ) throws -> [DataFrame] {
    try withTemporaryDirectory { folder throws in
      let file = folder.appending(path: "t.csv")
      try Data(text.utf8).write(to: file)
      var reader = try CSVChunkReader(contentsOfFile: file.path, options: options)
      var first: [DataFrame] = []
      while let chunk = try reader.next(rows: rows) {
        first.append(chunk)
        #expect(chunk.columnNames == reader.columnNames && chunk.types == reader.columnTypes)
        #expect(reader.position == first.reduce(0) { $0 + $1.rowCount })
      }
      #expect(reader.position == reader.rowCount)
      #expect(try reader.next(rows: rows) == nil)
      reader.rewind()
      #expect(reader.position == 0)
      var second: [DataFrame] = []
      while let chunk = try reader.next(rows: rows) { second.append(chunk) }
      #expect(first == second)
      return first
    }
  }

  /// Expects the chunks of a text to be the rows of the whole table.
  private func expectWhole(
    _ text: String, rows: Int, _ options: CSVReadingOptions = .init()
  ) throws {
    let whole = try frame(text, options)
    let chunks = try chunks(of: text, rows: rows, options)
    #expect(chunks.dropLast().allSatisfy { $0.rowCount == rows })
    for (place, column) in whole.columns.enumerated() {
      #expect(chunks.flatMap { $0.columns[place].cells } == column.cells)
      #expect(chunks.allSatisfy { $0.columns[place].isRowIndex == column.isRowIndex })
      #expect(
        chunks.allSatisfy { $0.columns[place].firstNonNumericCell == column.firstNonNumericCell })
    }
  }

  /// A file that is written to while it is read: cut short, longer, or with other bytes.
  @Test(arguments: ["cut", "appended", "changed"])
  func noticesAFileThatChanges(_ how: String) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "t.csv").path
      let row = "12345.678,23456.789,34567.891\n"
      try Data(("a,b,c\n" + String(repeating: row, count: 20_000)).utf8).write(to: URL(filePath: path))
      var reader = try CSVChunkReader(contentsOfFile: path)
      #expect(try reader.next(rows: 100)?.rowCount == 100)
      switch how {
      case "cut": truncate(path, 10_000)
      case "appended": truncate(path, 1_000_000)
      default:
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seek(toOffset: 300_000)
        try handle.write(contentsOf: Data("x,y\n".utf8))
      }
      let error = #expect(throws: TabularError.self) { while try reader.next(rows: 1000) != nil {} }
      #expect(
        error?.description
          == "\(path): the file changed while it was read; read it when no other program writes to it.")
    }
  }

  private static let tables = [
    "a,b,c\n" + (0..<300).map { "\($0),\($0).5,t\($0)" }.joined(separator: "\n"),
    "a;b\r\n" + (0..<300).map { "\"\($0)\";\"x;\r\ny \($0)\"" }.joined(separator: "\r\n") + "\r\n",
    ",n\n" + (0..<300).map { "\($0),\($0 % 3 == 0 ? "NA" : "-\($0)")" }.joined(separator: "\n\n"),
    "a\tb\r" + (0..<300).map { "true\t5\" \($0)" }.joined(separator: "\r") + "\r",
    "x\n" + (0..<300).map { $0 % 7 == 2 ? "" : "\($0)" }.joined(separator: "\n") + "\n",
    "a,b\n" + (0..<300).map { $0 == 290 ? "x,\n  \n" : "\($0),\"\"\n" }.joined(),
    "a,b\n" + (0..<300).map { $0 == 299 ? "1,2.25" : "\($0),007\n" }.joined(),
  ]

  @Test(arguments: tables, [1, 7, 100_000])
  func chunksMakeTheWhole(_ text: String, _ rows: Int) throws {
    for (chunkSize, threads) in [(1 << 20, 1), (256, 2), (33, 3)] {
      var options = CSVReadingOptions(threadCount: threads)
      options.chunkSize = chunkSize
      options.sampleSize = 100
      try expectWhole(text, rows: rows, options)
    }
  }

  @Test(arguments: [1, 7, 100_000])
  func redWineInChunks(_ rows: Int) throws {
    let text = try String(contentsOfFile: Repository.redWine.path, encoding: .utf8)
    try expectWhole(text, rows: rows)
  }

  @Test func optionsAreThoseOfTheWhole() throws {
    let text = "a;b;c\n1,5;x;-999\n2;y;3\n-999;z;4\n"
    let options = CSVReadingOptions(
      decimalSeparator: ",", missingValues: ["-999"], columnTypes: ["c": .text], columns: ["c", "a"])
    try expectWhole(text, rows: 2, options)
    let chunks = try chunks(of: text, rows: 2, options)
    #expect(chunks.map(\.types) == [[.text, .number], [.text, .number]])
    #expect(try chunks[0]["c"].cells == [nil, .text("3")])
    #expect(try chunks[1]["a"].cells == [nil])
  }

  /// A chunk may contain none of the values that determine a column's type.
  @Test func typesAreThoseOfAllRows() throws {
    let text = "i,n,t,b,e\n1,2,3,true,\n4,5,6,false,\n,7.5,x,,\n"
    let chunks = try chunks(of: text, rows: 1)
    #expect(chunks.allSatisfy { $0.types == [.integer, .number, .text, .boolean, .number] })
    #expect(try chunks[0]["t"].cells == [.text("3")])
    #expect(try chunks[2]["i"].missingCount == 1)
    #expect(try chunks[0]["t"].firstNonNumericCell?.line == 4)
  }

  /// Faults are found when a file is opened, and described as by the reader of whole files.
  @Test(arguments: [
    "", "a,b\n", "a,b\n1,2\n3\n", "a,b\n1,2\n\"x\n", "a,b\n1,\"2\"x\n", "a,b\n1,\u{0}\n",
  ])
  func faultsAreFoundOnOpening(_ text: String) throws {
    try withTemporaryDirectory { folder throws in
      let file = folder.appending(path: "t.csv").path
      try Data(text.utf8).write(to: URL(filePath: file))
      let expected = try #require(refusal(text))
      func sentence() -> String? {
        do throws(TabularError) {
          _ = try CSVChunkReader(contentsOfFile: file)
          return nil
        } catch {
          return "\(error)".replacing(file, with: "t.csv")
        }
      }
      #expect(sentence() == expected)
    }
  }

  @Test func aChangedFileIsRefused() throws {
    try withTemporaryDirectory { folder throws in
      let file = folder.appending(path: "t.csv")
      try Data("a,b\n1,2\n3,4\n".utf8).write(to: file)
      var reader = try CSVChunkReader(contentsOfFile: file.path)
      _ = try reader.next(rows: 1)
      let handle = try FileHandle(forWritingTo: file)
      try handle.seek(toOffset: 8)
      try handle.write(contentsOf: Data("3,x\n".utf8))
      try handle.close()
      #expect(throws: TabularError.self) { _ = try reader.next(rows: 1) }
    }
  }

  @Test func copiesGoOnByThemselves() throws {
    try withTemporaryDirectory { folder throws in
      let file = folder.appending(path: "t.csv")
      try Data("a,b\n1,2\n3,4\n5,6\n".utf8).write(to: file)
      var reader = try CSVChunkReader(contentsOfFile: file)
      _ = try reader.next(rows: 1)
      var other = reader
      #expect(try other.next(rows: 2)?["a"].cells == [.integer(3), .integer(5)])
      #expect(try reader.next(rows: 1)?["a"].cells == [.integer(3)])
    }
  }
}
