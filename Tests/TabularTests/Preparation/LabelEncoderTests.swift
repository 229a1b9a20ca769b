import Foundation
import Tabular
import Testing

@Suite struct LabelEncoderTests {
  private let grapes = Column(name: "grape", ["shiraz", "merlot", "merlot", "shiraz"])

  @Test func classesAreSorted() throws {
    let encoder = try LabelEncoder(.two).fitted(to: grapes)
    #expect(encoder.classes == [.text("merlot"), .text("shiraz")])
    #expect(try encoder.encoded(grapes) == [1, 0, 0, 1])
    #expect(encoder.decoded([0, 1, 1]) == Column(name: "grape", ["merlot", "shiraz", "shiraz"]))
    let numbers = try LabelEncoder().fitted(to: Column(name: "q", [10, 9, -1, 9]))
    #expect(numbers.classes == [.integer(-1), .integer(9), .integer(10)])
    #expect(numbers.decoded([2, 0]) == Column(name: "q", [10, -1]))
    let booleans = try LabelEncoder(.two).fitted(to: Column(name: "b", [true, false]))
    #expect(booleans.classes == [.boolean(false), .boolean(true)])
    #expect(booleans.decoded([1, 0]) == Column(name: "b", [true, false]))
  }

  /// A file whose column of integers has one value with a point has a column of numbers.
  @Test func wholeNumbersDoForIntegers() throws {
    let encoder = try LabelEncoder().fitted(to: Column(name: "q", [3.0, 5, 3]))
    #expect(encoder.classes == [.integer(3), .integer(5)])
    #expect(try encoder.encoded(Column(name: "q", [5, 5, 3])) == [1, 1, 0])
  }

  @Test func classesTravelThroughJSON() throws {
    for column in [grapes, Column(name: "q", [1, 0]), Column(name: "b", [true, false])] {
      let encoder = try LabelEncoder(.two).fitted(to: column)
      let data = try JSONEncoder().encode(encoder)
      #expect(try JSONDecoder().decode(FittedLabelEncoder.self, from: data) == encoder)
    }
  }

  @Test func classesOfADamagedFileAreNotRead() {
    for classes in [#"[]"#, #"["a"]"#, #"["b","a"]"#, #"[1,"a"]"#] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(
          FittedLabelEncoder.self, from: Data(#"{"column":"a","classes":\#(classes)}"#.utf8))
      }
    }
  }

  @Test func otherCountsOfClassesAreRefused() {
    let one = #expect(throws: TabularError.self) {
      try LabelEncoder().fitted(to: Column(name: "grape", ["merlot", "merlot"]))
    }
    #expect(
      one?.description
        == #"The column "grape" has only one class ("merlot"): a classification needs two or more."#)
    let six = #expect(throws: TabularError.self) {
      try LabelEncoder(.two).fitted(to: RedWine.frame.columns["quality"]!)
    }
    #expect(
      six?.description
        == #"The column "quality" has 6 classes (3, 4, 5, 6, 7, 8) where two are needed: choose a column with"#
        + " two, or form two groups by a threshold.")
    let real = #expect(throws: TabularError.self) {
      try LabelEncoder(.two).fitted(to: RedWine.frame.columns["pH"]!)
    }
    #expect(
      real?.description
        == #"The column "pH" holds 3.51 in row 0 (counted from 0), which is not a class: classes are texts,"#
        + " booleans or whole numbers.")
    #expect(throws: TabularError.noRows) { try LabelEncoder().fitted(to: Column(name: "a", [Int]())) }
    #expect(throws: TabularError.missingValues([.init(column: "a", count: 1)])) {
      try LabelEncoder().fitted(to: Column(name: "a", [1, nil, 2]))
    }
  }

  @Test func unknownClassesAreRefused() throws {
    let encoder = try LabelEncoder(.two).fitted(to: grapes)
    let error = #expect(throws: TabularError.self) {
      try encoder.encoded(Column(name: "grape", ["merlot", "malbec"]))
    }
    #expect(
      error?.description
        == #"The column "grape" holds the class "malbec" in row 1 (counted from 0), which the fitted rows"#
        + #" did not have: they had "merlot", "shiraz"."#)
    #expect(throws: TabularError.typesDiffer(column: "grape", type: .text, other: .integer)) {
      try encoder.encoded(Column(name: "grape", [1]))
    }
  }

  @Test func aThresholdMakesTwoClasses() throws {
    let isGood = try RedWine.frame["quality"].isAtLeast(6)
    #expect(isGood.name == "quality")
    // pandas: (red.quality >= 6).sum()
    #expect(try LabelEncoder(.two).fitted(to: isGood).encoded(isGood).reduce(0, +) == 855)
    #expect(try Column(name: "a", [1, nil, 6]).isAtLeast(6) == Column(name: "a", [false, nil, true]))
  }
}
