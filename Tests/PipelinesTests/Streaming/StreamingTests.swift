import Foundation
import TestSupport
import Testing
import Vintner

/// Training from a table that stays in its file.
struct StreamingTests {
  private static let wine = Repository.redWine.path

  private static func pipeline(seed: UInt64 = 3, threads: Int = 1) -> RegressionPipeline {
    RegressionPipeline(
      target: "quality", network: .dense(hidden: [8], activation: .relu),
      training: Training(
        optimizer: Adam(learningRate: 0.01), loss: .meanAbsoluteError, batchSize: 64, epochs: 5, seed: seed,
        threads: threads))
  }

  /// Both train on the same rows and find the same ranges; only the order of the rows differs.
  @Test func splitsAndScalesAsInMemory() throws {
    let inMemory = try Self.pipeline().prepared(try DataFrame(contentsOfCSVFile: Self.wine)).fitted()
    let streamed = try Self.pipeline().streamed(Self.wine, Streaming(window: 200)).fitted()
    #expect(streamed.schema == inMemory.schema)
    #expect(streamed.preprocessor.outputNames == inMemory.preprocessor.outputNames)
    let rows = try DataFrame(contentsOfCSVFile: Self.wine)[rows: 0..<20]
    #expect(try streamed.preprocessor.matrix(of: rows) == inMemory.preprocessor.matrix(of: rows))
    let places = Matrix<Double>(column: [0, 0.5, 1])
    #expect(streamed.targetScaling.unscaled(places) == inMemory.targetScaling.unscaled(places))
    let report = try #require(streamed.report)
    #expect(report.trainRows == 1119 && report.validationRows == 480 && report.repeatedRows == nil)
    let expected = try #require(inMemory.report)
    #expect(abs(report.metrics.meanAbsoluteError - expected.metrics.meanAbsoluteError) < 0.05)
  }

  /// The same bits for a seed and a window, whatever the number of threads.
  @Test func repeatsItself() throws {
    let first = try Self.pipeline().streamed(Self.wine, Streaming(window: 300)).fitted()
    let again = try Self.pipeline(threads: 2).streamed(Self.wine, Streaming(window: 300)).fitted()
    #expect(first.network.parameters == again.network.parameters)
    #expect(first.modelBytes() == again.modelBytes())
    let other = try Self.pipeline().streamed(Self.wine, Streaming(window: 128)).fitted()
    #expect(other.network.parameters != first.network.parameters)
  }

  @Test func classifies() throws {
    var pipeline = ClassificationPipeline(
      target: "quality", positiveFrom: 6, network: .dense(hidden: [8], activation: .relu, output: .sigmoid))
    pipeline.training.optimizer = Adam(learningRate: 0.01)
    pipeline.training.batchSize = 32
    pipeline.training.epochs = 10
    let model = try pipeline.streamed(Self.wine, Streaming(window: 500)).fitted()
    #expect(try #require(model.report).metrics.accuracy > 0.65)
    #expect(model.classTarget.positiveFrom == 6)
  }

  @Test func encodesTexts() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "t.csv").path
      let rows = (0..<90).map { "\(["red", "green", "blue"][$0 % 3]),\($0),\($0 % 7)" }
      try AtomicFile.write("colour,a,y\n" + rows.joined(separator: "\n") + "\n", to: path)
      var pipeline = Self.pipeline()
      pipeline.target = "y"
      pipeline.preprocessor = Preprocessor()
      let model = try pipeline.streamed(path, Streaming(window: 10)).fitted()
      let inMemory = try pipeline.prepared(try DataFrame(contentsOfCSVFile: path)).fitted()
      #expect(model.preprocessor.outputNames == inMemory.preprocessor.outputNames)
      #expect(model.schema == inMemory.schema)
    }
  }

  @Test func refusesWhatNeedsAllRows() throws {
    var pipeline = Self.pipeline()
    pipeline.preprocessor.scaling = .robust
    let error = #expect(throws: VintnerError.self) { try pipeline.streamed(Self.wine) }
    #expect(
      error.map { "\($0)" }
        == "Streaming does not take robust scaling (all rows would be needed at once): choose min-max"
        + " scaling, or none, or train in memory.")
    pipeline.preprocessor.scaling = .minMax
    pipeline.preprocessor.missingValues = .fill(.median)
    #expect(throws: VintnerError.self) { try pipeline.streamed(Self.wine) }
  }

  @Test func namesAFolderThatCannotBeWrittenTo() throws {
    let error = #expect(throws: VintnerError.self) {
      try Self.pipeline().streamed(Self.wine, Streaming(folder: "/nowhere/at/all"))
    }
    #expect("\(error!)".hasPrefix("Cannot write '/nowhere/at/all'"))
  }
}
