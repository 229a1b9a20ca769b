import Foundation
import Tabular
import Testing

@Suite struct DataFrameCSVWritingTests {
  @Test func valuesAreWrittenShortestAndTextsQuoted() {
    let frame = DataFrame(columns: [
      Column(name: "a,b", [1, nil, -3]), Column(name: "x", [0.1 + 0.2, 1e300, nil]),
      Column(name: "say \"hi\"", ["plain", "two\nlines, and \"quotes\"", ""]),
      Column(name: " blank", [true, nil, false]),
    ])
    #expect(
      frame.csvRepresentation() == """
        "a,b",x,"say ""hi\"""," blank"
        1,0.30000000000000004,plain,true
        ,1e+300,"two
        lines, and ""quotes\""",
        -3,,"",false

        """)
    #expect(DataFrame(columns: [Column(name: "a", [1, nil, 2])]).csvRepresentation() == "a\n1\n\n2\n")
    #expect(DataFrame(columns: []).csvRepresentation() == "")
    #expect(frame.csvRepresentation(delimiter: ";").hasPrefix("a,b;x;"))
  }

  @Test func everyNumberReadsBackAsItself() throws {
    let values = [
      0.1, 1.0 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0, 1e15, 1e16, 123_456_789.25, 34,
    ]
    let csv = DataFrame(columns: [Column(name: "x", values)]).csvRepresentation()
    let read = csv.split(separator: "\n").dropFirst().map { strtod(String($0), nil) }
    #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func redWineIsWrittenAsItWasRead() throws {
    let csv = try RedWine.frame.dropping(columns: ["quality"]).csvRepresentation()
    let lines = csv.split(separator: "\n")
    #expect(lines.count == 1600)
    #expect(lines[0].hasPrefix("fixed acidity,volatile acidity,"))
    #expect(lines[1] == "7.4,0.7,0.0,1.9,0.076,11.0,34.0,0.9978,3.51,0.56,9.4")
  }

  @Test func aFileIsWrittenWholeOrNotAtAll() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "vintner-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let frame = DataFrame(columns: [Column(name: "a", [1, 2])])
    let path = folder.appending(path: "a.csv").path
    try frame.write(toCSVFile: path)
    try frame.write(toCSVFile: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "a\n1\n2\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.csv"])
    let absent = folder.appending(path: "absent/a.csv").path
    let error = #expect(throws: TabularError.self) { try frame.write(toCSVFile: absent) }
    #expect(error?.description == "Cannot write \(absent): No such file or directory.")
  }
}
