import LessonKit
import Testing

@Suite struct SpreadTests {
  /// By hand, as NumPy's default: of 1, 2, 4, 8 the median is 3, the quarters 1.75 and 5.
  @Test func computesQuantiles() {
    let spread = Spread([8, 1, 4, 2])
    #expect(spread.median == 3 && spread.lower == 1.75 && spread.upper == 5)
    #expect(spread.sorted == [1, 2, 4, 8] && spread.mean == 3.75)
    #expect(spread.description == "3 (1.75 to 5)")
  }

  @Test func countsWhatDiverged() {
    let spread = Spread([.nan, 1, .infinity, 2])
    #expect(spread.divergedShare == 0.5)
    #expect(spread.median == .infinity && spread.middleHalf == nil)
  }

  @Test func writesNumbers() {
    #expect(number(0.123456) == "0.1235" && number(1e-9, 2) == "1e-09" && number(.nan) == "NaN")
    #expect(percent(0.256) == "26 %")
  }

  @Test func keepsTheSeedsOrder() throws {
    #expect(try overSeeds(7) { $0 * $0 } == [0, 1, 4, 9, 16, 25, 36])
    struct Refused: Error {}
    #expect(throws: Refused.self) { try overSeeds(3) { if $0 == 1 { throw Refused() } } }
  }
}
