import Foundation
import TestSupport
import Testing
import Vintner

@testable import Servers

/// Models that go from the page to `vintner` and back, with their networks.
struct SessionModelTests {
  private func figures(_ session: PlaygroundSession) throws -> [String: Double] {
    try #require(try session.object()["test"] as? [String: Double])
  }

  /// The bytes as a file that `body` gets the path of.
  private func saved(_ bytes: [UInt8], _ body: (URL, String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try Data(bytes).write(to: URL(filePath: path))
      try body(folder, path)
    }
  }

  @Test(arguments: [false, true])
  func modelsOfPointsAreReadByTheCommand(_ isProbability: Bool) throws {
    let session = try PlaygroundSession(
      PlaygroundState().with {
        $0.features = ["x1", "x2", "x1_times_x2", "sin_x2"]
        $0.noise = 0.3
        if isProbability {
          ($0.numerics, $0.loss, $0.optimizer) = (.keras, .named(loss: "binary_crossentropy"), .adam)
        }
      })
    try session.step(.epoch, count: 20)
    let test = try PlaygroundRun(noise: 0.3, features: session.state.features).begun().test
    try saved(try session.modelBytes()) { folder, path in
      try test.write(toCSVFile: folder.appending(path: "points.csv").path)
      var command = Command(BuiltProducts.vintner, ["evaluate", path, "points.csv", "--json"])
      command.directory = folder
      let outcome = try command.run()
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let shown = try session.object()
      if isProbability {
        let model = try #require(try LoadedModel(contentsOf: path).model as? FittedClassificationPipeline)
        #expect(abs(try model.evaluate(test).accuracy - (try figures(session)["accuracy"]!)) < 1e-12)
      } else {
        let model = try #require(try LoadedModel(contentsOf: path).model as? FittedRegressionPipeline)
        let error = try model.evaluate(test).rootMeanSquaredError
        #expect(abs(error * error / 2 - (shown["testLoss"] as! Double)) < 1e-6)
      }
      for verb in [["inspect", path], ["predict", path, "points.csv"]] {
        var command = Command(BuiltProducts.vintner, verb)
        command.directory = folder
        #expect(try command.run().exitCode == 0)
      }
    }
  }

  @Test func aModelOfPointsBringsItsState() throws {
    let session = try PlaygroundSession(LessonPreset.named("spiral")!.state)
    try session.step(.epoch, count: 9)
    let bytes = try session.modelBytes()
    let other = try PlaygroundSession(PlaygroundState())
    #expect(try other.load(model: bytes))
    #expect(other.state == session.state)
    #expect(other.now.network.parameters == session.now.network.parameters)
    #expect(try other.object()["testLoss"] as? Double == session.object()["testLoss"] as? Double)
    // The same network on other points keeps those.
    try other.change(StatePart { $0.noise = 0.2 })
    #expect(try !other.load(model: bytes))
    #expect(other.state.noise == 0.2)
    #expect(other.now.network.parameters == session.now.network.parameters)
  }

  @Test func aModelOfATableKeepsThePagesFigures() throws {
    let tables = try OneTable.redWine()
    let session = try PlaygroundSession(.wine, tables: tables)
    try session.step(.epoch, count: 5)
    let (_, test) = tables.frame.randomSplit(by: 0.7, seed: 0)
    try saved(try session.modelBytes()) { _, path in
      let metrics = try FittedRegressionPipeline(contentsOf: path).evaluate(test)
      let shown = try figures(session)
      #expect(abs(metrics.rSquared - shown["r2"]!) < 1e-9)
      #expect(abs(metrics.meanAbsoluteError - shown["mae"]!) < 1e-9)
    }
  }

  /// Three layers of a run of the command line's, on a page that showed one.
  @Test func aModelOfTheCommandBringsItsNetwork() throws {
    let tables = try OneTable.redWine()
    try withTemporaryDirectory { folder in
      var command = Command(
        BuiltProducts.vintner,
        [
          "train", Repository.redWine.path, "--target", "quality", "--hidden", "7,6,5", "--activation", "elu",
          "--epochs", "3", "--scaling", "standard", "--target-scaling", "standard", "--features",
          "alcohol,pH,sulphates", "--dropout", "0.1", "--batch-normalization", "--regularization", "l2",
          "--regularization-rate", "0.01", "--optimizer", "nadam", "--learning-rate",
          "linear_warmup:warmup_steps=5,learning_rate=0.01", "--seed", "3", "--split-seed", "9",
          "--train-fraction", "0.6", "--quiet",
        ])
      command.directory = folder
      let outcome = try command.run()
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let path = folder.appending(path: "vintner-output/model.safetensors").path
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      let session = try PlaygroundSession(.wine, tables: tables)
      #expect(try session.load(model: bytes))
      let state = session.state
      #expect(state.hidden == [7, 6, 5] && state.activation == .elu() && state.target == "quality")
      #expect(state.features == ["alcohol", "pH", "sulphates"] && state.scaling == .standard)
      #expect(state.dropout == 0.1 && state.batchNormalization)
      #expect(state.regularization == .l2 && state.regularizationRate == 0.01)
      #expect(state.optimizer.name == "nadam" && state.seed == 3 && state.splitSeed == 9)
      #expect(state.learningRate == .schedule(LinearWarmup(steps: 5, following: 0.01)))
      #expect(state.trainFraction == 0.6 && state.earlyStopping && state.patience == 20)
      let model = try FittedRegressionPipeline(contentsOf: path)
      #expect(session.now.network.parameters == model.network.parameters)
      #expect(session.now.material.notices.allSatisfy { !$0.contains("other rows") })
      let (_, test) = tables.frame.randomSplit(by: 0.6, seed: 9)
      #expect(abs(try model.evaluate(test).rSquared - (try figures(session)["r2"]!)) < 1e-9)
      // It trains on from there, and other rows are said to be others.
      try session.step(.epoch)
      let half = OneTable(frame: tables.frame[rows: 0..<800])
      let fewer = try PlaygroundSession(.wine, tables: half)
      #expect(try fewer.load(model: bytes))
      #expect(fewer.now.material.notices.contains { $0.contains("other rows") })
    }
  }

