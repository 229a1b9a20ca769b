import Foundation
import TestSupport
import Testing
import Vintner

/// Features that are computed, from their names in a pipeline to a saved model's predictions.
struct NamedFeatureTests {
  private let wine: DataFrame
  private static let features = ["alcohol", "alcohol_squared", "pH_times_alcohol", "sin_density"]

  init() throws { wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path) }

  private func pipeline(_ features: [String]? = Self.features) -> RegressionPipeline {
    RegressionPipeline(
      target: "quality", preprocessor: Preprocessor(features: features, encoding: nil),
      network: .dense(hidden: [4], activation: .tanh),
      training: Training(
        optimizer: Adam(learningRate: 0.01), loss: .meanSquaredError, batchSize: 64, epochs: 2))
  }

  /// The same table with the columns already computed trains the same weights.
  @Test func equalColumnsOfTheSameName() throws {
    let model = try pipeline().fitted(to: wine)
    var columns = wine.columns
    func values(_ name: String) throws -> [Double] { try wine[name].values(as: Double.self).map { $0! } }
    let (alcohol, pH) = (try values("alcohol"), try values("pH"))
    columns.append(Column(name: "alcohol_squared", alcohol.map { $0 * $0 }))
    columns.append(Column(name: "pH_times_alcohol", zip(pH, alcohol).map { $0 * $1 }))
    columns.append(Column(name: "sin_density", try values("density").map { sin($0) }))
    let table = DataFrame(columns: columns)
    let actual = try pipeline().fitted(to: table)
    #expect(actual.network.parameters == model.network.parameters)
    #expect(model.schema.featureNames == Self.features)
    #expect(model.schema.inputNames == ["alcohol", "pH", "density"])
    #expect(actual.schema.inputNames == Self.features)
    #expect(try model.predict(wine) == actual.predict(table))
    // Columns that the table had are not computed: a table without them lacks them.
    let error = try #require(throws: VintnerError.self) { try actual.predict(wine) }
    #expect("\(error)".contains("\"alcohol_squared\""))
  }

  @Test func aSavedModelComputesThem() throws {
    let model = try pipeline().fitted(to: wine)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let loaded = try FittedRegressionPipeline(contentsOf: path)
      #expect(loaded.schema == model.schema)
      #expect(try loaded.predict(wine) == model.predict(wine))
      #expect(try loaded.evaluate(wine) == model.evaluate(wine))
      let bare = try wine.selecting(columns: ["density", "pH", "alcohol"])
      #expect(try loaded.predict(bare) == model.predict(wine))
      #expect(try loaded.predictionTable(bare).rowCount == 1599)
      let error = try #require(throws: VintnerError.self) {
        try loaded.predict(try bare.dropping(columns: ["pH"]))
      }
      #expect("\(error)" == "The table lacks a column that the model needs: \"pH\".")
    }
  }

  @Test func aColumnOfTheNameWins() throws {
    let model = try pipeline(["alcohol_squared"]).fitted(to: wine)
    let other = DataFrame(columns: [
      Column(name: "alcohol", [9.0, 10]), Column(name: "alcohol_squared", [121.0, 144]),
    ])
    let told = DataFrame(columns: [Column(name: "alcohol", [11.0, 12])])
    #expect(try model.predict(other) == model.predict(told))
  }

  /// One row of the columns that the features are computed from.
  @Test func aRowIsPredictedAsInATable() throws {
    let model = try pipeline().fitted(to: wine)
    let predictor = model.predictor()
    #expect(predictor.featureNames == ["alcohol", "pH", "density"])
    for index in [0, 700, 1598] {
      let row = try predictor.featureNames.map { try wine[$0].values(as: Double.self)[index]! }
      #expect(try predictor.predict(row) == (try model.predict(wine[rows: index..<index + 1]))[0])
      let count = try allocations { for _ in 0..<10 { _ = try predictor.predict(row) } }
      #expect(count ?? 0 == 0)
    }
  }

  @Test func aClassificationComputesThem() throws {
    let model = try ClassificationPipeline(
      target: "quality", positiveFrom: 6, preprocessor: Preprocessor(features: Self.features, encoding: nil),
      network: .dense(hidden: [4], activation: .tanh, output: .sigmoid),
      training: Training(optimizer: Adam(), loss: .binaryCrossEntropy, epochs: 1)
    ).fitted(to: wine)
    let bare = try wine.selecting(columns: ["density", "pH", "alcohol"])
    #expect(try model.probabilities(bare) == model.probabilities(wine))
    #expect(try model.evaluate(wine) == model.evaluate(wine.adding(features: Self.features)))
    #expect(model.predictor().featureNames == ["alcohol", "pH", "density"])
  }

  @Test func aStreamedTableComputesThem() throws {
    let streamed = try pipeline().streamed(Repository.redWine.path, Streaming(window: 200)).fitted()
    let inMemory = try pipeline().fitted(to: wine)
    #expect(streamed.schema == inMemory.schema)
    let rows = try wine[rows: 0..<20].adding(features: Self.features)
    #expect(try streamed.preprocessor.matrix(of: rows) == inMemory.preprocessor.matrix(of: rows))
    #expect(try streamed.predict(wine).count == 1599)
  }

  @Test func missingValuesAreFilledAsOfAnyColumn() throws {
    var columns = wine.columns
    columns[10] = Column(
      name: "alcohol", try wine["alcohol"].values(as: Double.self).enumerated().map { $0 % 5 == 0 ? nil : $1 }
    )
    let gaps = DataFrame(columns: columns)
    var filling = pipeline()
    filling.preprocessor.missingValues = .fill(.median)
    let model = try filling.fitted(to: gaps)
    let predictor = model.predictor()
    let row = try predictor.featureNames.map { try gaps[$0].values(as: Double.self)[5] ?? .nan }
    #expect(row[0].isNaN)
    #expect(try predictor.predict(row) == (try model.predict(gaps[rows: 5..<6]))[0])
    #expect(throws: VintnerError.self) { try pipeline().fitted(to: gaps) }
  }

  @Test func refusesImpossibleFeatures() throws {
    func sentence(_ features: [String]) throws -> String {
      "\(try #require(throws: VintnerError.self) { try pipeline(features).prepared(wine) })"
    }
    #expect(
      try sentence(["alcohol_sqared"])
        == "There is no column \"alcohol_sqared\"; the nearest name is \"alcohol_squared\".")
    #expect(
      try sentence(["alcohol", "quality_squared"])
        == "The target \"quality\" is among the features: leave it out of them.")
    #expect(try sentence(["alcohol_times_quality"]).hasPrefix("The target \"quality\" is among the features"))
    #expect(
      try sentence(["sin_pH", "sin_pH"])
        == "The column \"sin_pH\" is given twice: leave one out or rename it.")
  }

  /// The Playground's way of training, on a table, through the pipeline.
  @Test func aPipelineTakesThePlaygroundsTraining() throws {
    let frame = try PlaygroundData.xor.frame(seed: 3)
    var training = Training.playground(epochs: 30, seed: 1)
    // Half the labels are −1 and half +1: scaled to mean 0 and deviation 1 they stay nearly that.
    let playground = RegressionPipeline(
      target: "label",
      preprocessor: Preprocessor(features: PlaygroundData.features, encoding: nil, scaling: nil),
      targetScaling: .standard, network: .playground(hidden: [4]), training: training)
    let model = try playground.fitted(to: frame)
    #expect(model.history["val_sign_accuracy"].last! > 0.95)
    #expect(model.schema.inputNames == ["x1", "x2"])
    training.batchSize = 400
    var large = playground
    large.training = training
    #expect(
      try large.prepared(frame).notices == [
        "The batch size of 400 is larger than the 350 training rows: no epoch changes a weight."
      ])
    large.targetScaling = .minMax
    let error = try #require(throws: VintnerError.self) {
      try large.streamed(Repository.redWine.path, Streaming())
    }
    #expect("\(error)".contains("carries partial batches over"))
  }
}
