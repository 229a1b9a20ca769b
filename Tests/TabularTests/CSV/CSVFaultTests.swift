import Foundation
import Tabular
import TestSupport
import Testing

/// Every fault of a file, with the sentence that names it.
struct CSVFaultTests {
  @Test(arguments: [
    (
      "a,b,c\n1,2,3\n4,5\n",
      "t.csv, line 3, column \"c\": the row has 2 fields where 3 are expected (4,5); "
        + "complete it, or quote the cell that holds a delimiter."
    ),
    (
      "a,b\n1,2\n\n\"x\ny\",3,4\n",
      "t.csv, line 4: the row has 3 fields where 2 are expected "
        + "(\"x\\ny\",3,4); quote the cell that holds a delimiter."
    ),
    (
      "a\n1\n2,3\n4\n5\n",
      "t.csv, line 3: the row has 2 fields where 1 is expected (2,3); quote the cell that "
        + "holds a delimiter."
    ),
    (
      "a,b\n1,2\n3\n",
      "t.csv, line 3, column \"b\": the row has 1 field where 2 are expected (3); complete it, "
        + "or quote the cell that holds a delimiter."
    ),
    (
      "a,b\n1,\"x\ny\"\n2,\"z\n3,w\n",
      "t.csv, line 4, column \"b\": a quote opens here and is never closed (\"z); "
        + "close it, or double it if it belongs to the text."
    ),
    (
      "a,\"b\n1,2\n",
      "t.csv, line 1: a quote opens here and is never closed (\"b); close it, "
        + "or double it if it belongs to the text."
    ),
    (
      "a,b\n1,2\n3,\"x\"y\n",
      "t.csv, line 3, column \"b\": text follows the closing quote (\"x\"y); double the "
        + "quotes that belong to the text."
    ),
    (
      "a,\"b\nc\"\n1,\"2\"x\n",
      "t.csv, line 3, column \"b\\nc\": text follows the closing quote (\"2\"x); double "
        + "the quotes that belong to the text."
    ),
    (
      "569,30,malignant,benign\n17.99,10.38,122.8,1001,0.1,0\n20.57,17.77,132.9,1326,0.2,0\n",
      "t.csv, line 2: the table begins here (17.99,10.38,122.8,1001,0.1,0), below a line of something else; leave it out."
    ),
    (
      "a,b\n1,2\n3,4\n5,6,7\n8,9,10\n",
      "t.csv, line 4: the row has 3 fields where 2 are expected (5,6,7); quote the cell that holds a delimiter."
    ),
    ("<html>\n<p>", "t.csv: this is a web page (HTML), not CSV text; fetch the file that the page shows."),
    ("{\n \"a\": 1}", "t.csv: this is JSON, not CSV text; convert it to CSV."),
    ("@RELATION x\n@DATA\n1,2\n", "t.csv: this is an ARFF file, not CSV text; convert it to CSV."),
    ("SQLite format 3\0", "t.csv: this is an SQLite database, not CSV text; export its table as CSV."),
    ("", "t.csv: the file is empty; it needs a header and rows."),
    ("\u{FEFF}\n\n", "t.csv: the file is empty; it needs a header and rows."),
    ("\na,b\n\n", "t.csv, line 2: there is a header but no row below it; add rows."),
    (
      "a,b\n1,2\n3,\04\n",
      "t.csv, line 3, column \"b\": there is a NUL byte; the file is damaged or not text; save "
        + "it as UTF-8 text."
    ),
    (
      "a,b\0\n1,2\n",
      "t.csv, line 1: there is a NUL byte; the file is damaged or not text; save it as UTF-8 text."
    ),
  ])
  func damagedTextIsRefused(_ text: String, _ sentence: String) {
    #expect(refusal(text) == sentence)
  }

