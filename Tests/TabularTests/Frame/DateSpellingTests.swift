import Testing

@testable import Tabular

/// Dates as people write them.
struct DateSpellingTests {
  /// Year, month, weekday and hour are pandas's: `Timestamp(s).year`, `.month`, `.dayofweek`, `.hour`; the time is
  /// `(Timestamp(s) - Timestamp(0)) / Timedelta(days=1)`.
  @Test(arguments: [
    ("2018-03-07 14:30:00", 2018, 3, 2, 14, 17597.604166666668), ("1999-12-31", 1999, 12, 4, 0, 10956),
    ("2000-02-29T23:59:59Z", 2000, 2, 1, 23, 11016.999988425925),
    ("1969/07/20 8:17 PM", 1969, 7, 6, 20, -164.1548611111111),
  ])
  func aMomentHasPandasParts(
    _ text: String, _ year: Int, _ month: Int, _ weekday: Int, _ hour: Int, _ time: Double
  ) throws {
    let moment = try #require(DateSpelling.yearFirst.moment(text))
    #expect(moment.year == year && moment.month == month && moment.weekday == weekday)
    #expect(Int((moment.seconds ?? 0) / 3600) == hour)
    #expect(abs(moment.time - time) < 1e-9)
  }

  @Test(arguments: [
    (DateSpelling.monthFirst, "03/07/2018"), (.monthFirst, "Mar 7, 2018"), (.monthFirst, "3/7/18 2:30 pm"),
    (.dayFirst, "07.03.2018"), (.dayFirst, "7-Mar-18"), (.dayFirst, "Wed, 7 March 2018 14:30:05.25+01:00"),
    (.yearFirst, "2018/3/7"), (.yearFirst, " 2018-Mar-07 "), (.monthFirst, "3/7/2018 2:30"),
    (.dayFirst, "7-3-2018T14:30:05"), (.yearFirst, "2018.03.07 14:30:60"),
  ])
  func usualSpellingsAreRead(_ spelling: DateSpelling, _ text: String) throws {
    let moment = try #require(spelling.moment(text))
    #expect(moment.year == 2018 && moment.month == 3 && moment.day == 7)
  }

  @Test(arguments: [
    "2018-02-30", "2018-13-01", "2018-03-07 14:3:", "2018-03-07 24:00", "02018-03-07", "2018-03-007", "2018-03-07 25:00", "A1-02-2018", "12.5", "2018-03-07 noon:00",
  ])
  func whatIsNoDateIsNotRead(_ text: String) {
    for spelling in DateSpelling.allCases { #expect(spelling.moment(text) == nil, "\(spelling)") }
  }

  @Test func aColumnHasOneSpelling() {
    func spelling(_ texts: [String?]) -> (DateSpelling, Bool)? {
      Column(name: "d", texts).dateSpelling.map { ($0.spelling, $0.isAmbiguous) }
    }
    // The 25th cannot be a month, wherever it is in the column.
    #expect(spelling(["03/07/2018", nil, "03/25/2018"])! == (.monthFirst, false))
    #expect(spelling(["03/07/2018", "25/03/2018"])! == (.dayFirst, false))
    #expect(spelling(["03/07/2018", "04/07/2018"])! == (.monthFirst, true))
    #expect(spelling(["03.07.2018", "04.07.2018"])! == (.dayFirst, true))
    #expect(spelling(["25/03/2018", "03/25/2018"]) == nil)
    #expect(spelling(["2018-03-07", "soon"]) == nil)
    #expect(spelling([nil, nil]) == nil)
    #expect(Column(name: "d", [20180307, 20180308]).dateSpelling == nil)
  }

  /// Sines and cosines by NumPy: `np.sin(2*np.pi*2/12)` for March, `2/7` for a Wednesday, `14.5/24` for 14:30.
  @Test func datesBecomePartsThatDiffer() throws {
    let column = Column(name: "d", ["2018-03-07 14:30", "2018-04-08 15:00", nil])
    let frame = DataFrame(columns: [column])
    let features = DateEncoding.cyclic.features(of: column, spelled: .yearFirst)
    #expect(
      features.map(\.name) == [
        "d_month_sin", "d_month_cos", "d_weekday_sin", "d_weekday_cos", "d_hour_sin", "d_hour_cos",
      ])
    let first = try features.map { try frame.column(of: $0).values(as: Double.self)[0]! }
    let expected = [
      0.8660254037844386, 0.5000000000000001, 0.9749279121818236, -0.22252093395631434, -0.6087614290087207,
      -0.7933533402912352,
    ]
    for (value, expected) in zip(first, expected) { #expect(abs(value - expected) < 1e-15) }
    #expect(try frame.column(of: features[0]).isMissing(2))
    #expect(
      DateEncoding.numbers.features(of: column, spelled: .yearFirst).map(\.name)
        == ["d_month", "d_weekday", "d_hour"])
    #expect(DateEncoding.drop.features(of: column, spelled: .yearFirst).isEmpty)
    // By name, as other computed features.
    #expect(try frame.adding(features: ["d_hour"])["d_hour"].values(as: Double.self) == [14.5, 15, nil])
  }
}
