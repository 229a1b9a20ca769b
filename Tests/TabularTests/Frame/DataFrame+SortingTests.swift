import Tabular
import Testing

@Suite struct DataFrameSortingTests {
  @Test func equalRowsKeepTheirOrder() throws {
    let wine = RedWine.frame
    // pandas 3.1: red.sort_values(['quality', 'alcohol'], kind='stable').index
    let byBoth = try wine.sorted(on: ["quality", "alcohol"])
    #expect(byBoth.rowNumbers.prefix(8) == [517, 459, 1469, 1374, 832, 1505, 1478, 690])
    #expect(byBoth.rowNumbers.suffix(4) == [1120, 455, 588, 1269])
    // pandas 3.1: red.sort_values('alcohol', ascending=False, kind='stable').index
    let byAlcohol = try wine.sorted(on: "alcohol", order: .descending)
    #expect(byAlcohol.rowNumbers.prefix(6) == [652, 142, 144, 467, 588, 821])
  }

  @Test func missingValuesAndNaNsComeLast() throws {
    let frame = DataFrame(columns: [
      Column(name: "number", [2, nil, .nan, -1, 5]),
      Column(name: "text", ["b", nil, "a", "B", nil]),
      Column(name: "flag", [true, false, nil, true, false]),
    ])
    #expect(try frame.sorted(on: "number").rowNumbers == [3, 0, 4, 2, 1])
    #expect(try frame.sorted(on: "number", order: .descending).rowNumbers == [4, 0, 3, 2, 1])
    #expect(try frame.sorted(on: "text").rowNumbers == [3, 2, 0, 1, 4])
    #expect(try frame.sorted(on: "flag").rowNumbers == [1, 4, 0, 3, 2])
    #expect(throws: TabularError.self) { try frame.sorted(on: "flg") }
  }
}
