import Foundation
import TestSupport
@testable import Tabular
import Testing

@Suite struct PreprocessorTests {
  private let features = ["age", "fare", "port"]

  /// scikit-learn 1.9: ColumnTransformer of SimpleImputer(strategy="median") with each scaler, and
  /// OneHotEncoder(handle_unknown="ignore"); rows 0 and 3, and two rows that it was not fitted to.
  @Test(arguments: [
    (
      Scaling.minMax,
      [
        [0.3846153846153847, 0.0, 0, 0, 1], [0.47115384615384626, 0.7160705919100422, 0, 0, 1],
        [0.5384615384615385, 0.21591441511791348, 0, 0, 0],
        [0.47115384615384626, 1.4485397469935966, 0, 1, 0],
      ]
    ),
    (
      .standard,
      [
        [-0.38725367125962684, -0.9713475043562512, 0, 0, 1],
        [-0.045559255442309134, 1.1462514816758491, 0, 0, 1],
        [0.22020306797116018, -0.3328348329954271, 0, 0, 0],
        [-0.045559255442309134, 3.31234510097586, 0, 1, 0],
      ]
    ),
    (
      .robust,
      [
        [-0.45, -0.3677595265012968, 0, 0, 1], [0.0, 0.851898649996675, 0, 0, 1], [0.35, 0.0, 0, 0, 0],
        [0.0, 2.099487929773226, 0, 1, 0],
      ]
    ),
  ])
  func valuesAreScikitLearns(scaling: Scaling, expected: [[Double]]) throws {
    let fitted = try Preprocessor(features: features, missingValues: .fill(.median), scaling: scaling)
      .fitted(to: Passengers.frame)
    #expect(fitted.outputNames == ["age", "fare", "port=C", "port=Q", "port=S"])
    let matrix = try fitted.matrix(of: Passengers.frame)
    #expect(matrix.rows == 10 && matrix.columns == 5)
    // Columns in another order, one of another type, and one too many.
    let later = DataFrame(columns: [
      Column(name: "port", ["X", "Q"]), Column(name: "extra", [1, 2]), Column(name: "fare", [nil, 100]),
      Column(name: "age", [30, nil]),
    ])
    let unseen = try fitted.matrix(of: later)
    let rows = [matrix.row(0), matrix.row(3), unseen.row(0), unseen.row(1)]
    for (row, expected) in zip(rows, expected) {
      for (found, expected) in zip(row, expected) { #expect(abs(found - expected) < 1e-14) }
    }
  }

  /// Nothing is written of categories where there are none; files of earlier versions have an empty list.
  @Test func noCategoriesAreNotWritten() throws {
    let frame = DataFrame(columns: [Column(name: "a", [1, 2, 3])])
    let fitted = try Preprocessor().fitted(to: frame)
    let text = String(decoding: try JSONEncoder().encode(fitted), as: UTF8.self)
    #expect(fitted.encoder == nil && !text.contains("encoder"))
    let earlier = "{\"encoder\":{\"columns\":[]}," + text.dropFirst()
    #expect(try JSONDecoder().decode(FittedPreprocessor.self, from: Data(earlier.utf8)) == fitted)
    let ofTexts = try Preprocessor().fitted(to: DataFrame(columns: [Column(name: "a", ["x", "y"])]))
    let decoded = try JSONDecoder().decode(FittedPreprocessor.self, from: JSONEncoder().encode(ofTexts))
    #expect(decoded == ofTexts && decoded.encoder?.columns.map(\.categories) == [["x", "y"]])
    #expect(try decoded.matrix(of: DataFrame(columns: [Column(name: "a", ["y"])])).scalars == [0, 1])
  }

  @Test func numbersAloneAreWhatTheScalerMakes() throws {
    let (train, validation) = RedWine.frame.randomSplit(by: 0.7, seed: 0)
    for scaling in Scaling.allCases {
      let fitted = try Preprocessor(scaling: scaling).fitted(to: train)
      #expect(try fitted.matrix(of: validation) == scaling.fitted(to: train).scaled(validation.matrix()))
      #expect(
        try fitted.matrix(of: validation[rows: 17..<18]).row(0) == fitted.matrix(of: validation).row(17))
    }
    let plain = try Preprocessor(scaling: nil).fitted(to: train)
    #expect(try plain.matrix(of: validation) == validation.matrix())
    #expect(plain.notices == [])
  }

