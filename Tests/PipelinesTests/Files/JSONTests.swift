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

  @Test func textsStayHarmlessInAPage() {
    #expect(
      String(decoding: JSON.text("</script><b>&").bytes, as: UTF8.self)
        == #""\u003c/script\u003e\u003cb\u003e\u0026""#)
  }
}
