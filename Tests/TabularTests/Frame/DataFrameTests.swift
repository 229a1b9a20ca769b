import Tabular
import Testing

@Suite struct DataFrameTests {
  let frame = DataFrame(columns: [
    Column(name: "a", [1, 2, 3, 4]),
    Column(name: "b", [0.5, nil, 1.5, 2]),
    Column(name: "c", ["w", "x", nil, "z"]),
  ])

  @Test func columnsAreFoundByPlaceAndByName() throws {
    #expect(frame.rowCount == 4)
    #expect(frame.columnNames == ["a", "b", "c"])
    #expect(frame.columns[1].name == "b")
    #expect(frame.columns["c"]?.type == .text)
    #expect(frame.columns["d"] == nil)
    #expect(try frame["a"].values(as: Int.self) == [1, 2, 3, 4])
    #expect(frame.index(ofColumn: "b") == 1)
    #expect(frame.index(ofColumn: "d") == nil)
  }

  @Test func anUnknownColumnIsNamedWithItsNearest() {
    let wine = RedWine.frame
    let error = #expect(throws: TabularError.self) { try wine["alcool"] }
    #expect(error?.description == #"There is no column "alcool"; the nearest name is "alcohol"."#)
    #expect(
      error
        == .unknownColumn(name: "alcool", nearest: "alcohol", available: wine.columnNames))
    #expect(throws: TabularError.self) { try wine.selecting(columns: ["pH", "qualty"]) }
    #expect(throws: TabularError.self) { try wine.dropping(columns: ["qualty"]) }
  }

  @Test func columnsAreSelectedAndDropped() throws {
    #expect(try frame.selecting(columns: ["c", "a"]).columnNames == ["c", "a"])
    #expect(try frame.dropping(columns: ["b"]).columnNames == ["a", "c"])
    #expect(try frame.dropping(columns: ["a", "b", "c"]).rowCount == 4)
    #expect(throws: TabularError.repeatedColumn("a")) { try frame.selecting(columns: ["a", "a"]) }
  }

  @Test func columnsAreAppendedAndReplaced() throws {
    let longer = try frame.appending(column: Column(name: "d", [true, false, true, true]))
    #expect(longer.columnNames == ["a", "b", "c", "d"])
    #expect(throws: TabularError.repeatedColumn("a")) {
      try frame.appending(column: Column(name: "a", [0, 0, 0, 0]))
    }
    let replaced = try frame.replacing(column: Column(name: "b", [9, 8, 7, 6]))
    #expect(try replaced["b"].values(as: Int.self) == [9, 8, 7, 6])
    #expect(replaced.columnNames == frame.columnNames)
    #expect(throws: TabularError.self) { try frame.replacing(column: Column(name: "e", [1, 2, 3, 4])) }
    let first = try DataFrame(columns: []).appending(column: Column(name: "a", [1, 2]))
    #expect(first.rowCount == 2)
  }

  @Test func rowRangesKeepMissingValuesAndNumbers() throws {
    let middle = frame[rows: 1..<3]
    #expect(try middle["a"].values(as: Int.self) == [2, 3])
    #expect(try middle["b"].values(as: Double.self) == [nil, 1.5])
    #expect(try middle["c"].values(as: String.self) == ["x", nil])
    #expect(middle.columns["b"]?.missingCount == 1)
    #expect(middle.rowNumbers == [1, 2])
    #expect(middle[rows: 1...].rowNumbers == [2])
    #expect(frame[rows: ..<2].rowNumbers == [0, 1])
    #expect(frame[rows: 4..<4].rowCount == 0)
    #expect(frame[rows: 0..<4] == frame)
  }

  @Test func rowsAreTakenByPlace() throws {
    let taken = frame[rows: [3, 1, 1]]
    #expect(try taken["a"].values(as: Int.self) == [4, 2, 2])
    #expect(try taken["b"].values(as: Double.self) == [2, nil, nil])
    #expect(taken.rowNumbers == [3, 1, 1])
  }

  @Test func rowsAreDroppedByTheirNumbers() {
    #expect(frame.dropping(rows: [2, 0]).rowNumbers == [1, 3])
    // Row numbers, not indices: they remain valid in a frame that has lost rows and is in another order.
    #expect(frame[rows: [3, 2, 1]].dropping(rows: [3]).rowNumbers == [2, 1])
    #expect(frame.dropping(rows: []).rowNumbers == [0, 1, 2, 3])
  }

  @Test func droppingARowThatIsNotThereIsACallersBug() async {
    await #expect(processExitsWith: .failure) {
      _ = DataFrame(columns: [Column(name: "a", [1, 2])]).dropping(rows: [2])
    }
  }

  @Test func filterKeepsRowsByValue() throws {
    let wine = RedWine.frame
    // pandas: red.index[red.quality >= 8]
    let good = try wine.filter(on: "quality", Int.self) { $0! >= 8 }
    #expect(good.rowCount == 18)
    #expect(good.rowNumbers.prefix(4) == [267, 278, 390, 440])
    #expect(try frame.filter(on: "b", Double.self) { $0 == nil }.rowNumbers == [1])
    #expect(throws: TabularError.self) { try frame.filter(on: "c", Double.self) { _ in true } }
  }

  @Test func equalityIgnoresRowNumbers() {
    #expect(frame[rows: [0, 0]] == frame[rows: [0]].appendingTwice)
    #expect(frame[rows: [0, 1]] != frame[rows: [1, 0]])
  }
}

extension DataFrame {
  fileprivate var appendingTwice: DataFrame { try! appending(self) }
}
