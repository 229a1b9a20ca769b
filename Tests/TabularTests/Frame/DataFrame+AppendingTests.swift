import Tabular
import Testing

@Suite struct DataFrameAppendingTests {
  let frame = DataFrame(columns: [Column(name: "a", [1, nil]), Column(name: "b", ["x", "y"])])

  @Test func columnsAreMatchedByName() throws {
    let below = DataFrame(columns: [Column(name: "b", ["z", nil]), Column(name: "a", [nil, 3])])
    let joined = try frame.appending(below)
    #expect(try joined["a"].values(as: Int.self) == [1, nil, nil, 3])
    #expect(try joined["b"].values(as: String.self) == ["x", "y", "z", nil])
    #expect(joined.columnNames == ["a", "b"])
    #expect(joined.rowNumbers == [0, 1, 2, 3])
  }

  @Test func integersAndNumbersGiveNumbers() throws {
    let left = DataFrame(columns: [Column(name: "a", [1, nil])])
    let right = DataFrame(columns: [Column(name: "a", [0.5])])
    #expect(try left.appending(right)["a"].values(as: Double.self) == [1, nil, 0.5])
    #expect(try right.appending(left)["a"] == Column(name: "a", [0.5, 1, nil]))
  }

  @Test func otherColumnsAndTypesAreRefused() {
    #expect(throws: TabularError.columnsDiffer(absent: ["b"], extra: ["c"])) {
      try frame.appending(DataFrame(columns: [Column(name: "a", [1]), Column(name: "c", [1])]))
    }
    #expect(throws: TabularError.typesDiffer(column: "b", type: .text, other: .boolean)) {
      try frame.appending(DataFrame(columns: [Column(name: "a", [1]), Column(name: "b", [true])]))
    }
  }

  @Test func anEmptyFrameTakesAnything() throws {
    #expect(try DataFrame(columns: []).appending(frame) == frame)
  }
}
