import Foundation
import Tabular
import Testing

@Suite struct ImputerTests {
  private let frame = DataFrame(columns: [Passengers.age, Passengers.fare])

  private func values(_ rule: MissingValues, _ column: Column) throws -> FillValue? {
    try Imputer(rule).fitted(to: DataFrame(columns: [column])).columns[0].value
  }

  /// scikit-learn 1.9: SimpleImputer(strategy=…).fit(frame).statistics_
  @Test func valuesAreScikitLearns() throws {
    #expect(try Imputer(.fill(.mean)).fitted(to: frame).columns.map(\.value) == [27.25, 29.082222222222224])
    #expect(try Imputer(.fill(.median)).fitted(to: frame).columns.map(\.value) == [26.5, 21.075])
    // The smallest of the most frequent among 1, 2, 2, 1 and 3.
    #expect(try values(.fill(.mostFrequent), Column(name: "a", [3, 2, 2, 1, nil, 1])) == 1)
    #expect(try values(.fill(.mostFrequent), Passengers.deck) == "C")
    #expect(try values(.fill(.mostFrequent), Column(name: "a", [true, true, nil, false])) == true)
    #expect(try values(.fill(.mean), Column(name: "a", [true, true, nil, false, false])) == 0.5)
  }

  @Test func onlyTheFittedRowsAreLearnedFrom() throws {
    let imputer = try Imputer(.fill(.mean)).fitted(to: frame[rows: 0..<4])
    #expect(imputer.columns[0].value == .number((22 + 38 + 26) / 3.0))
    let later = try imputer.imputed(frame)
    #expect(later.columns["age"]?[6] == .number((22 + 38 + 26) / 3.0))
    #expect(later.columns["age"]?[7] == .number(2))
    #expect(later.columns["age"]?.missingCount == 0)
  }

  @Test func indicatorsFollowTheirColumns() throws {
    let imputer = try Imputer(.fill(.constant(-1), indicator: true)).fitted(to: frame[rows: 0..<8])
    let filled = try imputer.imputed(frame)
    // The first eight rows lack no fare: an indicator would be constant.
    #expect(filled.columnNames == ["age", "age missing", "fare"])
    #expect(try filled["age missing"].values(as: Int.self) == [0, 0, 0, 1, 0, 0, 1, 0, 0, 0])
    #expect(filled.columns["fare"]?[9] == .number(-1))
  }

  @Test func columnsKeepTheirTypeWhereTheValueDoes() throws {
    func filled(_ fill: FillValue, _ column: Column) throws -> Column {
      try Imputer(.fill(.constant(fill))).fitted(to: DataFrame(columns: [column]))
        .imputed(DataFrame(columns: [column])).columns[0]
    }
    #expect(try filled(0, Column(name: "a", [1, nil])) == Column(name: "a", [1, 0]))
    #expect(try filled(0.5, Column(name: "a", [1, nil])) == Column(name: "a", [1, 0.5]))
    #expect(try filled("none", Column(name: "a", ["x", nil])) == Column(name: "a", ["x", "none"]))
    #expect(try filled(true, Column(name: "a", [false, nil])) == Column(name: "a", [false, true]))
  }

  @Test func droppedRowsTeachNothing() throws {
    let imputer = try Imputer(.fill(.mean), byColumn: ["fare": .dropRows]).fitted(to: frame)
    #expect(try imputer.imputed(frame).rowNumbers == Array(0..<9))
    // pandas: frame.dropna(subset=["fare"]).age.mean()
    #expect(imputer.columns[0].value == .number(204.0 / 7))
    let both = try Imputer(.dropRows).fitted(to: frame)
    #expect(try both.imputed(frame[rows: [9, 8, 3, 0]]).rowNumbers == [8, 0])
  }

