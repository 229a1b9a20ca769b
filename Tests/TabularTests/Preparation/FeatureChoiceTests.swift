import Testing

@testable import Tabular

/// What is left out of the features, and what the notice says.
struct FeatureChoiceTests {
  private static let count = 120

  private static let frame = DataFrame(columns: [
    Column(name: "id", Array(1...count)),
    Column(name: "x", (0..<count).map { Double($0 * 7 % 13) }),
    Column(name: "unit", Array(repeating: "cm", count: count)),
    Column(name: "zero", Array(repeating: 0, count: count)),
    Column(name: "note", [String?](repeating: nil, count: count)),
    Column(name: "name", (0..<count).map { "n\($0 / 2)x\($0 % 2)" }),
    Column(name: "city", (0..<count).map { "c\($0 % 110)" }),
    Column(name: "colour", (0..<count).map { $0 % 3 == 0 ? "red" : "white" }),
    Column(name: "code", (0..<count).map { $0 % 3 == 0 ? "A1" : $0 % 3 == 1 ? "07" : "12" }),
  ])

  @Test func whatCannotBeAFeatureIsLeftOut() throws {
    let fitted = try Preprocessor(choice: .usable).fitted(to: Self.frame)
    #expect(fitted.featureNames == ["x", "colour", "code"])
    #expect(
      fitted.notices == [
        #"The column "note" has no value in any training row: it is left out of the features."#,
        #"The column "id" numbers the rows: it is left out of the features."#,
        #"The columns "unit", "zero" are constant in the training rows: they are left out of the features."#,
        #"The text column "name" has more than 100 different values (the limit of categories): it is left out of"#
          + " the features.",
        #"The text column "city" has more than 100 different values (the limit of categories): it is left out of"#
          + " the features.",
        #"The text columns "colour", "code" become columns of 0 and 1, one for each category."#,
      ])
    let names = try Preprocessor(choice: .usable, encoding: OneHotEncoder(maximumCategories: 120)).fitted(
      to: Self.frame)
    #expect(names.featureNames == ["x", "city", "colour", "code"])
    #expect(
      names.notices.contains(
        #"The text column "name" has a different value in every training row: it is left out of the features."#
      ))
  }

  @Test func aSampleKnowsTheRowsThatItsNumbersCount() throws {
    let sample = Self.frame.sample(fraction: 0.5, seed: 1)
    #expect(try Preprocessor(choice: .usable).fitted(to: sample).featureNames.contains("id") == false)
    // A count in another order is a measurement, and so is a year.
    let others = DataFrame(columns: [
      Column(name: "id", Array((1...5).reversed())), Column(name: "year", Array(1...5)),
    ])
    #expect(try Preprocessor(choice: .usable).fitted(to: others).featureNames == ["id", "year"])
    // Better than nothing.
    let alone = try Self.frame.selecting(columns: ["id", "unit"])
    #expect(try Preprocessor(choice: .usable).fitted(to: alone).featureNames == ["id"])
  }

  @Test func whatIsNamedStays() throws {
    let frame = try Self.frame.selecting(columns: ["id", "x", "zero", "name"])
    let named = Preprocessor(
      choice: .usable, missingByColumn: ["zero": .fill(.mean)],
      encoding: OneHotEncoder(columns: ["id"], maximumCategories: 120))
    #expect(try named.fitted(to: frame).featureNames == ["id", "x", "zero"])
    #expect(throws: TabularError.preparation(.tooManyCategories(column: "name", limit: 100))) {
      try Preprocessor(features: ["x", "name"], choice: .usable).fitted(to: frame)
    }
    #expect(
      try Preprocessor(choice: .usable, dropped: ["x"]).fitted(to: Self.frame).featureNames == [
        "colour", "code",
      ])
    #expect(throws: TabularError.unknownColumn("xx", among: Self.frame.columnNames)) {
      try Preprocessor(dropped: ["xx"]).fitted(to: Self.frame)
    }
  }

  /// The median of 1, 2, 4 and the most frequent of a, a, b by hand; an indicator above 1 %, not at it.
  @Test func missingValuesAreFilledByType() throws {
    let few = (0..<200).map { $0 < 2 ? nil : Double($0 % 3) }
    let frame = DataFrame(columns: [
      Column(name: "number", (0..<200).map { [1.0, 2, nil, 4][$0 % 4] }),
      Column(name: "text", (0..<200).map { ["a", "b", nil, "a"][$0 % 4] }),
      Column(name: "flag", (0..<200).map { [true, nil, true, false][$0 % 4] }), Column(name: "few", few),
      Column(name: "whole", Array(0..<200)),
    ])
    let fitted = try Preprocessor(choice: .usable, missingValues: .automatic).fitted(to: frame)
    let rules = Dictionary(uniqueKeysWithValues: fitted.imputer.columns.map { ($0.name, $0) })
    #expect(rules["number"]?.value == .number(2) && rules["number"]?.hasIndicator == true)
    #expect(rules["text"]?.value == .text("a") && rules["text"]?.hasIndicator == true)
    #expect(rules["flag"]?.value == .boolean(true) && rules["flag"]?.hasIndicator == true)
    #expect(rules["few"]?.value == .number(1) && rules["few"]?.hasIndicator == false)
    // A later row may lack what no training row lacked.
    #expect(rules["whole"]?.value == .number(99.5))
    // Where no value is missing, nothing is learned, and later gaps are refused.
    let complete = try Preprocessor(missingValues: .automatic).fitted(to: frame.selecting(columns: ["whole"]))
    #expect(complete.imputer.columns[0].rule == .refuse)
  }

  private func table(_ csv: String) throws -> DataFrame { try DataFrame(csvBytes: Array(csv.utf8)) }

  /// A name of a row that is no number is not a fault.
  @Test func namesOfRowsAreNotDamagedNumbers() throws {
    func csv(_ name: String) -> String {
      "\(name),x\n" + (0..<30).map { "\($0 == 4 ? "16a" : "\($0)"),\($0 * $0)\n" }.joined()
    }
    let fitted = try Preprocessor(choice: .usable).fitted(to: table(csv("rownames")))
    #expect(fitted.featureNames == ["x"])
    #expect(
      fitted.notices == [
        #"The text column "rownames" has a different value in every training row: it is left out of the features."#
      ])
    let error = #expect(throws: TabularError.self) {
      try Preprocessor(choice: .usable).fitted(to: table(csv("length")))
    }
    #expect(error == .nonNumericCell(column: "length", line: 6, text: "16a"))
  }

  /// All faulty columns are named at once; those of many values cannot be categories.
  @Test func allDamagedColumnsAreNamed() throws {
    let rows = (0..<200).map { "\($0 == 9 ? "x" : "\($0)"),\($0 == 7 ? "y" : "\($0 % 9)"),\($0)\n" }
    let error = #expect(throws: TabularError.self) {
      try Preprocessor(choice: .usable).fitted(to: table("a,b,c\n" + rows.joined()))
    }
    #expect(
      error?.description == #"The columns "a", "b" have only numbers except in some cells, the first in line 11: "x":"#
        + " correct the file, or leave them out of the features.")
  }

  @Test func damagedNumbersAreRefusedAndCodesAreNot() throws {
    func fitted(_ csv: String) throws -> FittedPreprocessor {
      try Preprocessor(choice: .usable).fitted(to: DataFrame(csvBytes: Array(csv.utf8)))
    }
    let codes = "code,x\n" + (0..<9).map { "\(["A1", "07", "12"][$0 % 3]),\($0)\n" }.joined()
    let prepared = try fitted(codes)
    #expect(prepared.encoder?.columns[0].categories == ["07", "12", "A1"])
    #expect(
      prepared.notices.contains(
        #"The column "code" holds numbers and other texts, the first in line 2: "A1": all are taken for categories."#
      ))
    let damaged = "size,x\n" + (0..<30).map { "\($0 == 4 ? "5x3" : "\($0)"),\($0 * $0)\n" }.joined()
    let error = #expect(throws: TabularError.self) { try fitted(damaged) }
    #expect(
      error?.description
        == #"The column "size" has only numbers except in some cells, the first in line 6: "5x3": correct the file,"#
        + " leave the column out of the features, or take its values for categories.")
  }

  /// Yes and YES differ from yes in spelling alone; maybe does not.
  @Test func unseenCategoriesAreCounted() throws {
    let prepared = try Preprocessor().fitted(
      to: DataFrame(columns: [Column(name: "a", ["yes", "no", "not sure"])]))
    let rows = DataFrame(columns: [Column(name: "a", ["Yes", "maybe", "no", nil, "Not-Sure", "YES"])])
    #expect(
      prepared.notices(for: rows) == [
        #"The column "a" holds a category that training did not see in 4 rows, the first "Yes"; 3 of them differ in"#
          + #" spelling alone, such as "Yes" where training had "yes": correct the spelling."#
      ])
    #expect(
      prepared.notices(for: rows[rows: [1]]) == [
        #"The column "a" holds a category that training did not see in 1 row, the first "maybe"."#
      ])
    #expect(prepared.notices(for: rows[rows: [2, 3]]).isEmpty)
  }
}
