import Foundation
import Pipelines
import Testing

struct JSONTests {
  @Test func writesWhatJSONReads() throws {
    let value = JSON.object([
      "n": .integer(-3), "x": .number(0.1), "s": .single(0.1), "none": .number(.nan),
      "far": .number(.infinity), "t": .text("a\"\\\n\u{7F}é"), "l": .array([.bool(true), .null]),
    ])
    #expect(
      String(decoding: value.bytes, as: UTF8.self)
        == #"{"n":-3,"x":0.1,"s":0.1,"none":null,"far":null,"t":"a\"\\\u000a\u007fé","l":[true,null]}"#)
    let read = try #require(try JSONSerialization.jsonObject(with: Data(value.bytes)) as? [String: Any])
    #expect(read["t"] as? String == "a\"\\\n\u{7F}é")
  }

  /// ESC, DEL, the CSI of C1 and a change of direction: as escapes, which read back as they were.
  @Test func textsStayHarmlessOnATerminal() throws {
    let text = "a\u{1B}[2J\u{7F}\u{9B}2J\u{202E}é"
    let line = JSON.text(text).line
    #expect(line == #""a\u001b[2J\u007f\u009b2J\u202eé""#)
    #expect(try JSONDecoder().decode(String.self, from: Data(line.utf8)) == text)
  }

  @Test func textsStayHarmlessInAPage() {
    #expect(
      String(decoding: JSON.text("</script><b>&").bytes, as: UTF8.self)
        == #""\u003c/script\u003e\u003cb\u003e\u0026""#)
  }
}