  /// More rows than one word of bits holds.
  @Test func manyMissingRowsAreAllFilled() throws {
    let column = Column(name: "a", (0..<1000).map { $0 % 3 == 0 ? nil : Double($0) })
    let frame = DataFrame(columns: [column])
    let filled = try Imputer(.fill(.constant(7))).fitted(to: frame).imputed(frame)
    #expect(
      filled == DataFrame(columns: [Column(name: "a", (0..<1000).map { $0 % 3 == 0 ? 7 : Double($0) })]))
    #expect(
      try Imputer(.dropRows).fitted(to: frame).imputed(frame).rowNumbers == (0..<1000).filter { $0 % 3 > 0 })
  }

  @Test func rulesTravelThroughJSON() throws {
    let rules: [String: MissingValues] = [
      "age": .fill(.median, indicator: true), "deck": .fill(.constant("none")), "fare": .dropRows,
    ]
    let imputer = Imputer(.refuse, byColumn: rules)
    #expect(try JSONDecoder().decode(Imputer.self, from: JSONEncoder().encode(imputer)) == imputer)
    let fitted = try imputer.fitted(to: Passengers.frame)
    #expect(try JSONDecoder().decode(FittedImputer.self, from: JSONEncoder().encode(fitted)) == fitted)
  }

  /// The texts in files are part of their format.
  @Test(arguments: [
    (MissingValues.refuse, #"{"rule":"refuse"}"#), (.dropRows, #"{"rule":"drop"}"#),
    (.ownCategory, #"{"rule":"own_category"}"#),
    (.fill(.median, indicator: true), #"{"indicator":true,"rule":"median"}"#),
    (.fill(.mostFrequent), #"{"indicator":false,"rule":"most_frequent"}"#),
    (.fill(.constant("none")), #"{"indicator":false,"rule":"constant","value":"none"}"#),
  ])
  func rulesAreWrittenByName(_ rule: MissingValues, _ json: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(rule), as: UTF8.self) == json)
    #expect(try JSONDecoder().decode(MissingValues.self, from: Data(json.utf8)) == rule)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    func message(_ rule: MissingValues, _ column: Column) -> String? {
      #expect(throws: TabularError.self) {
        try Imputer(.refuse, byColumn: [column.name: rule]).fitted(to: DataFrame(columns: [column]))
      }?.description
    }
    #expect(
      message(.fill(.mean), Passengers.deck)
        == #"The missing values of the text column "deck" cannot be filled with their mean: give it the most"#
        + " frequent text, a constant text, or a separate category.")
    #expect(
      message(.fill(.constant("old")), Passengers.age)
        == #"The missing values of the number column "age" cannot be filled with "old": give it the mean, the"#
        + " median, the most frequent value or a finite number.")
    #expect(message(.fill(.constant(.number(.infinity))), Passengers.age) != nil)
    #expect(message(.fill(.constant(1)), Column(name: "b", [true, nil])) != nil)
    #expect(message(.ownCategory, Passengers.age) != nil)
    #expect(
      message(.fill(.median), Column(name: "a", [nil, nil] as [Double?]))
        == #"The column "a" has no value in any training row, so its missing values cannot be filled"#
        + " with their median: leave it out of the features, or fill it with a constant.")
    #expect(
      message(.dropRows, Column(name: "a", [nil, nil] as [Double?]))
        == #"Every row lacks a value in "a": fill these columns or leave them out of the features instead of"#
        + " dropping rows.")
    #expect(message(.fill(.mean), Column(name: "a", [1, .infinity]))?.contains("holds inf in row 1") == true)
    #expect(
      throws: TabularError.missingValues([.init(column: "age", count: 2), .init(column: "fare", count: 1)])
    ) {
      try Imputer(.refuse).fitted(to: frame)
    }
    #expect(throws: TabularError.self) {
      try Imputer(.refuse, byColumn: ["agge": .dropRows]).fitted(to: frame)
    }
    // A rule for all columns need not suit those without missing values.
    let mixed = DataFrame(columns: [Passengers.age, Passengers.port])
    #expect(try Imputer(.fill(.mean)).fitted(to: mixed).imputed(mixed).columns[1] == Passengers.port)
  }
}
