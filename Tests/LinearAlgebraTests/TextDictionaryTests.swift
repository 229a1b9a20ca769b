import LinearAlgebra
import Testing

struct TextDictionaryTests {
  /// The fields of the records of a text with one column.
  private func withTexts(_ text: String, _ body: (borrowing TextFields) -> Void) {
    Array("--------\(text)".utf8).withUnsafeBytes { bytes in
      var fields = TextFields(columns: 1, of: bytes.baseAddress!)
      let count = bytes.count - 8
      fields.find(
        in: bytes.baseAddress! + 8, count: count, limit: count, delimiter: UInt8(ascii: ";"), most: .max)
      let areTaken = fields.takeTexts(column: 0)
      #expect(areTaken)
      body(fields)
    }
  }

  private func content(_ dictionary: TextDictionary, _ code: Int) -> String {
    String(decoding: dictionary[code], as: UTF8.self)
  }

  @Test func equalTextsHaveOneCode() {
    let dictionary = TextDictionary()
    // Of every length up to 40, in pairs that differ in one byte: the first, the last or one between them.
    var texts = [""]
    for length in 1...40 {
      let plain = String(repeating: "a", count: length)
      texts.append(plain)
      for place in Set([0, length / 2, length - 1]) {
        texts.append(String(plain.prefix(place) + "b" + plain.dropFirst(place + 1)))
      }
    }
    #expect(Set(texts).count == texts.count)
    for _ in 0..<2 {
      for (code, text) in texts.enumerated() {
        var text = text
        #expect(text.withUTF8 { dictionary.encode(UnsafeRawBufferPointer($0)) } == UInt32(code))
      }
    }
    #expect(dictionary.count == texts.count)
    #expect(texts.indices.allSatisfy { content(dictionary, $0) == texts[$0] })
  }

  @Test func fieldsHaveTheCodesOfTheirTexts() {
    let dictionary = TextDictionary()
    var codes = [UInt32](repeating: 99, count: 6)
    withTexts("red\n\"red\"\nwhite\nred\n\"say \"\"red\"\"\"\n\"red\"\n") {
      dictionary.encode($0, into: &codes)
    }
    #expect(codes == [0, 1, 2, 0, 3, 1])
    #expect((0..<4).map { content(dictionary, $0) } == ["red", "red", "white", "say \"\"red\"\""])
    #expect((0..<4).map(dictionary.isQuoted) == [false, true, false, true])
    // Alone, a text has the code that it has in a field.
    var text = "say \"\"red\"\""
    #expect(text.withUTF8 { dictionary.encode(UnsafeRawBufferPointer($0), isQuoted: true) } == 3)
    #expect(text.withUTF8 { dictionary.encode(UnsafeRawBufferPointer($0), isQuoted: false) } == 4)
  }

  @Test func appendedTextsHaveSingleQuotes() {
    let bytes = TextBytes()
    var lengths = [UInt32](repeating: 99, count: 5)
    withTexts("a longer text than a word\nred\n\"say \"\"red\"\"\"\n\"\"\"\"\n\"\"\n") {
      bytes.append($0, lengths: &lengths)
    }
    #expect(lengths == [25, 3, 9, 1, 0])
    #expect(String(decoding: bytes.content, as: UTF8.self) == "a longer text than a wordredsay \"red\"\"")
  }

  @Test func aFieldThatDoesNotEndWithItsQuoteIsNotTaken() {
    Array("--------\"a\" \nb\n".utf8).withUnsafeBytes { bytes in
      var fields = TextFields(columns: 1, of: bytes.baseAddress!)
      let count = bytes.count - 8
      fields.find(
        in: bytes.baseAddress! + 8, count: count, limit: count, delimiter: UInt8(ascii: ";"), most: .max)
      let areTaken = fields.takeTexts(column: 0)
      #expect(!areTaken)
    }
  }
}
