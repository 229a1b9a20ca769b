import Foundation
import Tabular
import Testing

/// Features that are computed from columns, as their names say.
struct DerivedFeatureTests {
  private let frame = DataFrame(columns: [
    Column(name: "x1", [1.5, -2, 0.5]), Column(name: "x2", [2, nil, 4]),
    Column(name: "kind", ["a", "b", "a"]),
    Column(name: "is", [true, false, true]),
  ])

  private func values(_ name: String, of frame: DataFrame) throws -> [Double?] {
    try frame.adding(features: [name])[name].values(as: Double.self)
  }

  @Test func areWhatTheirNamesSay() throws {
    #expect(try values("x1_squared", of: frame) == [2.25, 4, 0.25])
    #expect(try values("x2_squared", of: frame) == [4, nil, 16])
    #expect(try values("x1_times_x2", of: frame) == [3, nil, 2])
    #expect(try values("x1_times_x1", of: frame) == [2.25, 4, 0.25])
    #expect(try values("sin_x1", of: frame) == [sin(1.5), sin(-2), sin(0.5)])
    #expect(try values("x1_times_is", of: frame) == [1.5, 0, 0.5])
  }

  @Test func standBehindTheOthersInTheirOrder() throws {
    let wider = try frame.adding(features: ["sin_x2", "x1", "x1_squared", "sin_x2"])
    #expect(wider.columnNames == ["x1", "x2", "kind", "is", "sin_x2", "x1_squared"])
    #expect(wider.rowNumbers == frame.rowNumbers)
    #expect(try frame[rows: 1..<3].adding(features: ["sin_x1"]).rowNumbers == [1, 2])
  }

  @Test func aColumnOfTheNameWins() throws {
    let taken = try frame.appending(column: Column(name: "x1_squared", [7, 8, 9]))
    #expect(try values("x1_squared", of: taken) == [7, 8, 9])
    #expect(try taken.adding(features: ["x1_squared"]).columns.count == 5)
  }

  @Test func namesWithTheWordsInThemAreFound() throws {
    let odd = DataFrame(columns: [
      Column(name: "a_times_b", [2.0]), Column(name: "b", [3.0]), Column(name: "sin_a", [5.0]),
      Column(name: "a_squared", [7.0]),
    ])
    #expect(try values("a_times_b_times_b", of: odd) == [6])
    #expect(try values("b_times_a_times_b", of: odd) == [6])
    #expect(try values("sin_a_squared", of: odd) == [25])
    #expect(try values("sin_a_times_b", of: odd) == [15])
    #expect(try values("sin_b", of: odd) == [sin(3)])
  }

  @Test(arguments: [
    ("x1_sqared", "There is no column \"x1_sqared\"; the nearest name is \"x1_squared\"."),
    ("sin_x3", "There is no column \"sin_x3\"; the nearest name is \"sin_x1\"."),
    ("x2_times_x3", "There is no column \"x2_times_x3\"; the nearest name is \"x2_times_x1\"."),
    (
      "sin_kind",
      "The column \"kind\" is text, which cannot be used as numbers: leave it out of the features, or encode it one-hot."
    ),
  ])
  func refusesTheOthers(_ name: String, _ sentence: String) throws {
    let error = try #require(throws: TabularError.self) { try frame.adding(features: [name]) }
    #expect("\(error)" == sentence)
  }
}