  @Test func everythingTogether() throws {
    let fitted = try Preprocessor(missingValues: .fill(.median, indicator: true), scaling: nil)
      .fitted(to: Passengers.frame)
    #expect(
      fitted.outputNames == [
        "age", "age missing", "fare", "fare missing", "port=C", "port=Q", "port=S", "deck=A", "deck=C",
        "deck=E", "deck=G", "deck missing",
      ])
    #expect(fitted.outputs(of: "port") == 4..<7)
    #expect(fitted.outputs(of: "age") == 0..<2)
    #expect(fitted.outputs(of: "sex") == nil)
    let matrix = try fitted.matrix(of: Passengers.frame)
    #expect(matrix.row(3) == [26.5, 1, 53.1, 0, 0, 0, 1, 0, 1, 0, 0, 0])
    #expect(matrix.row(9) == [14, 0, 21.075, 1, 0, 0, 1, 0, 0, 0, 0, 1])
    #expect(
      fitted.notices == [
        #"The column "age" lacks 2 of 10 values: they are filled with their median, 26.5. "age missing" shows which."#,
        #"The column "fare" lacks 1 of 10 values: they are filled with their median, 21.075. "fare missing" shows which."#,
        #"The column "deck" lacks 5 of 10 values: they are a separate category."#,
      ])
    #expect(
      fitted.featureTypes == ["age": .number, "fare": .number, "port": .text, "deck": .text])
    let read = try JSONDecoder().decode(FittedPreprocessor.self, from: JSONEncoder().encode(fitted))
    #expect(read == fitted)
    #expect(try read.matrix(of: Passengers.frame) == matrix)
  }

  @Test func everyColumnCanHaveItsRule() throws {
    var preprocessor = Preprocessor(
      missingValues: .fill(.mean),
      missingByColumn: ["fare": .fill(.constant(0)), "deck": .fill(.constant("none"))],
      scaling: nil)
    preprocessor.encoding?.dropsFirst = true
    let fitted = try preprocessor.fitted(to: Passengers.frame)
    #expect(
      fitted.outputNames == ["age", "fare", "port=Q", "port=S", "deck=C", "deck=E", "deck=G", "deck=none"])
    #expect(try fitted.matrix(of: Passengers.frame).row(9) == [14, 0, 0, 1, 0, 0, 0, 1])
    preprocessor.missingByColumn["port"] = .fill(.mean)
    #expect(
      throws: TabularError.preparation(.ruleDoesNotFit(column: "port", type: .text, rule: .fill(.mean)))
    ) {
      try preprocessor.fitted(to: Passengers.frame)
    }
    preprocessor = Preprocessor(missingValues: .fill(.mean), missingCategories: .refuse)
    #expect(throws: TabularError.missingValues([.init(column: "deck", count: 5)])) {
      try preprocessor.fitted(to: Passengers.frame)
    }
  }

  @Test func droppedRowsAreReported() throws {
    let frame = Passengers.frame[rows: [9, 8, 3, 1, 0]]
    let fitted = try Preprocessor(features: ["age", "fare"], missingValues: .dropRows, scaling: nil)
      .fitted(to: frame)
    #expect(try fitted.completeRows(of: frame) == [1, 3, 4])
    let prepared = try fitted.prepared(frame)
    #expect(prepared.places == [1, 3, 4])
    #expect(prepared.matrix == Matrix([[27, 30.07], [38, 71.28], [22, 7.25]]))
    #expect(fitted.notices == ["2 of 5 rows lack a value and are left out."])
    let error = #expect(throws: TabularError.self) { try fitted.matrix(of: frame) }
    #expect(
      error?.description
        == #"Row 3 (counted from 0) lacks a value in "age", and such rows were dropped in training: fill it in"#
        + " or leave the row out.")
    #expect(try fitted.prepared(frame[rows: [0]]).matrix.rows == 0)
    #expect(try fitted.matrix(of: frame[rows: [4, 3]]).rows == 2)
  }

  @Test func columnsThatLackAreAllNamed() throws {
    let fitted = try Preprocessor(features: features, missingValues: .fill(.mean)).fitted(
      to: Passengers.frame)
    let error = #expect(throws: TabularError.self) {
      try fitted.matrix(
        of: DataFrame(columns: [
          Passengers.fare, Column(name: "Port", ["S"] + [String](repeating: "Q", count: 9)),
        ]))
    }
    #expect(
      error?.description
        == #"The table lacks columns that are needed: "age" (nearest: "fare"), "port" (nearest: "Port")."#)
  }

  @Test func typesMustGoTogether() throws {
    let fitted = try Preprocessor(features: features, missingValues: .fill(.mean), scaling: nil)
      .fitted(to: Passengers.frame)
    func later(_ age: Column, _ port: Column) throws -> Matrix<Double> {
      try fitted.matrix(of: DataFrame(columns: [age, port, Column(name: "fare", [1])]))
    }
    let (age, port) = (Column(name: "age", [1]), Column(name: "port", ["S"]))
    #expect(try later(age, port).row(0) == [1, 1, 0, 0, 1])
    // A column of missing values alone can have any type.
    #expect(
      try later(Column(name: "age", [nil] as [String?]), Column(name: "port", [nil] as [Int?])).row(0)
        == [27.25, 1, 0, 0, 0])
    #expect(throws: TabularError.typesDiffer(column: "port", type: .text, other: .integer)) {
      try later(age, Column(name: "port", [1]))
    }
    #expect(throws: TabularError.typesDiffer(column: "age", type: .number, other: .text)) {
      try later(Column(name: "age", ["old"]), port)
    }
    #expect(throws: TabularError.notFinite(column: "age", row: 0, value: "inf")) {
      try later(Column(name: "age", [Double.infinity]), port)
    }
    #expect(try fitted.matrix(of: Passengers.frame[rows: 0..<0]).rows == 0)
  }

  @Test func whatCannotBeUsedIsRefused() throws {
    #expect(throws: TabularError.textColumns(["port"])) {
      try Preprocessor(features: ["age", "port"], missingValues: .fill(.mean), encoding: nil)
        .fitted(to: Passengers.frame)
    }
    #expect(
      throws: TabularError.missingValues([.init(column: "age", count: 2), .init(column: "fare", count: 1)])
    ) {
      try Preprocessor(features: features).fitted(to: Passengers.frame)
    }
    #expect(throws: TabularError.preparation(.noFeatures)) {
      try Preprocessor().fitted(to: DataFrame(columns: []))
    }
    #expect(throws: TabularError.noRows) { try Preprocessor().fitted(to: RedWine.frame[rows: 0..<0]) }
    #expect(throws: TabularError.repeatedColumn("age")) {
      try Preprocessor(features: ["age", "age"]).fitted(to: Passengers.frame)
    }
    var pH = Column(name: "pH", ["3.5", "n/a", "3.2"])
    pH.firstNonNumericCell = Column.CellPlace(line: 3, text: "n/a")
    #expect(throws: TabularError.nonNumericCell(column: "pH", line: 3, text: "n/a")) {
      try Preprocessor().fitted(to: DataFrame(columns: [pH]))
    }
    #expect(throws: TabularError.notFinite(column: "a", row: 1, value: "nan")) {
      try Preprocessor(scaling: nil).fitted(to: DataFrame(columns: [Column(name: "a", [1, Double.nan])]))
    }
  }

  /// What a damaged model file may contain.
  @Test func partsThatDoNotGoTogetherAreNotRead() throws {
    let fitted = try Preprocessor(features: features, missingValues: .fill(.median)).fitted(
      to: Passengers.frame)
    let json = String(decoding: try JSONEncoder().encode(fitted), as: UTF8.self)
    func read(_ text: String) throws -> FittedPreprocessor {
      try JSONDecoder().decode(FittedPreprocessor.self, from: Data(text.utf8))
    }
    #expect(try read(json) == fitted)
    for (part, other) in [
      (#""value":26.5"#, #""value":"old""#), (#""maximum":54"#, #""maximum":"x""#),
      (#""name":"port""#, #""name":"prt""#), (#""name":"fare""#, #""name":"age""#),
    ] {
      for range in json.ranges(of: part) {
        #expect(throws: DecodingError.self, "\(part)") {
          try read(json.replacingCharacters(in: range, with: other))
        }
      }
      #expect(json.contains(part), "\(part)")
    }
  }

  @Test func noticesNameColumnsWithoutInformation() throws {
    var index = Column(name: "column 1", Array(0..<30))
    index.isRowIndex = true
    let frame = DataFrame(columns: [
      index, Column(name: "same", [Int](repeating: 1, count: 30)),
      Column(name: "one", [String](repeating: "x", count: 30)),
      Column(name: "many", (0..<30).map { "\($0 % 25)" }),
    ])
    let fitted = try Preprocessor().fitted(to: frame)
    #expect(
      fitted.notices == [
        "The first column has no name (column 1), like a row index written by pandas: it is left out of the features.",
        #"The column "same" is constant in the fitted rows: it becomes 0."#,
        #"The column "one" is constant in the fitted rows: it carries no information."#,
        #"The column "many" has 25 categories: it becomes 25 columns."#,
      ])
    #expect(fitted.featureNames == ["same", "one", "many"])
  }

  /// A table of hundreds of columns would otherwise have hundreds of notices.
  @Test func noticesAboutManyColumnsAreFew() throws {
    let lacking = (0..<12).map { Column(name: "n\($0)", [1, nil, Double($0 + 2)] as [Double?]) }
    let texts = (0..<12).map { Column(name: "t\($0)", ["x", "y", "z"]) }
    let constant = (0..<12).map { Column(name: "c\($0)", [1, 1, 1]) }
    let frame = DataFrame(columns: lacking + texts + constant)
    let notices = try Preprocessor(choice: .usable, missingValues: .fill(.median)).fitted(to: frame).notices
    #expect(
      notices == [
        #"The columns "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9" and 2 more are constant in the"#
          + " training rows: they are left out of the features.",
        #"The column "n0" lacks 1 of 3 values: they are filled with their median, 1.5."#,
        #"The column "n1" lacks 1 of 3 values: they are filled with their median, 2."#,
        #"The column "n2" lacks 1 of 3 values: they are filled with their median, 2.5."#,
        #"The column "n3" lacks 1 of 3 values: they are filled with their median, 3."#,
        #"The column "n4" lacks 1 of 3 values: they are filled with their median, 3.5, and so on in 7 more columns."#,
        #"The text columns "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9" and 2 more become columns of"#
          + " 0 and 1, one for each category.",
      ])
  }
}
