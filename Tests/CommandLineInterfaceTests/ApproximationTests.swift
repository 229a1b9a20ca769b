import TestSupport
import Testing

/// The measure of difference that the tests compare figures with.
struct ApproximationTests {
  @Test func isRelativeToTheExpectedFigure() {
    #expect(relativeDifference(1.5, 2.0) == 0.25)
    #expect(relativeDifference(-2.0, 2.0) == 2)
    #expect(relativeDifference(1e-12, 0.0) == 1)
    #expect(relativeDifference([1.0, 3], [1.0, 4]) == 0.25)
  }

  @Test func letsNothingPassThatIsNoNumber() {
    #expect(relativeDifference(Float.nan, 1) == .infinity)
    #expect(relativeDifference(1, Float.nan) == .infinity)
    #expect(relativeDifference(Double.nan, .nan) == .infinity)
    #expect(relativeDifference(Double.infinity, 1) == .infinity)
    #expect(relativeDifference(Double.infinity, .infinity) == 0)
    #expect(relativeDifference([1.0], [1.0, 2]) == .infinity)
  }
}
