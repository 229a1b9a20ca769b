import Foundation
import TestSupport
import Testing
import Vintner

@testable import Pipelines

/// Ensembles from tables: one model, with what a model of one network does.
struct EnsemblePipelineTests {
  private let wine: DataFrame
  private let pipeline: RegressionPipeline

  init() throws {
    wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path).prefix(200)
    var pipeline = RegressionPipeline(
      target: "quality", network: .dense(hidden: [8], activation: .relu),
      training: Training(
        optimizer: Adam(learningRate: 0.02), loss: .meanAbsoluteError, batchSize: 64, epochs: 4, seed: 3,
        ensemble: Ensemble(members: 3, combination: .median)))
    pipeline.preprocessor.encoding = nil
    self.pipeline = pipeline
  }

  /// The pipeline with one network of a seed.
  private func single(_ seed: UInt64) -> RegressionPipeline {
    var pipeline = pipeline
    pipeline.training.ensemble = nil
    pipeline.training.seed = seed
    return pipeline
  }

  /// The median of three trainings by themselves, in the units of the target: it is scaled linearly.
  @Test func predictionsAreTheMediansOfSingleModels() throws {
    let singles = try [3, 4, 5].map { try single($0).fitted(to: wine) as FittedRegressionPipeline }
    let model = try pipeline.prepared(wine).fitted()
    let predictions = try singles.map { try $0.predict(wine) as [Double] }
    for (row, found) in try model.predict(wine).enumerated() {
      #expect(abs(found - predictions.map { $0[row] }.sorted()[1]) < 1e-5)
    }
    // The loss of the combined predictions on the 60 validation rows, by hand: the quality spans `width`.
    let report = try #require(model.report)
    let held = try model.rows(.validation, of: wine)
    let errors = zip(try model.predict(held) as [Double], try held["quality"].values(as: Double.self))
      .map { abs($0 - $1!) }
    let mean = errors.reduce(0, +) / Double(errors.count)
    #expect(abs(report.metrics.meanAbsoluteError - mean) < 1e-9)
    let width = model.targetScaling.columnScales[0].divisor
    #expect(abs(report.validationLoss - mean / width) < 1e-6)
    #expect(report.bestEpochs == [4, 4, 4] && report.ensemble == pipeline.training.ensemble)
  }

  @Test func inTheBackgroundItIsTheSame() async throws {
    func inTheForeground() throws -> [UInt8] { try pipeline.fitted(to: wine).modelBytes() }
    var epochs = 0
    let training = pipeline.training(on: wine)
    for try await epoch in training {
      epochs += 1
      #expect(epoch.epoch == epochs && epoch.lastEpoch == 4)
    }
    #expect(epochs == 4)
    #expect(try await training.model.modelBytes() == inTheForeground())
  }

  @Test func anEnsembleIsOneFile() throws {
    let model = try pipeline.fitted(to: wine) as FittedRegressionPipeline
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let loaded = try FittedRegressionPipeline(contentsOf: path)
      #expect(loaded.network.parameters == model.network.parameters)
      #expect(loaded.network.combination == .median && loaded.network.members.count == 3)
      #expect(try loaded.predict(wine) as [Double] == model.predict(wine))
      #expect(loaded.modelBytes() == model.modelBytes())
      #expect(loaded.provenance.ensemble == pipeline.training.ensemble)
      #expect(loaded.provenance.bestEpochs == [4, 4, 4])
      // The network by itself, too.
      try model.network.save(to: path)
      #expect(try TrainedNetwork(contentsOf: path).parameters == model.network.parameters)
      var file = try SafeTensors(contentsOf: path)
      #expect(file.metadata["ensemble"] == #"{"combination":"median","members":3}"#)
      #expect(file.tensors["members.2.layers.1.bias"]?.shape == [1])
      for broken in [
        #"{"combination":"median","members":2}"#, #"{"combination":"median","members":65}"#,
        #"{"combination":"mode","members":3}"#, #"{"combination":"median","members":0}"#,
      ] {
        file.metadata["ensemble"] = broken
        try file.writeModel(to: path)
        #expect(throws: VintnerError.self) { _ = try TrainedNetwork(contentsOf: path) }
      }
    }
    // Nothing of ensembles is in the file of one network.
    let text = String(decoding: try single(3).fitted(to: wine).modelBytes().prefix(4000), as: UTF8.self)
    #expect(!text.contains("ensemble") && !text.contains("members") && !text.contains("best_epochs"))
  }

  @Test func aRowIsPredictedAsATable() throws {
    let model = try pipeline.fitted(to: wine) as FittedRegressionPipeline
    let predictor = model.predictor()
    for index in [0, 7, 199] {
      let features = try predictor.featureNames.map { try wine[$0].values(as: Double.self)[index] ?? .nan }
      #expect(
        try predictor.predict(features) == (model.predict(wine[rows: index..<index + 1]) as [Double])[0])
    }
  }

  @Test func aCheckpointIsAModelOfAllMembers() throws {
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "best.safetensors").path
      var saving = pipeline
      saving.training.callbacks = [ModelCheckpoint(path: path, everyEpochs: 4)]
      let model = try saving.fitted(to: wine) as FittedRegressionPipeline
      #expect(try FittedRegressionPipeline(contentsOf: path).network.parameters == model.network.parameters)
    }
  }

  // MARK: Refit

  /// All rows, prepared anew, for the median of the best epochs: a training of the whole table by hand.
  @Test func aRefitIsATrainingOnAllRows() throws {
    var stopping = pipeline
    stopping.training.epochs = 30
    stopping.training.callbacks = [EarlyStopping(patience: 2, restoreBestWeights: true)]
    let first = try stopping.fitted(to: wine) as FittedRegressionPipeline
    let report = try #require(first.report)
    let epochs = try #require(report.bestEpochs).sorted()[1]
    let model = try stopping.refitted(first, to: wine)
    let features = wine.columnNames.filter { $0 != "quality" }
    func scaled(_ names: [String]) throws -> Matrix<Float> {
      let columns = try names.map { name in
        let values = try wine[name].values(as: Double.self).map { $0! }
        return values.map { Float(($0 - values.min()!) / (values.max()! - values.min()!)) }
      }
      return Matrix(
        rows: 200, columns: names.count, scalars: (0..<200).flatMap { row in columns.map { $0[row] } })
    }
    var training = stopping.training
    (training.epochs, training.callbacks) = (epochs, [])
    let byHand =
      try stopping.network.fitted(
        to: try scaled(features), try scaled(["quality"]), with: training) as TrainedNetwork
    for (found, expected) in zip(model.network.parameters, byHand.parameters) {
      for (a, b) in zip(found.scalars, expected.scalars) { #expect(abs(a - b) < 1e-4) }
    }
    #expect(model.network.history.epochs == epochs)
    #expect(model.provenance.refitRows == 200 && model.provenance.split == nil)
    #expect(model.report?.metrics.meanAbsoluteError == report.metrics.meanAbsoluteError)
    #expect(model.report?.trainRows == 140)
  }

  // MARK: Bagging

  /// Each network by itself on the rows of the other folds, scaled by the ranges of all rows.
  @Test func baggingTrainsANetworkForEachFold() throws {
    let bagging = try single(3).bagged(on: wine, folds: 4, by: .median)
    #expect(bagging.model.network.members.count == 4 && bagging.model.network.combination == .median)
    #expect(bagging.model.report == nil)
    let folds = try wine.folds(4, seed: 0)
    let places = try bagging.outOfFold["fold"].values(as: Int.self).map { $0! - 1 }
    let found = try bagging.outOfFold["prediction"].values(as: Double.self).map { $0! }
    #expect(try bagging.outOfFold["row"].values(as: Int.self).map { $0! } == Array(0..<200))
    var errors = 0.0
    let truth = try wine["quality"].values(as: Double.self).map { $0! }
    for (number, fold) in folds.enumerated() {
      #expect(fold.validation.allSatisfy { places[$0] == number })
      let member = bagging.folds[number]
      #expect(member.network.parameters == bagging.model.network.members[number].parameters)
      let predicted = try member.predict(wine[rows: fold.validation]) as [Double]
      for (row, value) in zip(fold.validation, predicted) {
        #expect(abs(found[row] - value) < 1e-6)
        errors += abs(value - truth[row])
      }
      let report = try #require(member.report)
      #expect(report.trainRows == 150 && report.validationRows == 50)
      // The member's own training, on the rows that the whole table's preparation makes.
      let whole = try single(3 + UInt64(number)).preparedWhole(wine)
      let rows = whole.singles.train
      let alone =
        try whole.pipeline.network.fitted(
          to: rows.x[rows: fold.training], Matrix<Float>(rows.y)[rows: fold.training],
          validation: (rows.x[rows: fold.validation], Matrix<Float>(rows.y)[rows: fold.validation]),
          with: whole.pipeline.training) as TrainedNetwork
      #expect(alone.parameters == member.network.parameters)
    }
    #expect(abs(bagging.metrics.meanAbsoluteError - errors / 200) < 1e-6)
  }

  @Test func baggingInTheBackgroundIsTheSame() async throws {
    func blocking() throws -> [UInt8] { try single(3).bagged(on: wine, folds: 3).model.modelBytes() }
    let prepared = try single(3).preparedBagging(wine, folds: 3)
    let bagging = try await prepared.fitted()
    #expect(try bagging.model.modelBytes() == blocking())
    #expect(bagging.model.provenance.folds == 3)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await prepared.fitted()
    }
    await #expect(throws: CancellationError.self) { _ = try await task.value }
  }

  @Test func baggingKeepsTestRowsApartAndTakesClasses() throws {
    var classes = ClassificationPipeline(
      target: "quality", positiveFrom: 6,
      network: .dense(hidden: [4], activation: .relu, output: .sigmoid),
      training: Training(optimizer: Adam(), loss: .binaryCrossEntropy, epochs: 2))
    classes.split.testFraction = 0.2
    let bagging = try classes.bagged(on: wine, folds: 3)
    #expect(bagging.outOfFold.rowCount == 160)
    #expect(bagging.outOfFold.columnNames == ["row", "fold", "prediction", "probability"])
    let rows = Set(try bagging.outOfFold["row"].values(as: Int.self).map { $0! })
    let test = try classes.prepared(wine).test
    #expect(Set(try #require(test).rowNumbers).isDisjoint(with: rows))
  }

  // MARK: Settings

  @Test func settingsOfARun() throws {
    var run = RunConfiguration()
    (run.target, run.ensemble, run.ensembleCombination) = (["quality"], 6, .median)
    let pipeline = try RegressionPipeline(run)
    #expect(pipeline.training.ensemble == Ensemble(members: 6, combination: .median))
    run.ensembleCombination = nil
    #expect(try RegressionPipeline(run).training.ensemble == Ensemble(members: 6))
    func refusal(_ change: (inout RunConfiguration) -> Void) throws -> String {
      var changed = run
      change(&changed)
      return "\(try #require(throws: RunConfigurationError.self) { _ = try RegressionPipeline(changed) })"
    }
    #expect(
      try refusal { ($0.ensemble, $0.ensembleCombination) = (nil, .mean) }
        == "`ensemble_combination` has nothing to combine: set `ensemble` to the number of networks, or leave it out."
    )
    #expect(
      try refusal { ($0.folds, $0.foldModels) = (5, .bagging) }
        == "`ensemble` does not go with `fold_models` bagging, whose networks are the folds'.")
    #expect(
      try refusal { ($0.folds, $0.foldModels, $0.ensemble) = (65, .bagging, nil) }
        == "`folds` is 65, and `fold_models` bagging takes 64 folds at most.")
    #expect(
      try refusal { ($0.folds, $0.refit) = (5, true) }
        == "`refit` does not go with `folds`: leave one of them out.")
  }
}
