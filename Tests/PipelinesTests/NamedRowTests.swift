import Foundation
import TestSupport
import Testing
import Vintner

/// Rows of named values, beside tables of the same rows: the bits are the same.
@Suite struct NamedRowTests {
  /// A trip as an app has it: a number, a number with gaps, a category with gaps, a boolean, a date and a text of many
  /// values.
  private struct Trip: Codable {
    var distance: Double
    var tip: Double?
    var payment: String?
    var isShared: Bool
    var pickup: Date?
    var driver: String
  }

  /// What a table has besides.
  private struct Row: Codable {
    var trip: Trip
    var number: Int

    func encode(to encoder: any Encoder) throws {
      try trip.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(trip.distance * 2 + Double(number % 3), forKey: .fare)
      try container.encode(Double(number % 11), forKey: .minutes)
      try container.encode(number % 4 == 0 ? "long" : "short", forKey: .length)
      try container.encode(["01", "02", "10"][number % 3], forKey: .zone)
    }

    enum Key: String, CodingKey { case fare, minutes, length, zone }
  }

  private let trips: [Trip] = (0..<60).map { row in
    let payments = ["cash", "credit card", "none"]
    return Trip(
      distance: Double(row % 13) / 2, tip: row % 7 == 0 ? nil : Double(row % 5),
      payment: row % 9 == 0 ? nil : payments[row % 3], isShared: row % 4 == 1,
      pickup: row % 10 == 3 ? nil : Date(timeIntervalSince1970: Double(row) * 5e6),
      driver: "driver \(row % 20)")
  }

  private func table() throws -> DataFrame {
    try DataFrame(rows: trips.enumerated().map { Row(trip: $1, number: $0) })
  }

  private func run(_ target: TargetNames, _ task: RunTask = .regression) -> RunConfiguration {
    var run = RunConfiguration()
    (run.task, run.target, run.hidden, run.epochs, run.threads) = (task, target, [8], 3, 1)
    run.drop = ["fare", "minutes", "length", "zone"].filter { !target.names.contains($0) }
    (run.encode, run.maxCategories) = (["target"], 10)
    return run
  }

  /// A row of named values.
  private func named(_ trip: Trip) -> [String: (any ColumnValue)?] {
    [
      "distance": trip.distance, "tip": trip.tip, "payment": trip.payment, "isShared": trip.isShared,
      "pickup": trip.pickup?.ISO8601Format(), "driver": trip.driver,
    ]
  }

  /// Expects what the model has for a table of the row, as its columns of predictions.
  private func expectTheTables<Target: PredictionTarget>(
    _ model: FittedPipeline<Target>, _ isEqual: (Target.Fitted.RowPrediction, DataFrame) throws -> Bool
  ) throws {
    let (frame, predictor) = (try table(), model.predictor())
    #expect(model.preprocessor.encoder?.columns.isEmpty == false)
    for (row, trip) in trips.enumerated() {
      let expected = try model.predictionTable(frame[rows: [row]])
      #expect(try isEqual(try predictor.predict(named(trip)), expected), "row \(row)")
      #expect(try isEqual(try predictor.predict(trip), expected), "row \(row)")
      #expect(try isEqual(try model.predict(trip), expected), "row \(row)")
    }
    let all = try model.predictionTable(frame)
    for (row, prediction) in try predictor.predict(trips).enumerated() {
      #expect(try isEqual(prediction, all[rows: [row]]), "row \(row)")
    }
    #expect(try model.predict([Trip]()).isEmpty)
  }

  @Test func aNumber() throws {
    let model = try RegressionPipeline(run("fare")).prepared(try table()).fitted()
    #expect(model.schema.featureNames.contains("pickup_year"))
    #expect(model.schema.featureNames.contains("driver_mean"))
    try expectTheTables(model) { try $1["prediction", Double.self] == [$0] }
  }

  @Test func severalNumbers() throws {
    let model = try MultioutputPipeline(run(["fare", "minutes"], .multioutput)).prepared(try table()).fitted()
    try expectTheTables(model) { prediction, table in
      try table["prediction_fare", Double.self] == [prediction["fare"]]
        && table["prediction_minutes", Double.self] == [prediction["minutes"]]
    }
  }

  @Test func twoClasses() throws {
    let model = try ClassificationPipeline(run("length", .classification)).prepared(try table()).fitted()
    try expectTheTables(model) { prediction, table in
      let probability = try #require(try table["probability", Double.self][0])
      #expect(prediction.probabilities == ["long": 1 - probability, "short": probability])
      return try table["prediction", String.self] == [prediction.name]
        && .text(prediction.name) == prediction.value
    }
  }

  /// The classes are texts of digits, as the file has them.
  @Test func severalClasses() throws {
    let model = try MulticlassPipeline(run("zone", .multiclass)).prepared(try table()).fitted()
    try expectTheTables(model) { prediction, table in
      for (name, probability) in prediction.probabilities {
        #expect(try table["probability_\(name)", Double.self] == [probability])
      }
      return try table["prediction", String.self] == [prediction.name] && prediction.probabilities.count == 3
    }
  }

