import TestSupport
import Testing
import Vintner

/// The statistics of runs, against NumPy 2.4.6: `mean`, `std(ddof=1)`, `percentile(x, [0, 25, 50, 75, 100])`.
struct RunStatisticsTests {
  @Test func areThoseOfNumPy() throws {
    let odd = try #require(RunStatistics([0.31, 0.07, 1.9, 0.44, 0.02, 0.58, 0.12]))
    #expect(odd.count == 7)
    #expect(abs(odd.mean - 0.49142857142857144) < 1e-15)
    #expect(abs(odd.standardDeviation - 0.6538712557129415) < 1e-15)
    #expect(odd.minimum == 0.02 && odd.median == 0.31 && odd.maximum == 1.9)
    #expect(abs(odd.lowerQuartile - 0.095) < 1e-15 && abs(odd.upperQuartile - 0.51) < 1e-15)
    let even = try #require(RunStatistics([3, 1, 2.5, 10]))
    #expect(even.mean == 4.125)
    #expect(abs(even.standardDeviation - 4.00780488547035) < 1e-14)
    #expect([even.lowerQuartile, even.median, even.upperQuartile] == [2.125, 2.75, 4.75])
  }

  @Test func leaveOutWhatIsNotFinite() throws {
    let some = try #require(RunStatistics([.nan, 2, .infinity, 4, -.infinity]))
    #expect(some.count == 2 && some.mean == 3)
    #expect(RunStatistics([.nan, .infinity]) == nil)
    #expect(RunStatistics([]) == nil)
  }

  @Test func haveNoDeviationOfOneRun() throws {
    let one = try #require(RunStatistics([5]))
    #expect(one.standardDeviation.isNaN)
    #expect(one.median == 5 && one.lowerQuartile == 5 && one.upperQuartile == 5)
  }
}
