import Tabular
import Testing

/// Joins, beside those of pandas 3.1.1: `merge`.
@Suite struct DataFrameJoiningTests {
  private let bottles = Bottles.frame
  private let regions = DataFrame(columns: [
    Column(name: "region", ["Minho", "Douro", nil, "Minho", "Rioja"]),
    Column(name: "price", [1.0, 2, 3, 4, 5]), Column(name: "rain", [1500, 600, 0, 1600, 500]),
  ])

  @Test func innerJoinKeepsTheOrderOfTheLeft() throws {
    let joined = try bottles.joined(regions, on: "region")
    #expect(joined.columnNames == ["region", "year", "price_x", "organic", "price_y", "rain"])
    #expect(
      try joined.cells("region") == ["Douro", "Minho", "Minho", "—", "Douro", "—", "Minho", "Minho"])
    #expect(try joined["price_x", Double.self] == [8.5, nil, nil, 4, 12, 5.5, 7, 7])
    #expect(try joined["price_y", Double.self] == [2, 1, 4, 3, 2, 3, 1, 4])
    #expect(try joined["rain", Int.self] == [600, 1500, 1600, 0, 600, 0, 1500, 1600])
    #expect(joined.rowNumbers == Array(0..<8))
    let named = try bottles.joined(regions, on: "region", suffixes: ("", " of region"))
    #expect(named.columnNames == ["region", "year", "price", "organic", "price of region", "rain"])
  }

  @Test func leftJoinFillsNothing() throws {
    let joined = try bottles.joined(regions, on: "region", kind: .left)
    #expect(
      try joined.cells("region") == ["Douro", "Minho", "Minho", "—", "Douro", "Dão", "—", "Minho", "Minho"])
    #expect(try joined["rain", Int.self] == [600, 1500, 1600, 0, 600, nil, 0, 1500, 1600])
    #expect(
      try joined.cells("organic") == ["true", "false", "false", "true", "true", "—", "false", "true", "true"])
    let none = try bottles.joined(regions[rows: 0..<0], on: "region", kind: .left)
    #expect(none.rowCount == 7 && none.columns["rain"]?.missingCount == 7)
    #expect(try bottles.joined(regions[rows: 0..<0], on: "region").rowCount == 0)
  }

  @Test func manyPartnersAreInTheirOrder() throws {
    let left = DataFrame(columns: [Column(name: "k", ["b", "a"])])
    let right = DataFrame(columns: [
      Column(name: "k", ["a", "b", "a", "a", "b"]), Column(name: "n", [1, 2, 3, 4, 5]),
    ])
    #expect(try left.joined(right, on: "k")["n", Int.self] == [2, 5, 1, 3, 4])
  }

  /// The years of one frame are integers, those of the other numbers.
  @Test func severalKeysOfTwoTypes() throws {
    let scores = DataFrame(columns: [
      Column(name: "region", ["Douro", "Douro", "Minho"]), Column(name: "year", [2019.0, 2020, 2020]),
      Column(name: "score", [90, 85, 88]),
    ])
    let joined = try bottles.joined(scores, on: ["region", "year"], kind: .left)
    #expect(joined.columnNames == bottles.columnNames + ["score"])
    #expect(try joined["score", Int.self] == [90, 88, nil, 85, nil, nil, 88])
  }

  @Test func keysOfTwoNames() throws {
    let north = DataFrame(columns: [
      Column(name: "id", ["Douro", "Minho"]), Column(name: "north", [true, false]),
    ])
    let joined = try bottles.joined(north, on: (left: "region", right: "id"), kind: .left)
    #expect(joined.columnNames == bottles.columnNames + ["id", "north"])
    #expect(try joined.cells("id") == ["Douro", "Minho", "—", "Douro", "—", "—", "Minho"])
    #expect(try joined.cells("north") == ["true", "false", "—", "true", "—", "—", "false"])
  }

  @Test func textsThatDoNotRepeatAreJoined() throws {
    let count = 300
    let ids = (0..<count).map { "id \($0)" }
    let left = DataFrame(columns: [Column(name: "id", Array(ids.reversed()))])
    let right = DataFrame(columns: [
      Column(name: "id", Array(ids.dropFirst(100))),
      Column(name: "note", ids.dropFirst(100).map { "note on \($0)" }),
    ])
    let joined = try left.joined(right, on: "id", kind: .left)
    #expect(
      try joined["note", String.self] == ids.reversed().enumerated().map { $0 < 200 ? "note on \($1)" : nil })
  }

  @Test func refusesKeysThatCannotBeEqual() throws {
    let numbers = DataFrame(columns: [Column(name: "region", [1, 2])])
    #expect(throws: TabularError.typesDiffer(column: "region", type: .text, other: .integer)) {
      try bottles.joined(numbers, on: "region")
    }
    #expect(throws: TabularError.self) { try bottles.joined(regions, on: "rain") }
    #expect(throws: TabularError.repeatedColumn("price")) {
      try bottles.joined(regions, on: "region", suffixes: ("", ""))
    }
    let taken = DataFrame(columns: [Column(name: "region", ["Douro"]), Column(name: "price_x", [1])])
    let both = try bottles.joined(taken, on: "region")
    #expect(throws: TabularError.repeatedColumn("price_x")) { try both.joined(regions, on: "region") }
  }
}
