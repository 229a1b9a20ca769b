import Pipelines
import Testing

struct FormatTests {
  /// Also where a time is rounded to the next unit.
  @Test(arguments: [
    (0.0, "0 ms"), (0.0123, "12 ms"), (0.0994, "99 ms"), (0.0996, "0.1 s"), (0.844, "0.84 s"),
    (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"),
    (7_500, "2 h 5 min"), (.infinity, "?"),
  ])
  func tellsATime(seconds: Double, text: String) {
    #expect(Format.duration(seconds) == text)
  }
}
