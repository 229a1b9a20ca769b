import Foundation
import TestSupport
import Testing
import Vintner

@testable import Servers

/// Runs on a user's table.
struct TableSessionTests {
  /// With the same settings the session has the command line's results: the same rows, scaling, weights, order and
  /// end.
  @Test func redWineIsTheCommandLines() throws {
    let tables = try OneTable.redWine()
    let session = try PlaygroundSession(.wine, tables: tables)
    try session.start()
    #expect(session.wait { $0.ending == .earlyStopping })
    try withTemporaryDirectory { folder in
      let shell = try session.code(.shell, file: Repository.redWine.path)
      var command = Command(
        URL(filePath: "/bin/sh"),
        [
          "-c",
          shell.replacing("vintner ", with: "'\(BuiltProducts.vintner.path)' ", maxReplacements: 1) + "\n",
        ])
      command.directory = folder
      let outcome = try command.run()
      #expect(outcome.exitCode == 0)
      let model = try FittedRegressionPipeline(
        contentsOf: folder.appending(path: "vintner-output/model.safetensors").path)
      #expect(model.network.parameters == session.now.network.parameters)
      #expect(session.now.best?.epoch == model.provenance.bestEpoch)
      let mae = try #require((try session.object()["test"] as? [String: Double])?["mae"])
      let shown = try #require(outcome.standardOutput.firstMatch(of: /validation MAE +([0-9.]+)/))
      #expect(abs(mae - Double(shown.1)!) < 0.0001)
    }
  }

