import Foundation
@testable import Tabular
import Testing

@Suite struct OneHotEncoderTests {
  private func frame(_ texts: [String?]) -> DataFrame { DataFrame(columns: [Column(name: "colour", texts)]) }

  private func columns(_ encoder: OneHotEncoder, _ train: [String?], _ later: [String?]) throws -> [String:
    [Int?]]
  {
    let encoded = try encoder.fitted(to: frame(train)).encoded(frame(later))
    return try Dictionary(
      uniqueKeysWithValues: encoded.columns.map { ($0.name, try $0.values(as: Int.self)) })
  }

  @Test func categoriesAreSorted() throws {
    let table = DataFrame(columns: [
      Column(name: "a", [1, 2, 3]), Column(name: "colour", ["white", "red", "Rosé"]),
      Column(name: "b", [0.5, 1, 2]),
    ])
    let encoded = try OneHotEncoder().fitted(to: table).encoded(table)
    #expect(encoded.columnNames == ["a", "colour=Rosé", "colour=red", "colour=white", "b"])
    #expect(try encoded["colour=white"].values(as: Int.self) == [1, 0, 0])
    #expect(try encoded["colour=Rosé"].values(as: Int.self) == [0, 0, 1])
  }

  @Test func theFirstCanBeDropped() throws {
    #expect(
      try columns(OneHotEncoder(dropsFirst: true), ["b", "a", "c"], ["a", "b", "c"])
        == ["colour=b": [0, 1, 0], "colour=c": [0, 0, 1]])
    // A known category that has no column is not an unknown one.
    #expect(
      try columns(OneHotEncoder(dropsFirst: true, unknown: .refuse), ["b", "a"], ["a", "b"])
        == ["colour=b": [0, 1]])
    #expect(try columns(OneHotEncoder(dropsFirst: true), ["a", "a"], ["a"]) == [:])
  }

  @Test func unknownCategoriesHaveARule() throws {
    #expect(
      try columns(OneHotEncoder(), ["a", "b"], ["c", "b"]) == ["colour=a": [0, 0], "colour=b": [0, 1]])
    #expect(
      try columns(OneHotEncoder(dropsFirst: true, unknown: .other), ["a", "b"], ["c", "b", "a"])
        == ["colour=b": [0, 1, 0], "colour other": [1, 0, 0]])
    let encoder = try OneHotEncoder(unknown: .refuse).fitted(to: frame(["a", "b"]))
    let error = #expect(throws: TabularError.self) {
      try encoder.encoded(frame(["a", "a", "b", "pink"])[rows: [3, 0]])
    }
    #expect(
      error?.description
        == #"The column "colour" holds "pink" in row 3 (counted from 0), which no training row has: correct it,"#
        + " or let unknown categories be ignored.")
  }

  @Test func missingTextsCanBeACategory() throws {
    let encoder = OneHotEncoder(unknown: .other, missing: .ownCategory)
    #expect(
      try columns(encoder, ["a", nil], ["a", nil, "b"])
        == ["colour=a": [1, 0, 0], "colour missing": [0, 1, 0], "colour other": [0, 0, 1]])
    // Where no training row lacks a text, a missing text is an unknown category.
    #expect(try columns(encoder, ["a"], [nil, "a"]) == ["colour=a": [0, 1], "colour other": [1, 0]])
    #expect(
      try columns(OneHotEncoder(missing: .ownCategory), [nil, nil], [nil, "a"]) == ["colour missing": [1, 0]])
    let missing = TabularError.missingValues([.init(column: "colour", count: 1)])
    #expect(throws: missing) { try OneHotEncoder().fitted(to: frame(["a", nil])) }
    #expect(throws: missing) { try OneHotEncoder().fitted(to: frame(["a"])).encoded(frame([nil, "a"])) }
  }

  @Test func booleansAreEncodedOnRequest() throws {
    let table = DataFrame(columns: [Column(name: "old", [true, false])])
    #expect(try OneHotEncoder().fitted(to: table).encoded(table) == table)
    let encoded = try OneHotEncoder(encodesBooleans: true).fitted(to: table).encoded(table)
    #expect(
      encoded == DataFrame(columns: [Column(name: "old=false", [0, 1]), Column(name: "old=true", [1, 0])]))
  }

  @Test func anIdDoesNotExplode() {
    let ids = (0..<101).map { "id \($0)" }
    let error = #expect(throws: TabularError.self) { try OneHotEncoder().fitted(to: frame(ids)) }
    #expect(
      error?.description
        == #"The column "colour" has more than 100 distinct values, the limit of one-hot encoding: leave it out"#
        + " of the features, or raise the limit.")
    #expect(throws: Never.self) { try OneHotEncoder(maximumCategories: 101).fitted(to: frame(ids)) }
  }

  @Test func namedColumnsOfIntegersAndBooleansAreCategories() throws {
    let table = DataFrame(columns: [
      Column(name: "class", [10, 9, 10]), Column(name: "good", [true, false, true]),
      Column(name: "colour", ["red", "white", "red"]),
    ])
    let encoder = try OneHotEncoder(columns: ["class", "good"], encodesTexts: false).fitted(to: table)
    let encoded = try encoder.encoded(table)
    #expect(
      encoded.columnNames == ["class=9", "class=10", "good=false", "good=true", "colour"])
    #expect(try encoded["class=10"].values(as: Int.self) == [1, 0, 1])
    // A later table may have them as numbers, of which 9.5 is not a category.
    let later = try table.replacing(column: Column(name: "class", [9, 9.5, 10]))
    #expect(try encoder.encoded(later)["class=9"].values(as: Int.self) == [1, 0, 0])
    #expect(throws: TabularError.preparation(.categoriesOfFractions(column: "class"))) {
      try OneHotEncoder(columns: ["class"]).fitted(to: later)
    }
    #expect(throws: TabularError.unknownColumn(name: "clas", nearest: "class", available: table.columnNames))
    {
      try OneHotEncoder(columns: ["clas"]).fitted(to: table)
    }
  }

  /// A column that looks like numbers with faults is refused, unless the encoder lists it.
  @Test func namedColumnsNeedNotLookLikeTexts() throws {
    var ticket = Column(name: "ticket", ["17", "18", "A"])
    ticket.firstNonNumericCell = Column.CellPlace(line: 4, text: "A")
    let table = DataFrame(columns: [ticket])
    #expect(throws: TabularError.self) { try OneHotEncoder().fitted(to: table) }
    let prepared = try Preprocessor(encoding: OneHotEncoder(columns: ["ticket"])).fitted(to: table)
    #expect(prepared.outputNames == ["ticket=17", "ticket=18", "ticket=A"])
    #expect(try prepared.matrix(of: table) == Matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]]))
  }

  @Test func namesDoNotCollide() {
    let table = DataFrame(columns: [Column(name: "a", ["b=c"]), Column(name: "a=b", ["c"])])
    #expect(throws: TabularError.preparation(.repeatedName("a=b=c"))) {
      try OneHotEncoder().fitted(to: table).encoded(table)
    }
  }

  @Test func categoriesTravelThroughJSON() throws {
    let fitted = try OneHotEncoder(unknown: .other).fitted(to: frame(["é", "a"]))
    let read = try JSONDecoder().decode(FittedOneHotEncoder.self, from: JSONEncoder().encode(fitted))
    #expect(read == fitted)
    #expect(try read.encoded(frame(["é", "x"])) == fitted.encoded(frame(["é", "x"])))
  }
}
