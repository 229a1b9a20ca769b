import Tabular
import TestSupport
import Testing

/// Groups and their statistics, beside those of pandas 3.1.1: `groupby`, `agg`, `value_counts`.
@Suite struct RowGroupingTests {
  private let wine = RedWine.frame
  private let bottles = Bottles.frame

  private func close(_ column: Column, _ expected: [Double]) throws -> Bool {
    let values = try column.values(as: Double.self)
    return values.count == expected.count
      && zip(values, expected).allSatisfy { relativeDifference($0 ?? .nan, $1) < 1e-13 }
  }

  @Test func redWineByQuality() throws {
    let groups = try wine.grouped(by: "quality")
    #expect(try groups.keys["quality", Int.self] == [3, 4, 5, 6, 7, 8] && groups.count == 6)
    #expect(try groups.counts()["count", Int.self] == [10, 53, 681, 638, 199, 18])
    let table = try groups.aggregated([
      .mean("alcohol"), .standardDeviation("alcohol"), .median("pH"), .quantile(0.9, "pH").named("high"),
      .sum("residual sugar"), .maximum("chlorides"),
    ])
    #expect(
      table.columnNames == [
        "quality", "mean(alcohol)", "sd(alcohol)", "median(pH)", "high", "sum(residual sugar)",
        "max(chlorides)",
      ])
    #expect(
      try close(
        table["mean(alcohol)"],
        [
          9.955, 10.26509433962264, 9.899706314243758, 10.629519331243468, 11.465912897822445,
          12.094444444444443,
        ]))
    #expect(
      try close(
        table["sd(alcohol)"],
        [
          0.8180091007372038, 0.9347760378448314, 0.7365209765620763, 1.0496389512697788, 0.9619329943029584,
          1.2240108718385976,
        ]))
    #expect(try close(table["median(pH)"], [3.39, 3.37, 3.3, 3.32, 3.28, 3.23]))
    #expect(try close(table["high"], [3.558, 3.59, 3.5, 3.51, 3.47, 3.518]))
    #expect(try close(table["sum(residual sugar)"], [26.35, 142.8, 1722.15, 1580.45, 541.4, 46.4]))
    #expect(try close(table["max(chlorides)"], [0.267, 0.61, 0.611, 0.415, 0.358, 0.086]))
    let best = try groups.means("alcohol", order: .descending)
    #expect(try best["quality", Int.self] == [8, 7, 6, 4, 3, 5] && best.rowNumbers == Array(0..<6))
    let counts = try wine["quality"].valueCounts()
    #expect(try counts["quality", Int.self] == [5, 6, 7, 4, 8, 3])
    #expect(try counts["count", Int.self] == [681, 638, 199, 53, 18, 10])
  }

  @Test(arguments: [false, true]) func rowsWithoutAKeyAreLeftOutUnlessKept(_ keeps: Bool) throws {
    let groups = try bottles.grouped(by: "region", keepsMissing: keeps)
    let table = try groups.aggregated([
      .count, .count("price"), .sum("price"), .mean("price"), .maximum("price"),
      .standardDeviation("price"), .sum("organic"),
    ])
    let rows = keeps ? 4 : 3
    #expect(try table.cells("region") == Array(["Douro", "Dão", "Minho", "—"].prefix(rows)))
    #expect(try table["count", Int.self] == Array([2, 1, 2, 2].prefix(rows)))
    #expect(try table["count(price)", Int.self] == Array([2, 1, 1, 2].prefix(rows)))
    #expect(try table["sum(price)", Double.self] == Array([20.5, 6, 7, 9.5].prefix(rows)))
    #expect(try table["mean(price)", Double.self] == Array([10.25, 6, 7, 4.75].prefix(rows)))
    #expect(try table["max(price)", Double.self] == Array([12, 6, 7, 5.5].prefix(rows)))
    #expect(try table["sum(organic)", Int.self] == Array([2, 0, 1, 1].prefix(rows)))
    let deviations = try table["sd(price)", Double.self]
    #expect(relativeDifference(deviations[0]!, 2.4748737341529163) < 1e-14)
    #expect(deviations[1] == nil && deviations[2] == nil)
  }

  @Test func severalKeysAndTypes() throws {
    let table = try bottles.grouped(by: ["year", "region"]).aggregated([.count, .minimum("price")])
    #expect(try table["year", Int.self] == [2019, 2019, 2020, 2020])
    #expect(try table.cells("region") == ["Douro", "Dão", "Douro", "Minho"])
    #expect(try table["count", Int.self] == [1, 1, 1, 2])
    #expect(try table["min(price)", Double.self] == [8.5, 6, 12, 7])
    let organic = try bottles.grouped(by: "organic").aggregated([.sum("year"), .maximum("region")])
    #expect(try organic["organic", Bool.self] == [false, true])
    #expect(try organic["sum(year)", Int.self] == [4040, 8078])
    #expect(try organic.cells("max(region)") == ["Minho", "Minho"])
    let unsorted = try bottles.grouped(by: "region", isSorted: false)
    #expect(try unsorted.counts().cells("region") == ["Douro", "Minho", "Dão"])
  }

  @Test func groupsAreACollection() throws {
    let groups = try bottles.grouped(by: "region")
    #expect(groups.map { $0.group.rowNumbers } == [[0, 3], [4], [1, 6]])
    #expect(try groups.map { try $0.key["region", String.self] } == ["Douro", "Dão", "Minho"])
    let ranges = try groups.aggregated(on: "price", Double.self, into: "range") { prices in
      prices.max()! - prices.min()!
    }
    #expect(try ranges["range", Double.self] == [3.5, 0, 0])
    #expect(try bottles[rows: 0..<0].grouped(by: "region").counts().rowCount == 0)
  }

  /// NaN counts as missing, as pandas has no other missing number; zeros of either sign are equal.
  @Test func numbersAsKeys() throws {
    let frame = DataFrame(columns: [
      Column(name: "x", [0.0, .nan, -0.0, 1.5, nil]), Column(name: "y", [1.0, 2, .nan, 4, 5]),
    ])
    let table = try frame.grouped(by: "x").aggregated([.count, .sum("y"), .minimum("y")])
    #expect(try table["count", Int.self] == [2, 1])
    #expect(try table["sum(y)", Double.self] == [1, 4] && table["min(y)", Double.self] == [1, 4])
    #expect(try frame.grouped(by: "x", keepsMissing: true).counts()["count", Int.self] == [2, 1, 2])
  }

  @Test func valueCountsKeepTheOrderOfEquallyFrequentValues() throws {
    let counts = try bottles["region"].valueCounts()
    #expect(try counts.cells("region") == ["Douro", "Minho", "Dão"])
    #expect(try counts["count", Int.self] == [2, 2, 1])
    #expect(
      try bottles["region"].valueCounts(keepsMissing: true).cells("region") == ["Douro", "Minho", "—", "Dão"])
    #expect(bottles.columns[0].distinct() == Column(name: "region", ["Douro", "Minho", nil, "Dão"]))
  }

  @Test func refusesWhatHasNoAnswer() throws {
    let groups = try bottles.grouped(by: "region")
    func sentence(_ body: () throws -> DataFrame) throws -> String {
      "\(try #require(throws: TabularError.self) { try body() })"
    }
    #expect(
      try sentence { try groups.means("region") }
        == "The column \"region\" is text, which has no mean: request its count, its minimum or its maximum.")
    #expect(throws: TabularError.self) { try groups.sums("prize") }
    #expect(throws: TabularError.self) { try bottles.grouped(by: "area") }
    #expect(throws: TabularError.repeatedColumn("region")) { try bottles.grouped(by: ["region", "region"]) }
    #expect(throws: TabularError.repeatedColumn("count(price)")) {
      try groups.aggregated([.count("price"), .count("price")])
    }
    let large = DataFrame(columns: [Column(name: "k", [1, 1]), Column(name: "n", [Int.max, 1])])
    #expect(
      try sentence { try large.grouped(by: "k").sums("n") }
        == "The sum of the integers of the column \"n\" exceeds 64 bits: convert them to numbers first.")
    let asNumbers = try large.map(into: "n") { try $0["n", Double.self] }
    #expect(try asNumbers.grouped(by: "k").sums("n")["sum(n)", Double.self] == [0x1p63])
  }
}
