import Foundation
import TestSupport
import Testing
import Vintner

/// What strangers send is read in time that grows with its size, and not with its square: twice the size takes about
/// twice the time of one thread.
@Suite(.serialized) struct GrowthTests {
  /// Expects that work on twice as much takes less than 3.2 times as long; 4 would be quadratic.
  private func expectLinear(
    _ size: Int, sourceLocation: SourceLocation = #_sourceLocation, _ work: (Int) throws -> Void
  ) rethrows {
    let growth = try Growth.ofTwice(size, work)
    #expect(growth < 3.2, "\(size)", sourceLocation: sourceLocation)
  }

  private func table(columns: Int, rows: Int = 20) -> Data {
    var text = (0..<columns).map { "c\($0)" }.joined(separator: ",") + ",y\n"
    for row in 0..<rows {
      text += (0..<columns).map { "\(($0 * 7 + row * 13) % 11)" }.joined(separator: ",") + ",\(row % 3)\n"
    }
    return Data(text.utf8)
  }

  private let options = CSVReadingOptions(threadCount: 1)

  @Test func columnsAreReadInLinearTime() throws {
    try expectLinear(10_000) { _ = try DataFrame(csvBytes: table(columns: $0), options: options) }
  }

  /// Every column has a cell that is no number in its last row.
  @Test func faultyCellsAreFoundInLinearTime() throws {
    try expectLinear(5_000) { columns in
      var bytes = table(columns: columns)
      bytes.append(Data(String(repeating: "x,", count: columns).utf8) + Data("1\n".utf8))
      let frame = try DataFrame(csvBytes: bytes, options: options)
      #expect(frame.columns[0].firstNonNumericCell?.line == 22)
    }
  }

  @Test func equalNamesAreToldApartInLinearTime() throws {
    try expectLinear(10_000) { columns in
      let line = String(repeating: "a,", count: columns)
      let frame = try DataFrame(csvBytes: Data("\(line)\n\(line)\n".utf8), options: options)
      #expect(frame.columnNames[2] == "a.2")
    }
  }

  /// From a table of many columns to a model and its predictions.
  @Test func modelsOfManyColumnsTakeLinearTime() throws {
    try expectLinear(4_000) { columns in
      let frame = try DataFrame(csvBytes: table(columns: columns), options: options)
      var run = RunConfiguration()
      (run.target, run.hidden, run.epochs, run.threads) = ("y", [2], 1, 1)
      let pipeline = try RegressionPipeline(run)
      let model = try pipeline.prepared(frame).fitted()
      let loaded = try LoadedModel(SafeTensors(modelBytes: model.modelBytes()), name: "model").model
      _ = try loaded.predictionTable(frame, threads: 1)
      _ = model.predictor()
    }
  }

  /// A table that has none of a model's columns.
  @Test func missingColumnsAreNamedInLinearTime() throws {
    let frame = try DataFrame(csvBytes: Data("a,b,y\n1,2,3\n2,3,4\n".utf8), options: options)
    try expectLinear(2_000) { columns in
      let wide = try DataFrame(csvBytes: table(columns: columns), options: options)
      let fitted = try Preprocessor().fitted(to: wide)
      #expect(throws: TabularError.self) { try fitted.matrix(of: frame) }
    }
  }

  /// A row of an app, and what is done with many of them.
  private struct Visit: Codable {
    let visitor: String
    let page: Int
    let seconds: Double?
  }

  private func visits(_ count: Int) -> [Visit] {
    (0..<count).map { row in
      Visit(
        visitor: "visitor \(row * 7_919 % count)", page: row % 10, seconds: row % 3 == 0 ? nil : Double(row))
    }
  }

  @Test func rowsBecomeFramesAndBackInLinearTime() throws {
    try expectLinear(4_000) { count in
      let frame = try DataFrame(rows: visits(count))
      #expect(try frame.rows(as: Visit.self).count == count)
      let long = try frame.filter { try $0["seconds", Double.self] ?? 0 > 10 && $0["page", Int.self] == 1 }
      #expect(long.rowCount < count / 5)
      _ = try frame.map(into: "minutes") { try $0["seconds", Double.self].map { $0 / 60 } }
    }
  }

  /// As many groups and keys as rows, and few of them.
  @Test func rowsAreGroupedAndJoinedInLinearTime() throws {
    try expectLinear(4_000) { count in
      let frame = try DataFrame(rows: visits(count))
      for key in ["visitor", "page"] {
        let table = try frame.grouped(by: key).aggregated([
          .count, .sum("page"), .median("seconds"), .maximum("visitor"),
        ])
        #expect(try frame.joined(table, on: key, kind: .left).rowCount == count)
        #expect(try frame[key].valueCounts().rowCount == table.rowCount)
      }
      #expect(frame.unique().rowCount == count)
    }
  }

  @Test func rowsArePredictedInLinearTime() throws {
    let frame = try DataFrame(rows: visits(60)).map(into: "y") { Double($0.index % 5) }
    var run = RunConfiguration()
    (run.target, run.hidden, run.epochs, run.threads) = ("y", [2], 1, 1)
    let model = try RegressionPipeline(run).prepared(frame).fitted()
    try expectLinear(2_000) { count in
      #expect(try model.predict(visits(count)).count == count)
      let predictor = model.predictor()
      for visit in visits(count / 20) { _ = try predictor.predict(visit) }
    }
  }

  @Test func headersOfModelsAreReadInLinearTime() throws {
    try expectLinear(20_000) { count in
      let file = SafeTensors(
        tensors: Dictionary(uniqueKeysWithValues: (0..<count).map { ("t\($0)", Tensor(shape: [1], [1.0])) }),
        metadata: ["text": String(repeating: "a\\\"\u{e9}", count: 20 * count)])
      _ = try SafeTensors(modelBytes: file.modelBytes())
    }
  }

  @Test func layersTakeLinearTime() throws {
    let frame = try DataFrame(csvBytes: table(columns: 2), options: options)
    try expectLinear(240) { count in
      var run = RunConfiguration()
      (run.target, run.epochs, run.threads) = ("y", 1, 1)
      run.layers =
        (0..<count).flatMap { _ in
          [LayerDescription(Dense(2)), LayerDescription(BatchNormalization())]
        } + [LayerDescription(Dense(1))]
      _ = try RegressionPipeline(run).prepared(frame).fitted().modelBytes()
    }
  }

  @Test func listsOfSettingsAreReadInLinearTime() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "run.yaml").path
      try expectLinear(5_000) { count in
        let names = (0..<count).map { "  - c\($0)\n" }.joined()
        try Data("target: y\nfeatures:\n\(names)".utf8).write(to: URL(filePath: path))
        #expect(try RunFile.read(path).features?.count == count)
      }
    }
  }

  /// A run that takes no time.
  private struct Instant: Trial {
    var rate = 0.0

    func outcome(seed: UInt64, recording: TrialRecording) -> TrialOutcome {
      let point = RunPoint(epoch: 1, trainLoss: rate, testLoss: rate)
      return TrialOutcome(curve: [point], final: point, ending: .completed)
    }
  }

  @Test func experimentsAreReportedInLinearTime() throws {
    try expectLinear(1_500) { count in
      let rates = (0..<count).map { Double($0) }
      let results = try Experiment(Instant(), seeds: 1).varying(\.rate, rates).run(threads: 1)
      _ = ExperimentReport(results).markdown
    }
  }
}
