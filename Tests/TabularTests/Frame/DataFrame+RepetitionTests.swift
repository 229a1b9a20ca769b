import Tabular
import Testing

@Suite struct DataFrameRepetitionTests {
  @Test func redWineRepeatsItself() throws {
    let wine = RedWine.frame
    // pandas 3.1: red.index[red.duplicated()]
    #expect(wine.duplicateRows().count == 240)
    #expect(wine.duplicateRows().prefix(5) == [4, 11, 27, 40, 65])
    #expect(wine.dropping(rows: wine.duplicateRows()).duplicateRows().isEmpty)
    let (train, validation) = wine.randomSplit(by: 0.7, seed: 0)
    // pandas 3.1: validation.merge(train.drop_duplicates(), how='left', indicator=True)
    let seen = try validation.rowsOccurring(in: train)
    #expect(seen.count == 90)
    #expect(seen.prefix(5) == [0, 11, 121, 136, 153])
    #expect(validation.dropping(rows: seen).rowCount == 390)
  }

  /// pandas 3.1: `red.drop_duplicates()`, `red.drop_duplicates(["quality"]).index`.
  @Test func rowsAreKeptOnce() throws {
    let wine = RedWine.frame
    #expect(wine.unique().rowCount == 1359)
    #expect(wine.unique() == wine.dropping(rows: wine.duplicateRows()))
    #expect(try wine.unique(on: ["quality"]).rowNumbers == [0, 3, 7, 18, 267, 459])
    #expect(try wine.unique(on: ["quality", "alcohol"]).rowCount == 190)
    #expect(try Bottles.frame.unique(on: ["region"]).rowNumbers == [0, 1, 2, 4])
    // A row that is twice in a frame has one number.
    #expect(wine[rows: [3, 3, 4]].unique().rowNumbers == [3, 4])
    #expect(throws: TabularError.self) { try wine.unique(on: ["qualty"]) }
  }

  @Test func missingValuesAndNaNsEqualEachOtherButNotOneAnother() {
    let frame = DataFrame(columns: [
      Column(name: "a", [.nan, nil, .nan, nil, 0.0, -0.0]), Column(name: "b", ["", "", "", nil, "", ""]),
    ])
    #expect(frame.duplicateRows() == [2, 5])
  }

  @Test func columnsAreMatchedByNameAndIntegersEqualNumbers() throws {
    let left = DataFrame(columns: [
      Column(name: "a", [1, 2, nil, 4]), Column(name: "b", ["x", "x", "x", "y"]),
    ])
    let right = DataFrame(columns: [
      Column(name: "c", [9, 9, 9]), Column(name: "b", ["x", "x", "x"]), Column(name: "a", [4, nil, 1.0]),
    ])
    #expect(try left.rowsOccurring(in: right) == [0, 2])
    #expect(throws: TabularError.self) { try right.rowsOccurring(in: left) }
  }

  @Test func largeIntegersAreComparedExactly() throws {
    let left = DataFrame(columns: [Column(name: "a", [1 << 53, 1 << 53 + 1])])
    let right = DataFrame(columns: [Column(name: "a", [0x1p53])])
    #expect(try left.rowsOccurring(in: right) == [0])
    #expect(try right.rowsOccurring(in: left[rows: 1..<2]).isEmpty)
    #expect(left.duplicateRows().isEmpty)
  }

  @Test func typesThatDoNotGoTogetherAreNeverEqual() throws {
    let text = DataFrame(columns: [Column(name: "a", ["1"])])
    #expect(try text.rowsOccurring(in: DataFrame(columns: [Column(name: "a", [1])])).isEmpty)
    let flag = DataFrame(columns: [Column(name: "a", [true])])
    #expect(try flag.rowsOccurring(in: DataFrame(columns: [Column(name: "a", [1])])).isEmpty)
  }
}

struct EqualHashTests {
  /// Hashes of which few bits are used, or none, are equal for rows that are not.
  @Test(arguments: [0, 1, 3 << 32, 7 << 33, 0xf000_0000_0000_000f])
  func rowsAreDistinguishedByTheirValues(hashMask: UInt64) throws {
    let rows = 900
    let frame = DataFrame(columns: [
      Column(name: "a", (0..<rows).map { Double($0 % 300) }),
      Column(name: "b", (0..<rows).map { $0 % 50 == 0 ? nil : $0 % 4 }),
    ])
    var seen: Set<String> = []
    let repeated = (0..<rows).filter { row in
      !seen.insert("\(row % 300) \(row % 50 == 0 ? "-" : "\(row % 4)")").inserted
    }
    #expect(!repeated.isEmpty && repeated.count < rows)
    #expect(frame.duplicateRows(hashMask: hashMask) == repeated)
    let (left, right) = (frame[rows: 500..<900], frame[rows: 0..<500])
    let expected = (500..<900).map(isAmongTheFirst)
    #expect(try left.occurrences(in: right, hashMask: hashMask) == expected)
  }

  /// Whether an equal row is among the first 500.
  private func isAmongTheFirst(_ row: Int) -> Bool {
    (0..<500).contains { earlier in
      earlier % 300 == row % 300
        && (earlier % 50 == 0 || row % 50 == 0 ? earlier % 50 == row % 50 : earlier % 4 == row % 4)
    }
  }
}
