import Tabular
import Testing

/// Rows by closure.
@Suite struct RowTests {
  private let wine = RedWine.frame
  private let bottles = Bottles.frame

  @Test func cellsAreReadByNameAndType() throws {
    let row = bottles.rows[1]
    #expect(try row["region"] == .text("Minho") && row["price"] == nil)
    #expect(try row["region", String.self] == "Minho" && row["organic", Bool.self] == false)
    #expect(try row["year", Int.self] == 2020 && row["year", Double.self] == 2020)
    #expect(try row["price", Double.self] == nil)
    #expect(bottles[rows: [4, 2]].rows.map(\.number) == [4, 2])
    #expect(
      "\(#expect(throws: TabularError.self) { try row["prize"] }!)"
        == "There is no column \"prize\"; the nearest name is \"price\".")
    #expect(throws: TabularError.wrongType(column: "year", type: .integer, requested: .text)) {
      try row["year", String.self]
    }
    // The type is refused where the value is missing, too.
    #expect(throws: TabularError.self) { try row["price", Int.self] }
  }

  /// pandas: `wine[(wine.alcohol > 12) & (wine.quality >= 7)].index`.
  @Test func filterKeepsRowsByAllTheirCells() throws {
    let good = try wine.filter { row in
      try row["alcohol", Double.self] ?? 0 > 12 && row["quality", Int.self] ?? 0 >= 7
    }
    #expect(good.rowCount == 66)
    #expect(good.rowNumbers.prefix(5) == [198, 230, 267, 278, 335])
    #expect(throws: TabularError.self) { try wine.filter { try $0["alcool", Double.self] == 1 } }
    let views = try wine.viewing { $0 % 2 == 0 }.filter { try $0["quality", Int.self] == 8 }
    #expect(
      views.rowNumbers
        == (try good[rows: 0..<0].appending(wine).filter(on: "quality", Int.self) { $0 == 8 })
        .rowNumbers.filter { $0 % 2 == 0 })
  }

  /// pandas: `wine.assign(share=wine["free sulfur dioxide"] / wine["total sulfur dioxide"]).share.mean()`.
  @Test func mapComputesAColumn() throws {
    let wider = try wine.map(into: "free share") { row -> Double? in
      guard let free = try row["free sulfur dioxide", Double.self],
        let total = try row["total sulfur dioxide", Double.self]
      else { return nil }
      return free / total
    }
    #expect(wider.columnNames == wine.columnNames + ["free share"])
    #expect(abs(try #require(wider.summary()["free share"]?.statistics).mean - 0.38231105768209395) < 1e-13)
    let doubled = try bottles.map(into: "price") { try $0["price", Double.self].map { $0 * 2 } }
    #expect(doubled.columnNames == bottles.columnNames)
    #expect(try doubled["price", Double.self] == [17, nil, 8, 24, 12, 11, 14])
    #expect(bottles.map(into: "n") { $0.index }.columns["n"] == Column(name: "n", Array(0..<7)))
  }

  @Test func headAndTail() throws {
    #expect(bottles.head() == bottles.prefix(5) && bottles.head().rowNumbers == [0, 1, 2, 3, 4])
    #expect(bottles.tail(2) == bottles.suffix(2) && bottles.tail(2).rowNumbers == [5, 6])
    #expect(bottles.head(100) == bottles && bottles.tail(100) == bottles && bottles.head(0).rowCount == 0)
    let prices: [Double?] = try bottles["price", Double.self]
    #expect(prices == [8.5, nil, 4, 12, 6, 5.5, 7])
  }
}