  @Test func textThatIsNotUTF8IsRefused() {
    let bytes = Array("a,name\n1,ros".utf8) + [0xE9] + Array("\n2,x\n".utf8)
    #expect(
      refusal(bytes)
        == "t.csv, line 2, column \"name\": the byte 0xE9 is not UTF-8; save the file as UTF-8, or give its"
        + " encoding.")
    // Overlong, surrogate, beyond Unicode, cut short at the end.
    for damage: [UInt8] in [
      [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xF0, 0x9F],
    ] {
      #expect(
        refusal(Array("a,b\n1,é\n2,".utf8) + damage)?.hasPrefix("t.csv, line 3, column \"b\": the byte 0x")
          == true)
    }
  }

  @Test func otherEncodingsAndArchivesAreRefused() {
    let utf16 = "t.csv: the text is UTF-16; save it as UTF-8, or give its encoding."
    #expect(refusal([0xFF, 0xFE, 0x61, 0, 0x2C, 0]) == utf16)
    #expect(refusal([0xFE, 0xFF, 0, 0x61, 0, 0x2C]) == utf16)
    #expect(refusal(Array("a,b\n1,2\n".utf8).flatMap { [$0, 0] }) == utf16)
    #expect(refusal(Array("a,b\n1,2\n".utf8).flatMap { [0, $0] }) == utf16)
    #expect(
      refusal([0x50, 0x4B, 3, 4, 20, 0])
        == "t.csv: this is a zip archive (perhaps a spreadsheet), not CSV text; unpack it or export it as CSV."
    )
    #expect(
      refusal([0x1F, 0x8B, 8, 0])
        == "t.csv: this gzip archive is damaged or cut short; make or fetch it again.")
  }

  /// The signatures are those that `file` knows; the pointer is one that `git lfs` wrote.
  @Test(
    arguments: [
      (
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "an old Excel workbook (.xls)",
        "export its sheet as CSV"
      ),
      (
        [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 26) + Array("[Content_Types].xml".utf8),
        "an Excel workbook (.xlsx)", "export its sheet as CSV"
      ),
      (Array("PAR1\u{15}\u{4}".utf8), "a Parquet file", "convert it to CSV"),
      (
        Array("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n".utf8),
        "a Git LFS pointer to the file", "fetch the file with git lfs pull"
      ),
    ] as [([UInt8], String, String)])
  func otherFormatsAreNamed(_ bytes: [UInt8], _ name: String, _ remedy: String) {
    #expect(refusal(bytes) == "t.csv: this is \(name), not CSV text; \(remedy).")
  }

  @Test func cellsThatDoNotFitAGivenTypeAreRefused() {
    let text = "a,b\n1,true\n2.5,x\n9223372036854775808,1\n"
    func sentence(_ name: String, _ type: Column.ValueType) -> String? {
      refusal(text, .init(columnTypes: [name: type]))
    }
    let remedy = "; correct the cell or give another type."
    #expect(
      sentence("a", .integer) == "t.csv, line 3, column \"a\": \"2.5\" is not of the given type (integer)"
        + remedy)
    #expect(
      sentence("a", .boolean) == "t.csv, line 2, column \"a\": \"1\" is not of the given type (boolean)"
        + remedy)
    #expect(
      sentence("b", .boolean) == "t.csv, line 3, column \"b\": \"x\" is not of the given type (boolean)"
        + remedy)
    #expect(
      sentence("b", .number) == "t.csv, line 2, column \"b\": \"true\" is not of the given type (number)"
        + remedy)
    #expect(sentence("a", .number) == nil)
    #expect(sentence("a", .text) == nil)
  }

  @Test func overflowInATextColumnIsText() throws {
    #expect(try frame("a,b\n1e999,0\nx,0\n").types == [.text, .integer])
  }

  /// pandas 3.1 reads 12e999 as infinity. Only a column that is used is refused.
  @Test func overflowsAreRefusedWhereTheyAreUsed() throws {
    let table = try frame("a,b,y\n1,2,0\n12e999,3,1\n-1e999,4,1\n")
    #expect(try table["a"].cells == [.number(1), .number(.infinity), .number(-.infinity)])
    try table.requireReadable(targets: ["y"], features: ["b"])
    #expect(throws: TabularError.overflow(column: "a", line: 3, text: "12e999")) {
      try table.requireReadable(targets: ["y"], features: ["a", "b"])
    }
    #expect(
      "\(TabularError.overflow(column: "a", line: 3, text: "12e999"))"
        == "The column \"a\" holds a number in line 3 that is too large, 12e999: correct the file, or leave the"
        + " column out of the features.")
  }

  @Test func optionsThatCannotBeMetAreRefused() {
    let text = "alcohol,pH\n1,2\n"
    let unknown = "t.csv, column \"ph\": the file has no such column; the nearest name is \"pH\"."
    #expect(refusal(text, .init(columns: ["alcohol", "ph"])) == unknown)
    #expect(refusal(text, .init(columnTypes: ["ph": .number])) == unknown)
    #expect(
      refusal(text, .init(columns: ["pH", "pH"]))
        == "t.csv: the column \"pH\" is listed twice; name it once.")
    #expect(
      refusal(text, .init(columns: []))
        == "t.csv: the list of columns to read is empty; name at least one.")
    #expect(
      refusal(text, .init(delimiter: ",", decimalSeparator: ","))
        == "t.csv: \",\" is given as delimiter and as decimal separator; give two different ones.")
    for delimiter: Character in ["\"", "\n", "a", "1", "é", "-"] {
      #expect(refusal(text, .init(delimiter: delimiter))?.hasPrefix("t.csv: the delimiter \"") == true)
    }
    #expect(
      refusal(text, .init(decimalSeparator: "x"))
        == "t.csv: the decimal separator \"x\" cannot be used; give a point or a comma.")
    #expect(
      refusal(text, .init(decimalSeparator: ".", thousandsSeparator: "."))
        == "t.csv: \".\" is the thousands separator and the decimal separator; give two different ones.")
    #expect(
      refusal(text, .init(thousandsSeparator: "x"))
        == "t.csv: the thousands separator \"x\" cannot be used; give one of , . ' _ and space.")
    #expect(
      refusal(text, .init(comment: "\""))
        == "t.csv: comments cannot begin with \"\"\"; give one ASCII character that is neither a blank nor a quote."
    )
    #expect(
      refusal(text, .init(skippedRows: -1))
        == "t.csv: the number of lines to leave out cannot be -1; give 0 or more.")
    #expect(
      refusal(text, .init(threadCount: 0)) == "t.csv: the number of threads cannot be 0; give 1 or more.")
  }

  @Test func filesThatCannotBeReadAreReported() throws {
    func fault(_ path: String) -> CSVFault? {
      do throws(TabularError) {
        _ = try DataFrame(contentsOfCSVFile: path)
      } catch {
        if case .csv(let fault) = error { return fault }
      }
      return nil
    }
    try withTemporaryDirectory { folder throws in
      let absent = folder.appending(path: "absent.csv").path
      #expect(fault(absent)?.description == "\(absent): there is no such file; check the path.")
      #expect(fault(absent)?.origin == .input)
      #expect(fault(folder.path)?.description == "\(folder.path): this is a directory; name a CSV file.")
      let secret = folder.appending(path: "secret.csv")
      try Data("a,b\n1,x,2\n".utf8).write(to: secret)
      #expect(fault(secret.path)?.origin == .data)
      #expect(fault(secret.path)?.line == 2)
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: secret.path)
      // The superuser may read everything.
      if getuid() != 0 {
        #expect(fault(secret.path)?.kind == .unreadable(reason: "Permission denied"))
      }
      let empty = folder.appending(path: "empty.csv")
      try Data().write(to: empty)
      #expect(fault(empty.path)?.kind == .empty)
    }
    #expect(CSVFault.Origin.input != .data)
  }

  @Test func longAndControlTextIsShortened() {
    let text = "a,b\n1,\"" + String(repeating: "x", count: 60) + "\u{1B}\n"
    #expect(
      refusal(text)
        == "t.csv, line 2, column \"b\": a quote opens here and is never closed (\"\(String(repeating: "x", count: 39))…); "
        + "close it, or double it if it belongs to the text.")
  }

  /// The first fault in the file is reported, whatever the size of a chunk.
  @Test(arguments: [5, 64, 1000, 1 << 20], [1, 2, 3])
  func theFirstFaultIsReported(_ chunkSize: Int, _ threads: Int) {
    var options = CSVReadingOptions(threadCount: threads)
    options.chunkSize = chunkSize
    var lines = (0..<2000).map { "\($0),\"x\(["", "\n", ","][$0 % 3])\",y" }
    lines[1200] = "1200,x"
    lines[1500] = "1500,x,\"y"
    // 1,200 rows, 400 of them of two lines, below the header.
    let start = "t.csv, line 1602, column \"c\": the row has 2 fields"
    #expect(refusal("a,b,c\n" + lines.joined(separator: "\n"), options)?.hasPrefix(start) == true)
  }
}
