import Tabular
import Testing

@Suite struct ColumnTests {
  @Test func literalsGiveTheirTypes() {
    #expect(Column(name: "a", [1, 2]).type == .integer)
    #expect(Column(name: "a", [1, 2.5]).type == .number)
    #expect(Column(name: "a", ["x"]).type == .text)
    #expect(Column(name: "a", [true, false]).type == .boolean)
    #expect(Column(name: "a", [1, nil]).type == .integer)
    #expect(Column(name: "a", [nil, 2.5]).type == .number)
  }

  @Test func missingValuesAreKeptAndCounted() throws {
    let column = Column(name: "a", [3, nil, 5, nil])
    #expect(column.count == 4)
    #expect(column.missingCount == 2)
    #expect(column.isMissing(1) && !column.isMissing(2))
    #expect(try column.values(as: Int.self) == [3, nil, 5, nil])
    #expect(try column.values(as: Double.self) == [3, nil, 5, nil])
    #expect(column[0] == .integer(3))
    #expect(column[1] == nil)
  }

  @Test func everyTypeIsReadBack() throws {
    #expect(try Column(name: "a", [0.5, nil]).values(as: Double.self) == [0.5, nil])
    #expect(try Column(name: "a", ["x", nil, ""]).values(as: String.self) == ["x", nil, ""])
    #expect(try Column(name: "a", [true, nil, false]).values(as: Bool.self) == [true, nil, false])
    #expect(try Column(name: "a", [true, nil, false]).values(as: Double.self) == [1, nil, 0])
    #expect(Column(name: "a", [0.5])[0] == .number(0.5))
    #expect(Column(name: "a", ["x"])[0] == .text("x"))
    #expect(Column(name: "a", [false])[0] == .boolean(false))
  }

  @Test func anotherTypeIsRefused() {
    #expect(throws: TabularError.wrongType(column: "a", type: .text, requested: .number)) {
      try Column(name: "a", ["x"]).values(as: Double.self)
    }
    #expect(throws: TabularError.wrongType(column: "a", type: .number, requested: .integer)) {
      try Column(name: "a", [1.5]).values(as: Int.self)
    }
  }

  @Test func equalityCountsNameTypeValuesAndMissing() {
    let column = Column(name: "a", [1.5, nil, .nan])
    #expect(column == Column(name: "a", [1.5, nil, .nan]))
    #expect(column != Column(name: "b", [1.5, nil, .nan]))
    #expect(column != Column(name: "a", [1.5, .nan, nil]))
    #expect(column != Column(name: "a", [1.25, nil, .nan]))
    #expect(Column(name: "a", [1]) != Column(name: "a", [1.0]))
    #expect(Column(name: "a", [1]) == Column(name: "a", [Int?.some(1)]))
  }
}
