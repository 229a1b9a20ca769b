import Foundation
import TestSupport
import Testing

@testable import Tabular

/// Columns of texts, read by several threads and joined.
struct TextCellsTests {
  /// The rows of a table: texts that repeat, that do not, and that do in some ranges of the file only.
  private static let rows = (0..<4000).map { row -> [String?] in
    let unique = "number \"\(row * 7919 % 10_007)\", of many"
    return [
      row % 11 == 3 ? nil : ["red", "white", "say \"rosé\"", "12"][row % 4],
      row % 13 == 5 ? nil : unique, row < 2000 ? "early" : unique, "\(row % 100 == 7 ? "x" : "\(row)")",
    ]
  }

  /// The table as a file: one cell in three that does not need quotes has them, some with blanks after them.
  private static let text =
    "repeating,unique,both,mixed\n"
    + rows.enumerated().map { row, cells in
      cells.enumerated().map { place, cell in
        guard let cell else { return ["", "NA", "\"NA\"", "\"\""][row % 4] }
        let isQuoted = cell.contains { "\",".contains($0) } || (row + place) % 3 == 0
        if !isQuoted { return cell }
        return "\"\(cell.replacing("\"", with: "\"\""))\"" + (row % 50 == 0 ? " " : "")
      }.joined(separator: ",") + "\n"
    }.joined()

  @Test(arguments: [100, 5000, 30_000, 1 << 20], [1, 2, 3])
  func rangesAreJoinedInOrder(_ chunkSize: Int, _ threads: Int) throws {
    var options = CSVReadingOptions(threadCount: threads)
    options.chunkSize = chunkSize
    let table = try frame(Self.text, options)
    for (place, column) in table.columns.enumerated() {
      #expect(column.type == .text)
      #expect(try column.values(as: String.self) == Self.rows.map { $0[place] })
      #expect(column.missingCount == Self.rows.count { $0[place] == nil })
    }
    // A text has one code, in quotes or not.
    #expect(try table["repeating"].distinctValues()?.values.count == 4)
    #expect(try LabelEncoder().fitted(to: table["both"]).classes.count == 2001)
    // Line 1 is the header; row 7 is the first that is neither missing nor a number.
    #expect(try table["mixed"].firstNonNumericCell == .init(line: 9, text: "x"))
    #expect(try table["repeating"].firstNonNumericCell == nil)
  }

  @Test func piecesHaveTheTextsOfTheirRows() throws {
    try withTemporaryDirectory { folder in
      let file = folder.appending(path: "t.csv")
      try Data(Self.text.utf8).write(to: file)
      var reader = try CSVChunkReader(contentsOfFile: file.path)
      var rows: [[String?]] = []
      while let piece = try reader.next(rows: 700) {
        let columns = try piece.columns.map { column throws(TabularError) in
          try column.values(as: String.self)
        }
        rows += (0..<piece.rowCount).map { row in columns.map { $0[row] } }
      }
      #expect(rows == Self.rows)
    }
  }

  @Test func aColumnGivenAsTextKeepsItsNumbersAndBlanks() throws {
    let options = CSVReadingOptions(columnTypes: ["a": .text])
    let table = try frame("a,b\n01,1\n 2 ,2\n\" 3 \",3\n4.50,4\n,5\nNA,6\ntrue,7\n", options)
    #expect(try table["a"].values(as: String.self) == ["01", " 2 ", " 3 ", "4.50", nil, nil, "true"])
    #expect(try table["a"].firstNonNumericCell == nil)
  }
}
