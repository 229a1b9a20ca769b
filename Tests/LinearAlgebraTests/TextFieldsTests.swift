import LinearAlgebra
import Testing

/// Fields of records found side by side, and short numbers read from them.
struct TextFieldsTests {
  /// What is found in a text after eight bytes of something else.
  private func found(_ text: String, columns: Int, limit: Int? = nil, most: Int = .max) -> (
    starts: [Int], ends: [Int], hasQuotes: Bool
  ) {
    Array("--------\(text)".utf8).withUnsafeBytes { bytes in
      var fields = TextFields(columns: columns, of: bytes.baseAddress!)
      let count = bytes.count - 8
      fields.find(
        in: bytes.baseAddress! + 8, count: count, limit: limit ?? count, delimiter: UInt8(ascii: ";"),
        most: most)
      let records = fields.recordCount
      return (
        (0..<records).map { Int(fields.starts[$0]) },
        (0..<records * columns).map { Int(fields.ends[$0]) }, fields.hasQuotes
      )
    }
  }

  @Test func fieldsEndAtDelimitersAndLineEnds() {
    let plain = found("1;22\n333;\r\n\n;4\n5;6", columns: 2)
    #expect(plain.starts == [0, 5, 12])
    #expect(plain.ends == [1, 4, 8, 9, 12, 14])
    #expect(!plain.hasQuotes)
    let quoted = found("\"a;\n\"\"b\";\"\"\n1;2\n", columns: 2)
    #expect(quoted.starts == [0, 12])
    #expect(quoted.ends == [8, 11, 13, 15])
    #expect(quoted.hasQuotes)
  }

  @Test func recordsOutOfTheOrdinaryEndTheSearch() {
    for odd in ["1;2;3\n", "1\n", "1;5\" x\n", " \"1\";2\n", "1;\"2\n"] {
      // Sixty-four bytes are looked at together: what stands before is taken as a whole or left.
      let before = String(repeating: "1;2\n", count: 32)
      let starts = found(before + odd + "3;4\n", columns: 2).starts
      #expect([16, 32].contains(starts.count) && starts == (0..<starts.count).map { 4 * $0 })
      #expect(found(odd + "3;4\n", columns: 2).starts.isEmpty)
    }
    #expect(found("1\n\n2\n", columns: 1).starts.isEmpty)
    #expect(found("1\r\n2\r\n", columns: 1).ends == [1, 4])
  }

  @Test func recordsBeginBeforeTheLimit() {
    #expect(found("1;2\n3;4\n5;6\n", columns: 2, limit: 8).starts == [0, 4])
    #expect(found("1;2\n3;4\n5;6\n", columns: 2, limit: 9).starts == [0, 4, 8])
    #expect(found("1;2\n3;4\n5;6\n", columns: 2, most: 1).starts == [0])
  }

  @Test func shortNumbersAreReadByColumn() {
    let text = "first;2\n1.5;-12\n-.25;\n12345678;0\n\"7.\";\"-0\"\n123456789;x\n.;1.0\n"
    Array(text.utf8).withUnsafeBytes { bytes in
      var fields = TextFields(columns: 2, of: bytes.baseAddress!)
      fields.find(
        in: bytes.baseAddress! + 8, count: bytes.count - 8, limit: bytes.count, delimiter: UInt8(ascii: ";"),
        most: 100)
      #expect(fields.recordCount == 6)
      var numbers = [Double](repeating: 0, count: 6)
      #expect(!fields.readNumbers(column: 0, point: UInt8(ascii: "."), into: &numbers))
      #expect(numbers.prefix(4) == [1.5, -0.25, 12_345_678, 7])
      #expect((0..<6).map { fields.kinds[$0] } == [0, 0, 0, 0, 1, 1])
      var integers = [Int64](repeating: 1, count: 6)
      #expect(!fields.readIntegers(column: 1, point: UInt8(ascii: "."), into: &integers))
      #expect(integers.prefix(3) == [-12, 0, 0])
      #expect((0..<6).map { fields.kinds[$0] } == [0, 2, 0, 1, 1, 1])
    }
  }

  @Test func aCensusKnowsBothBeginnings() {
    let text = "a\n\"b\nc\"\nd\n\n"
    let census = Array(text.utf8).withUnsafeBytes { TextCensus($0, followsBreak: true) }
    #expect(census.quotes == 2)
    #expect(census.recordStarts(beginsInQuotes: false) == 3)
    #expect(census.firstRecordStart(beginsInQuotes: false) == 0)
    #expect(census.recordStarts(beginsInQuotes: true) == 1)
    #expect(census.firstRecordStart(beginsInQuotes: true) == 5)
    #expect(census.mayHaveEmptyLines && !census.hasNul && !census.isBeyondASCII)
    let other = Array("é\0\r\nx".utf8).withUnsafeBytes { TextCensus($0, followsBreak: false) }
    #expect(!other.mayHaveEmptyLines && other.hasNul && other.isBeyondASCII)
    #expect(other.recordStarts(beginsInQuotes: false) == 1)
  }
}