  @Test func aModelGoesOutAndComesBack() throws {
    let tables = try OneTable.redWine()
    let session = try PlaygroundSession(.wine, tables: tables)
    try session.step(.epoch, count: 3)
    let bytes = try session.modelBytes()
    let other = try PlaygroundSession(.wine.with { $0.seed = 5 }, tables: tables)
    #expect(other.now.network.parameters != session.now.network.parameters)
    try other.load(model: bytes)
    #expect(other.now.network.parameters == session.now.network.parameters)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try Data(bytes).write(to: URL(filePath: path))
      let model = try FittedRegressionPipeline(contentsOf: path)
      #expect(try model.predict(tables.frame[rows: 0..<3]).count == 3)
    }
    // Another network comes with the model.
    let narrow = try PlaygroundSession(.wine.with { $0.hidden = [4] }, tables: tables)
    #expect(try narrow.load(model: bytes))
    #expect(narrow.state == session.state)
  }

  @Test func picturesShowTwoColumnsAtTheOthersMedians() throws {
    let session = try PlaygroundSession(.wine, tables: try OneTable.redWine())
    #expect(session.now.material.plane.names == ["fixed acidity", "volatile acidity"])
    try session.show(axes: ["alcohol", "pH"])
    let plane = session.now.material.plane
    #expect(plane.names == ["alcohol", "pH"])
    let row = plane.rows([(x1: plane.x.upperBound, x2: plane.y.lowerBound)])
    #expect(abs(row[0, 10] - 1) < 1e-9 && abs(row[0, 8]) < 1e-9)
    #expect(throws: SessionError.self) { try session.show(axes: ["alcohol", "color"]) }
    #expect(throws: SessionError.self) { try session.show(axes: ["alcohol"]) }
  }

  @Test func categoriesAndMissingValuesAreAsInThePipeline() throws {
    let text =
      "a,<script>,y\n"
      + (0..<40).map { "\($0 % 7 == 0 ? "" : "\($0)"),\($0 % 2 == 0 ? "x" : "y"),\($0 % 2)\n" }.joined()
    let tables = OneTable(frame: try DataFrame(csvBytes: Data(text.utf8)))
    let state = PlaygroundState.wine.with {
      $0.run.target = "y"
      $0.task = .classification
      $0.loss = .named(loss: "binary_crossentropy")
      $0.earlyStopping = false
      $0.batchSize = 4
    }
    let refusal = #expect(throws: SessionError.self) { try PlaygroundSession(state, tables: tables) }
    #expect(refusal?.description.isEmpty == false)
    let session = try PlaygroundSession(
      state.with {
        $0.missing = [MissingRule("median")!]
        $0.encode = ["one-hot"]
        $0.learningRate = 0.05
      }, tables: tables)
    #expect(session.now.material.inputs.map(\.name) == ["a", "<script>=x", "<script>=y"])
    try session.step(.epoch, count: 60)
    #expect((try session.object()["test"] as? [String: Double])?["accuracy"] == 1)
    let counts = try #require(try session.object()["confusion"] as? [[Int]])
    #expect(counts[0][1] == 0 && counts[1][0] == 0 && counts[0][0] + counts[1][1] == 12)
  }

  @Test func aTableThatIsNotThereIsSaid() {
    #expect(throws: SessionError.self) { try PlaygroundSession(.wine) }
  }

  /// The runs of a sweep are trained on threads that take subnormal numbers for 0: tables are not prepared there.
  @Test func sweepsReadSubnormalNumbers() throws {
    let csv = "a,b,y\n" + (0..<40).map { "\($0),\($0)e-310,\($0 % 2)\n" }.joined()
    let tables = OneTable(frame: try DataFrame(csvBytes: Data(csv.utf8), name: "t"))
    let state = PlaygroundState.wine.with {
      ($0.run.target, $0.run.features, $0.task, $0.hidden) = (TargetNames("y"), nil, .regression, [2])
    }
    let parts = [
      StatePart { $0.seed = 1 },
      StatePart {
        $0.task = .classification; $0.loss = .named(loss: "mse")
      },
    ]
    _ = try SessionSweep(parts: parts, epochs: 2).run(on: state, tables: tables)
    // Twenty values below the smallest normal number are as many classes, which is refused in a sentence.
    let error = #expect(throws: SessionError.self) {
      try SessionSweep(
        parts: [
          StatePart {
            $0.run.target = TargetNames("b"); $0.task = .classification
          }
        ], epochs: 2
      )
      .run(on: state, tables: tables)
    }
    #expect(error?.description.hasPrefix("`state`") == false)
  }

  /// The runs of a sweep may differ in their penalties: their losses have none.
  @Test func sweepsCompareLossesWithoutPenalties() throws {
    var state = PlaygroundState()
    (state.data, state.numerics, state.regularization, state.regularizationRate) = ("xor", .keras, .l2, 0.1)
    let text = try SessionSweep(parts: [StatePart { $0.learningRate = 0.03 }], epochs: 3)
      .run(on: state).bytes
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any])
    let swept = try #require((object["runs"] as? [[String: Any]])?[0]["finalTestLoss"] as? Double)
    let session = try PlaygroundSession(state.with { $0.learningRate = 0.03 })
    try session.step(.epoch, count: 3)
    // The penalty is 0.1 · Σw², of weights that begin with a variance of about 1/4 and more.
    let penalized = try #require(session.curve.last).testLoss
    #expect(swept > 0 && penalized > swept + 0.1)
  }

  @Test func sweepsRunSideBySide() throws {
    let session = try PlaygroundSession(LessonPreset.named("spiral")!.state)
    let sweep = SessionSweep(
      parts: [StatePart { $0.learningRate = 0.03 }, StatePart { $0.learningRate = 0.3 }], epochs: 40)
    let text = try sweep.run(on: session.state).bytes
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any])
    let runs = try #require(object["runs"] as? [[String: Any]])
    #expect(runs.count == 2)
    try session.step(.epoch, count: 40)
    let swept = try #require(runs[0]["finalTestLoss"] as? Double)
    #expect(Float(swept) == Float(try #require(session.curve.last).testLoss))
    for wrong in [
      SessionSweep(parts: [StatePart { $0.hidden = [9] }], epochs: 10), SessionSweep(parts: [], epochs: 10),
      SessionSweep(parts: [StatePart { $0.learningRate = 1 }], epochs: 1_000_000),
    ] {
      #expect(throws: SessionError.self) { try wrong.run(on: session.state) }
    }
    for text in [#"{"color":1}"#, #"{"hidden":[0.5]}"#, #"{"activation":1}"#] {
      let message = #"{"states":[\#(text)],"epochs":10}"#
      #expect(throws: SessionError.self) {
        try JSONDecoder().decode(SessionSweep.self, from: Data(message.utf8))
      }
    }
  }
}