  @Test func classesAreSpelledAsTheFile() throws {
    let csv = "x,code\n" + (0..<20).map { _ in "0.5,01\n2.5,02\n" }.joined()
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "codes.csv").path
      try Data(csv.utf8).write(to: URL(filePath: path))
      let frame = try DataFrame(contentsOfCSVFile: path)
      let spelled = try frame.spelling("code", asInCSVFile: path, options: .init())
      var run = RunConfiguration()
      (run.task, run.target, run.hidden, run.epochs, run.threads) = (.multiclass, "code", [2], 1, 1)
      let model = try MulticlassPipeline(run).prepared(spelled).fitted()
      let prediction = try model.predict(["x": 0.5])
      #expect(
        try model.predictionTable(frame[rows: [0]])["prediction", String.self] == [prediction.name])
      #expect(Set(prediction.probabilities.keys) == ["01", "02"])
      #expect(
        prediction.description == "\(prediction.name) (\(prediction.description.dropFirst(4).dropLast()))")
    }
  }

  /// A literal is a row of named values, an array of numbers still one of numbers.
  @Test func literalsAreRows() throws {
    let frame = DataFrame(columns: [
      Column(name: "alcohol", (0..<20).map { Double($0) }),
      Column(name: "pH", (0..<20).map { Double($0 % 3) }),
      Column(name: "y", (0..<20).map { Double($0 % 5) }),
    ])
    let model = try RegressionPipeline(
      target: "y", network: .dense(hidden: [4], activation: .relu),
      training: Training(loss: .meanSquaredError, epochs: 1)
    ).fitted(to: frame)
    let predictor = model.predictor()
    let numbers = try predictor.predict([9.4, 2])
    #expect(try predictor.predict(["alcohol": 9.4, "pH": 2]) == numbers)
    #expect(try predictor.predict(["alcohol": 9.4, "pH": 2.0]) == numbers)
    #expect(try predictor.predict(["alcohol": 9.4, "pH": 2, "name": "Tinto"]) == numbers)
    #expect(
      try model.predict(["pH": .integer(2), "alcohol": .number(9.4)] as [String: Column.Value]) == numbers)
    let list: [[String: Double]] = [["alcohol": 9.4, "pH": 2]]
    #expect(try model.predict(list) == [numbers])
  }

  @Test func errorsNameTheColumn() throws {
    let model = try RegressionPipeline(run("fare")).prepared(try table()).fitted()
    let good = named(trips[5])
    func sentence(_ change: (inout [String: (any ColumnValue)?]) -> Void) throws -> String {
      var row = good
      change(&row)
      return "\(try #require(throws: VintnerError.self) { try model.predict(row) })"
    }
    #expect(
      try sentence {
        $0["distnace"] = 1.0
        $0.removeValue(forKey: "distance")
        $0.removeValue(forKey: "pickup")
      }
        == "The row lacks columns that the model needs: \"distance\" (nearest: \"distnace\"), \"pickup\"; a value that is"
        + " not known is given as nil.")
    #expect(
      try sentence { $0["payment"] = 7 }
        == "The column \"payment\" is the number 7, where the model has the categories \"cash\", \"credit card\","
        + " \"none\": give one of them, or nil for a missing value.")
    #expect(
      try sentence { $0["distance"] = "far" }
        == "The column \"distance\" is the text \"far\", where the model has numbers: give a number, or nil for a missing"
        + " value.")
    #expect(
      try sentence { $0["pickup"] = 2026 }
        == "The column \"pickup\" is the number 2026, where the model has dates: give a Date or its text, or nil for a"
        + " missing value.")
    #expect(try sentence { $0["distance"] = Double.infinity }.contains("\"distance\" holds inf in row 0"))
    #expect(try sentence { $0["isShared"] = "yes" }.contains("\"isShared\" is the text \"yes\""))
    struct Half: Encodable { var distance = 1.0 }
    #expect(throws: VintnerError.self) { try model.predict(Half()) }
    struct Deep: Encodable { var distance = [1.0] }
    let nested = try #require(throws: VintnerError.self) { try model.predict(Deep()) }
    #expect("\(nested)".hasPrefix("The property \"distance\" of row 0"))
  }

  /// What becomes of categories that training did not see, and of rows that it would have left out, the model says.
  @Test func theModelsRulesHold() throws {
    for unknown in OneHotEncoder.UnknownCategories.allCases {
      var run = run("fare")
      (run.unknown, run.missing) = (unknown, [MissingRule(.dropRows)])
      let model = try RegressionPipeline(run).prepared(try table()).fitted()
      var trip = trips[1]
      trip.payment = "barter"
      if unknown == .refuse {
        let error = try #require(throws: VintnerError.self) { try model.predict(trip) }
        #expect("\(error)".hasPrefix("The column \"payment\" holds \"barter\" in row 0"))
      } else {
        let expected = try model.predictionTable(try DataFrame(rows: [trip]))
        #expect(try expected["prediction", Double.self] == [try model.predict(trip)])
      }
      trip.payment = nil
      let error = try #require(throws: VintnerError.self) { try model.predict(trip) }
      #expect("\(error)".hasPrefix("Row 0 (counted from 0) lacks a value in \"payment\""))
    }
  }
}
