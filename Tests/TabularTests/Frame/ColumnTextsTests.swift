import Testing

@testable import Tabular

/// Texts that repeat have codes, others have not; the results must not depend on it.
struct ColumnTextsTests {
  /// Few texts, one of them in two encodings, and so many that each is stored for itself.
  private static let tables: [[String]] = [
    [], [""], ["red", "white", "red", "", "é", "e\u{301}", "K", "\u{212A}"],
    (0..<600).map { "text \($0 % 7) of \($0 % 3)" }, (0..<600).map { "unique \($0 * 7919 % 1000)" },
  ]

  @Test(arguments: tables) func textsAreKept(_ texts: [String]) throws {
    let stored = Column.Texts(texts)
    #expect(Array(stored).map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    #expect(stored.count == texts.count)
    #expect(try Column(name: "a", texts).values(as: String.self) == texts)
    #expect(stored.mapping { $0.utf8.count } == texts.map(\.utf8.count))
    let rows = texts.indices.filter { $0 % 3 != 1 }.reversed()
    #expect(Array(stored.selecting(rows: Array(rows))) == rows.map { texts[$0] })
  }

  @Test func textsThatRepeatAreStoredOnce() {
    #expect(Column.Texts(Self.tables[3]).entryCount == 21)
    #expect(Column.Texts(Self.tables[3]).codes?.prefix(3) == [0, 1, 2])
    #expect(Column.Texts(Self.tables[4]).codes == nil)
    let literal: Column.Texts = ["a", "b", "a"]
    #expect(literal.bytes == Array("ab".utf8))
  }

  @Test(arguments: tables, tables) func textsAreAppended(_ first: [String], _ second: [String]) {
    let joined = Column.Texts(first) + Column.Texts(second)
    #expect(Array(joined) == first + second)
    // Texts that repeat are still stored once.
    if !first.isEmpty, first == second, Column.Texts(first).codes != nil {
      #expect(joined.entryCount == Column.Texts(first).entryCount)
    }
  }

  @Test(arguments: tables) func missingTextsAreFilled(_ texts: [String]) throws {
    let column = Column(name: "a", texts.enumerated().map { $0 % 2 == 0 ? nil : $1 })
    let filled = column.filled(with: .text("none"))
    #expect(try filled.values(as: String.self) == texts.enumerated().map { $0 % 2 == 0 ? "none" : $1 })
  }

  @Test(arguments: tables) func distinctTextsAreSorted(_ texts: [String]) throws {
    let (values, codes) = try #require(Column(name: "a", texts).distinctValues())
    #expect(values == Set(texts).sorted().map { .text($0) })
    #expect(codes.map { values[$0] } == texts.map { .text($0) })
    #expect(Column(name: "a", texts).distinctValues(limit: values.count) != nil)
    #expect(values.isEmpty || Column(name: "a", texts).distinctValues(limit: values.count - 1) == nil)
    let sorted = try DataFrame(columns: [Column(name: "a", texts)]).sorted(on: "a")
    #expect(try sorted["a"].values(as: String.self) == texts.sorted())
  }

  @Test func categoriesThatNoRowHasAreNotFound() throws {
    let all = Column(name: "a", ["red", "white", nil, "red", "rosé"])
    let some = DataFrame(columns: [all])[rows: [0, 2, 3]]
    #expect(try some["a"].distinctValues()?.values == [.text("red")])
    #expect(try some["a"].mostFrequentValue == .text("red"))
    #expect(try OneHotEncoder(missing: .ownCategory).fitted(to: some).columns[0].categories == ["red"])
    let unequal = try Column(name: "a", [nil, "b", "a", "b", "a"]).appending(Column(name: "a", ["c"]))
    #expect(unequal.mostFrequentValue == .text("a"))
  }

  /// As for Swift's strings: é is e with an accent, and the sign of the Kelvin is a K.
  @Test func encodingsOfACharacterAreEqual() throws {
    let texts = ["é", "e\u{301}", "e", "K", "\u{212A}"]
    let frame = DataFrame(columns: [Column(name: "a", texts)])
    #expect(frame.duplicateRows() == [1, 4])
    #expect(try frame[rows: [1, 4]].rowsOccurring(in: frame[rows: [0, 3]]) == [1, 4])
    #expect(frame[rows: [0, 3]].columns[0] == frame[rows: [1, 4]].columns[0])
    #expect(frame[rows: [0]].columns[0] != frame[rows: [2]].columns[0])
    // The same for texts that are stored for themselves.
    let many = texts + (0..<600).map { "unique \($0)" }
    #expect(DataFrame(columns: [Column(name: "a", many)]).duplicateRows() == [1, 4])
  }
}
