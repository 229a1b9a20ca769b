import Foundation
import TestSupport
import Testing

@testable import Tabular

/// What becomes of a file's bytes before they are split into records.
struct CSVTextTests {
  private let wanted: [[Column.Value?]] = [[.integer(1), .integer(3)], [.text("é€"), .text("x")]]

  private func columns(_ bytes: [UInt8], _ options: CSVReadingOptions = .init()) throws -> [[Column.Value?]] {
    try DataFrame(csvBytes: bytes, options: options, name: "t.csv").columns.map(\.cells)
  }

  private func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64)!) }

  // Python: base64.b64encode(gzip.compress("a,b\n1,é€\n".encode(), mtime=0) + gzip.compress(b"3,x\n", mtime=0)),
  // and pyarrow's zstd of the same two parts.
  private let gzip = "H4sIAAAAAAACA0vUSeIy1Dm88lHTGi4Am2gJ0wwAAAAfiwgAAAAAAAIDM9ap4AIANy2+9QQAAAA="
  private let zstd = "KLUv/QRYYQAAYSxiCjEsw6nigqwK/3GL9Ci1L/0EWCEAADMseArx2AEe"

  @Test func archivesAreUnpacked() throws {
    #expect(try columns(bytes(gzip)) == wanted)
    #expect(try columns(bytes(zstd)) == wanted)
    for (archive, name) in [(gzip, "gzip"), (zstd, "zstd")] {
      let sentence = "t.csv: this \(name) archive is damaged or cut short; make or fetch it again."
      #expect(refusal(bytes(archive).dropLast(3)) == sentence)
      #expect(refusal(Array(bytes(archive).prefix(8))) == sentence)
    }
  }

  @Test func archivesInFilesAreReadInChunks() throws {
    try withTemporaryDirectory { folder throws in
      let file = folder.appending(path: "t.csv.gz")
      try Data(bytes(gzip)).write(to: file)
      var reader = try CSVChunkReader(contentsOfFile: file)
      #expect(try reader.next(rows: 1)?.columns.map(\.cells) == [[.integer(1)], [.text("é€")]])
      #expect(try reader.next(rows: 9)?.columns.map(\.cells) == [[.integer(3)], [.text("x")]])
      #expect(try DataFrame(contentsOfCSVFile: file).columns.map(\.cells) == wanted)
    }
  }

  // The bytes are those of Python's codecs: "a,b\n1,…\n".encode(…).
  @Test(
    arguments: [
      ([0xE9], CSVReadingOptions.TextEncoding.latin1, "é"), ([0x80, 0xE9], .windows1252, "€é"),
      ([0xA4, 0xA4, 0xA4, 0xE5], .big5, "中文"),
      ([0x93, 0xFA, 0x96, 0x7B, 0x5C, 0x95, 0x5C], .shiftJIS, "日本\\表"),
      ([0xC3, 0xA9], .utf8, "é"),
    ] as [([UInt8], CSVReadingOptions.TextEncoding, String)])
  func textIsDecoded(_ cell: [UInt8], _ encoding: CSVReadingOptions.TextEncoding, _ text: String) throws {
    let file = Array("a,b\n1,".utf8) + cell + Array("\n".utf8)
    #expect(try columns(file, .init(encoding: encoding)) == [[.integer(1)], [.text(text)]])
  }

  // The bytes are those of Python's codecs: "Zürich", "it’s", "台北", "東京駅".
  @Test(
    arguments: [
      ([0x5A, 0xFC, 0x72], [.latin1]), ([0x69, 0x74, 0x92, 0x73], [.windows1252]),
      ([0xA5, 0x78, 0xA5, 0x5F], [.big5, .shiftJIS]), ([0x93, 0x8C, 0x8B, 0x9E, 0x89, 0x77], [.shiftJIS]),
      ([0xFF], [.latin1]),
    ] as [([UInt8], [CSVReadingOptions.TextEncoding])])
  func theLikelyEncodingIsNamed(_ cell: [UInt8], _ likely: [CSVReadingOptions.TextEncoding]) {
    let file = Array("a,b\n1,".utf8) + cell + Array("\n".utf8)
    do throws(TabularError) {
      _ = try DataFrame(csvBytes: file, name: "t.csv")
      Issue.record("The bytes are no UTF-8.")
    } catch {
      guard case .csv(let fault) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(fault.encodings.contains(likely[0]) && Set(fault.encodings).isSubset(of: likely))
    }
  }

  @Test func utf16IsDecodedInEitherOrder() throws {
    let text = "a,b\n1,é€\n3,x\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for file in [little, [0xFF, 0xFE] + little, big, [0xFE, 0xFF] + big] {
      #expect(try columns(file, .init(encoding: .utf16)) == wanted)
    }
  }

  @Test func bytesOfAnotherEncodingAreRefused() {
    let file = Array("a,b\n1,2\n3,".utf8) + [0xFC, 0x20, 0x0A]
    #expect(
      refusal(file, .init(encoding: .big5))
        == "t.csv, line 3: the byte 0xFC is not big5 text; give the file's encoding, or save it as UTF-8.")
  }

  @Test func linesAreLeftOut() throws {
    let text = "\u{FEFF}made by \"x\n\na,b\n1,é€\n3,x\n"
    #expect(try columns(Array(text.utf8), .init(skippedRows: 2)) == wanted)
    #expect(
      refusal(text + "4\n", .init(skippedRows: 2))?.hasPrefix("t.csv, line 6, column \"b\": the row has 1")
        == true)
    #expect(refusal(text, .init(skippedRows: 9)) == "t.csv: the file is empty; it needs a header and rows.")
  }

  @Test func commentsAreLeftOut() throws {
    let text = "# \"made\n#\na,b\n1,é€\n  # x\n3,x\n"
    let options = CSVReadingOptions(comment: "#")
    #expect(try columns(Array(text.utf8), options) == wanted)
    #expect(
      refusal(text + "#\n4,5,6\n", options)?.hasPrefix("t.csv, line 8: the row has 3 fields") == true)
    #expect(try columns(Array("a,b\n\"x\n#y\",2\n".utf8), options) == [[.text("x\n#y")], [.integer(2)]])
    // Blank lines of a single column are missing values; comments are none.
    #expect(try columns(Array("a\n1\n#\n2\n".utf8), options) == [[.integer(1), .integer(2)]])
    #expect(try frame("a,b\n#1,2\n").columns[0].cells == [.text("#1")])
  }

  // pandas: read_csv(…, comment="#"), but for the spaces before a comment, which pandas leaves in texts and in the
  // header, and for a comment right behind a quote, which it takes for text.
  @Test func commentsEndLines() throws {
    let text = """
      a,b # the header
      1,red# remark "x
      "3 # no","x, # y" # z
      4,5
      5,w"x # "y
      6,# all
      #
      7,"two
      # lines"# end

      """
    let table = try frame(text, .init(comment: "#"))
    #expect(table.columnNames == ["a", "b"])
    #expect(try table["a"].values(as: String.self) == ["1", "3 # no", "4", "5", "6", "7"])
    #expect(
      try table["b"].values(as: String.self) == ["red", "x, # y", "5", "w\"x", nil, "two\n# lines"])
    let numbers = try frame(
      "a;b\n1;2 # two\n3.5 ;4\n# x\n5;\"6\" # \"y\n", .init(delimiter: ";", comment: "#"))
    #expect(try numbers["a"].values(as: Double.self) == [1, 3.5, 5])
    #expect(try numbers["b"].values(as: Int.self) == [2, 4, 6])
    #expect(try frame("a\tb\n1\t# x\n2\t3\n", .init(comment: "#"))["b"].values(as: Int.self) == [nil, 3])
    #expect(try frame("a,b\n1,2 # x\n").columns[1].cells == [.text("2 # x")])
    // Line numbers are those of the file.
    #expect(
      refusal("a,b\n#\n\"1 # \"\"\n\",2 # x\n3 # y\n", .init(comment: "#"))?.hasPrefix("t.csv, line 5, ")
        == true)
  }

  // pandas: read_csv(…, sep=r"\s+", header=None).
  @Test func alignedColumnsAreRead() throws {
    let table = try frame(" 0.006  18.00   2.310  0\n 0.027   0.00   7.070  0\n12.000\t 0.00   7.070  1  \n")
    #expect(try table.columns[0].values(as: Double.self) == [0.006, 0.027, 12])
    #expect(try table.columns[1].values(as: Double.self) == [18, 0, 0])
    #expect(try table.columns[2].values(as: Double.self) == [2.31, 7.07, 7.07])
    #expect(try table.columns[3].values(as: Int.self) == [0, 0, 1])
    let named = try frame("name    x   y\r\n\"a  b\"  1   2\r\ncd      3  40\r\n")
    #expect(named.columnNames == ["name", "x", "y"])
    #expect(try named["name"].values(as: String.self) == ["a  b", "cd"])
    #expect(try named["y"].values(as: Int.self) == [2, 40])
    #expect(try frame("red  wine\nwhite  wine\n").columnNames == ["red  wine"])
  }

  @Test func shortRowsAreFilledOnRequest() throws {
    let text = "a,b,c\n1,2,x\n\n3,4\r\n5\n6,7,\"y\nz\"\n8"
    let table = try frame(text, .init(raggedRows: .fill))
    #expect(try table["a"].values(as: Int.self) == [1, 3, 5, 6, 8])
    #expect(try table["b"].values(as: Int.self) == [2, 4, nil, 7, nil])
    #expect(try table["c"].values(as: String.self) == ["x", nil, nil, "y\nz", nil])
    #expect(
      table.readingNotices == ["3 rows have fewer cells than there are columns: the rest is read as missing."]
    )
    #expect(
      refusal(text + "\n1,2,3,4\n", .init(raggedRows: .fill))?.hasPrefix(
        "t.csv, line 9: the row has 4 fields") == true)
    #expect(refusal(text)?.hasPrefix("t.csv, line 4, column \"c\": the row has 2 fields") == true)
    #expect(try frame("a,b\n1,2\n", .init(raggedRows: .fill)).readingNotices.isEmpty)
  }
}
