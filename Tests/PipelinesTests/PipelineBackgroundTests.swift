import TestSupport
import Testing
import Vintner

/// Pipelines that train on threads of their own.
struct PipelineBackgroundTests {
  private let wine: DataFrame
  private let pipeline: RegressionPipeline

  init() throws {
    wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    pipeline = RegressionPipeline(
      target: "quality", network: .dense(hidden: [16], activation: .relu),
      training: Training(
        optimizer: Adam(learningRate: 0.01), loss: .meanAbsoluteError, batchSize: 64, epochs: 5))
  }

  /// The blocking form: a function that is not asynchronous gets it.
  private func blocking() throws -> FittedRegressionPipeline { try pipeline.fitted(to: wine) }

  /// More epochs than a test waits for: after the third they wait at a gate.
  private func endless(_ gate: Gate) -> RegressionPipeline {
    var endless = pipeline
    endless.training.epochs = 100_000_000
    endless.training.callbacks = [
      ClosureCallback { epoch in
        if epoch.epoch == 3 { gate.wait() }
        return []
      }
    ]
    return endless
  }

  @Test func givesTheSameBytes() async throws {
    let expected = try blocking()
    let model = try await pipeline.fitted(to: wine)
    #expect(model.modelBytes() == expected.modelBytes())
    #expect(model.report?.metrics == expected.report?.metrics)
    let prepared = try await pipeline.prepared(wine).fitted()
    #expect(prepared.modelBytes() == expected.modelBytes())
  }

  @Test func passesOnItsEpochs() async throws {
    let expected = try blocking()
    let training = pipeline.training(on: wine)
    var epochs: [EpochMetrics] = []
    for try await epoch in training { epochs.append(epoch) }
    #expect(epochs.map(\.epoch) == [1, 2, 3, 4, 5])
    #expect(epochs.map { $0["val_loss"] } == expected.history.validationLoss)
    #expect(try await training.model.modelBytes() == expected.modelBytes())
  }

  @Test func keepsTheBest() async throws {
    let gate = Gate()
    let training = endless(gate).training(on: wine, onCancellation: .keepBest)
    for try await epoch in training where epoch.epoch == 2 { break }
    gate.open()
    let model = try await training.model
    #expect(model.history.ending == .interrupted)
    #expect(model.report?.bestEpoch == model.history.lowestEpoch)
    #expect(try model.predict(wine).count == 1599)
  }

  @Test func throwsWhereItIsCancelled() async throws {
    let gate = Gate()
    let training = endless(gate).training(on: wine)
    for try await epoch in training where epoch.epoch == 2 { break }
    gate.open()
    await #expect(throws: CancellationError.self) { try await training.model }
  }

  @Test func throwsWhatIsWrongWithTheTable() async throws {
    let error = await #expect(throws: VintnerError.self) {
      for try await _ in RegressionPipeline(target: "qualty").training(on: wine) {}
    }
    #expect("\(try #require(error))".contains("quality"))
  }

  /// An actor that trains and answers meanwhile, in both forms.
  private actor Cellar {
    private(set) var model: FittedRegressionPipeline?
    private(set) var progress = 0.0

    func train(on wine: DataFrame, with pipeline: RegressionPipeline) async throws {
      model = try await pipeline.fitted(to: wine)
    }

    func trainVisibly(on wine: DataFrame, with pipeline: RegressionPipeline) async throws {
      let training = pipeline.training(on: wine)
      for try await epoch in training {
        progress = Double(epoch.epoch) / Double(epoch.lastEpoch)
      }
      model = try await training.model
    }
  }

  @Test func worksInAnActor() async throws {
    let cellar = Cellar()
    try await cellar.train(on: wine, with: pipeline)
    let first = await cellar.model?.modelBytes()
    try await cellar.trainVisibly(on: wine, with: pipeline)
    #expect(await cellar.progress == 1)
    #expect(await cellar.model?.modelBytes() == first)
  }
}