  /// The page trains one network.
  @Test func anEnsembleIsRefused() throws {
    let tables = try OneTable.redWine()
    let model = try RegressionPipeline(
      target: "quality", network: .dense(hidden: [4], activation: .relu),
      training: Training(
        loss: .meanAbsoluteError, batchSize: 256, epochs: 1, ensemble: Ensemble(members: 2))
    ).fitted(to: tables.frame)
    let session = try PlaygroundSession(.wine, tables: tables)
    let error = try #require(throws: SessionError.self) { try session.load(model: model.modelBytes()) }
    #expect("\(error)".contains("The model is an ensemble of 2 networks, and this page trains one"))
  }

  @Test func anEmbeddingIsRefused() throws {
    let rows = 0..<60
    let frame = DataFrame(columns: [
      Column(name: "city", rows.map { "city \($0 % 12)" }),
      Column(name: "quality", rows.map { Double($0 % 12) }),
    ])
    let model = try RegressionPipeline(
      target: "quality",
      preprocessor: Preprocessor(encoding: OneHotEncoder(maximumCategories: 8, encodesManyAsCodes: true)),
      network: Sequential([Embedding(), Dense(1)]), training: Training(loss: .meanAbsoluteError, epochs: 1)
    ).fitted(to: frame)
    let session = try PlaygroundSession(.wine, tables: try OneTable.redWine())
    let error = try #require(throws: SessionError.self) { try session.load(model: model.modelBytes()) }
    #expect("\(error)".contains("an embedding, which this page cannot show"))
  }

  /// A page before version 2 kept its settings under another key and other names.
  @Test func modelsOfOlderPagesAreReadAsThoseOfTheCommand() throws {
    let tables = try OneTable.redWine()
    let session = try PlaygroundSession(.wine, tables: tables)
    var file = try SafeTensors(modelBytes: try session.modelBytes(), name: "model")
    file.metadata["playground_settings"] = nil
    file.metadata["playground_state"] = #"{"problem":"regression","layers":[16]}"#
    let other = try PlaygroundSession(.wine.with { $0.hidden = [4] }, tables: tables)
    #expect(try other.load(model: file.modelBytes()))
    #expect(other.state.hidden == [16] && other.state.optimizer == .adam && other.state.learningRate == 0.001)
    #expect(other.now.network.parameters == session.now.network.parameters)
  }

  @Test func whatCannotBeShownIsSaid() throws {
    let tables = try OneTable.redWine()
    let pipeline = RegressionPipeline(
      target: "quality",
      network: Sequential([
        Dense(4, activation: .relu), GaussianNoise(standardDeviation: 0.1), Dense(1),
      ]),
      training: Training(optimizer: Adam(), loss: .meanAbsoluteError, epochs: 1))
    let odd = try pipeline.fitted(to: tables.frame).modelBytes()
    func refusal(_ session: PlaygroundSession, _ bytes: [UInt8]) -> String? {
      do {
        try session.load(model: bytes)
        return nil
      } catch {
        return error.description
      }
    }
    let wine = try PlaygroundSession(.wine, tables: tables)
    #expect(refusal(wine, odd)?.contains("cannot show the model's network") == true)
    #expect(wine.state == .wine)
    let points = try PlaygroundSession(PlaygroundState())
    #expect(refusal(points, odd)?.contains("load its CSV file first") == true)
    let bytes = try wine.modelBytes()
    #expect(refusal(points, bytes)?.contains("load its CSV file first") == true)
    let foreign = try PlaygroundSession(
      CodeSamples.tables[1], tables: OneTable(frame: CodeSamples.nasty))
    #expect(refusal(foreign, bytes)?.contains("quality") == true)
    #expect(foreign.state == CodeSamples.tables[1])
    #expect(refusal(wine, Array(bytes.dropLast())) != nil)
    #expect(refusal(wine, []) != nil)
  }
}
