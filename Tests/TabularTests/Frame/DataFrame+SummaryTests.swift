import Tabular
import Testing

@Suite struct DataFrameSummaryTests {
  /// pandas 3.1: `red.describe()`
  @Test(arguments: [
    (
      "alcohol",
      [10.422983114446529, 1.0656675818473946, 8.4, 9.5, 10.2, 11.1, 14.9]
    ),
    ("quality", [5.6360225140712945, 0.807569439734705, 3, 5, 6, 6, 8]),
    ("total sulfur dioxide", [46.46779237023139, 32.895324478299074, 6, 22, 38, 62, 289]),
    ("density", [0.9967466791744841, 0.0018873339538425554, 0.99007, 0.9956, 0.99675, 0.997835, 1.00369]),
  ])
  func redWineHasPandasFigures(name: String, expected: [Double]) throws {
    let summary = try #require(RedWine.frame.summary()[name])
    #expect(summary.count == 1599 && summary.missingCount == 0)
    let statistics = try #require(summary.statistics)
    let found = [
      statistics.mean, try #require(statistics.standardDeviation), statistics.minimum,
      statistics.lowerQuartile,
      statistics.median, statistics.upperQuartile, statistics.maximum,
    ]
    for (found, expected) in zip(found, expected) { #expect(abs(found - expected) <= 1e-12 * abs(expected)) }
  }

  @Test func quartilesLieBetweenValues() throws {
    // pandas 3.1: pd.Series([3, 1, 4, 1, 5, 9, 2, 6.5]).describe(); a missing value changes nothing
    let frame = DataFrame(columns: [Column(name: "a", [3, 1, 4, nil, 1, 5, 9, 2, 6.5])])
    let summary = try #require(frame.summary()["a"])
    #expect(summary.count == 8 && summary.missingCount == 1)
    let statistics = try #require(summary.statistics)
    #expect((statistics.lowerQuartile, statistics.median, statistics.upperQuartile) == (1.75, 3.5, 5.375))
    #expect(statistics.mean == 3.9375)
    #expect(abs(statistics.standardDeviation! - 2.808628287463981) < 1e-14)
  }

  @Test func textAndEmptyColumnsAreCounted() throws {
    let frame = DataFrame(columns: [
      Column(name: "text", ["x", nil]), Column(name: "none", [Int?.none, nil]),
      Column(name: "one", [nil, 7]), Column(name: "flag", [true, false]), Column(name: "nan", [1, .nan]),
    ])
    let summary = frame.summary()
    #expect(summary["text"]?.statistics == nil)
    #expect(summary["text"]?.count == 1 && summary["text"]?.missingCount == 1)
    #expect(summary["none"]?.statistics == nil)
    #expect(summary["one"]?.statistics?.mean == 7)
    #expect(summary["one"]?.statistics?.standardDeviation == nil)
    #expect(summary["flag"]?.statistics?.mean == 0.5)
    #expect(try #require(summary["nan"]?.statistics).maximum.isNaN)
    #expect(summary["absent"] == nil)
  }

  @Test func longColumnsLoseNoDigits() throws {
    // 0.1 has a rounding error; a running sum of a million gathers some 1e-11 of it.
    let frame = DataFrame(columns: [Column(name: "a", [Double](repeating: 0.1, count: 1_000_000))])
    let statistics = try #require(frame.summary()["a"]?.statistics)
    #expect(abs(statistics.mean - 0.1) < 1e-14)
  }

  @Test func aSummaryIsPrintedAligned() {
    let frame = DataFrame(columns: [
      Column(name: "alcohol", [9.5, 10.25, nil]), Column(name: "quality", [5, 6, 7]),
      Column(name: "grape", ["a", "b", "c"]),
    ])
    #expect(
      frame.summary().description == """
        column   type     count  missing   mean       sd  min     25%    50%      75%    max
        alcohol  number       2        1  9.875  0.53033  9.5  9.6875  9.875  10.0625  10.25
        quality  integer      3        0  6      1        5    5.5     6       6.5      7
        grape    text         3        0
        """)
  }
}
