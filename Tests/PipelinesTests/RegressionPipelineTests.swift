import Testing
import TestSupport
import Vintner

/// The pipeline on red wine, with a network small enough for a test.
@Suite struct RegressionPipelineTests {
  private let wine: DataFrame
  private let pipeline: RegressionPipeline

  init() throws {
    wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    pipeline = RegressionPipeline(
      target: "quality", network: .dense(hidden: [16], activation: .relu),
      training: Training(
        optimizer: Adam(learningRate: 0.01), loss: .meanAbsoluteError, batchSize: 64, epochs: 5))
  }

  @Test func preparesTheSplitAndScaleOfTheKerasLesson() throws {
    let prepared = try pipeline.prepared(wine)
    #expect(prepared.train.x.rows == 1119 && prepared.train.x.columns == 11)
    #expect(prepared.validation.x.rows == 480 && prepared.validation.y.columns == 1)
    // The first training row is row 1109 of the file: alcohol 9.8 in a range from 8.4 to 14.9, quality 6.
    let first = wine[rows: 1109..<1110]
    let alcohol = try #require(try first["alcohol"].values(as: Double.self)[0])
    #expect(prepared.train.x[0, 10] == (alcohol - 8.4) / (14.9 - 8.4))
    let scalars = prepared.train.x.scalars
    #expect(scalars.min() == 0 && scalars.max() == 1)
  }

  /// Baselines computed with pandas, `numpy.linalg.lstsq`, and scikit-learn 1.9's `GridSearchCV(Ridge(), …)`
  /// over 13 penalties with `KFold(5, shuffle=True, random_state=0)`.
  @Test func reportsBaselinesAndRepeatedRows() throws {
    let report = try #require(try pipeline.fitted(to: wine).report)
    let baselines = try #require(report.baselines)
    #expect(abs(baselines.medianLoss - 0.13291666666666732) < 1e-12)
    #expect(abs(try #require(baselines.linearLoss) - 0.09876210716265915) < 1e-10)
    #expect(abs(baselines.meanLoss - 0.1405127345844504) < 1e-12)
    let ridge = try #require(baselines.ridge)
    #expect(ridge.penalty == 1)
    #expect(abs(ridge.loss - 0.0991265103478184) < 1e-12)
    #expect(report.trainRows == 1119 && report.validationRows == 480)
    #expect(report.repeatedRows == 90)
    #expect(report.metricsWithoutRepeated?.rows == 390)
    #expect(report.epochs == 5)
  }

  @Test func predictsInTheTargetsUnits() throws {
    let model = try pipeline.fitted(to: wine)
    let predictions = try model.predict(wine)
    #expect(predictions.count == 1599)
    #expect(predictions.allSatisfy { $0 > 2 && $0 < 9 })
    let metrics = try model.evaluate(wine)
    #expect(metrics.meanAbsoluteError < 0.7 && metrics.rSquared > 0)
  }

  @Test func findsColumnsByName() throws {
    let model = try pipeline.fitted(to: wine)
    let expected = try model.predict(wine)
    let reversed = try wine.selecting(columns: wine.columnNames.reversed())
      .appending(column: Column(name: "note", [String](repeating: "?", count: wine.rowCount)))
    #expect(try model.predict(reversed) == expected)
  }

  @Test func refusesATableThatLacksColumns() throws {
    let model = try pipeline.fitted(to: wine)
    let error = try #require(throws: VintnerError.self) {
      try model.predict(try wine.dropping(columns: ["pH", "alcohol"]))
    }
    #expect("\(error)".hasPrefix("The table lacks columns that the model needs: \"pH\""))
    #expect("\(error)".contains("\"alcohol\""))
  }

  @Test func savesAndLoadsAsOne() throws {
    let model = try pipeline.fitted(to: wine)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let loaded = try FittedRegressionPipeline(contentsOf: path)
      #expect(try loaded.predict(wine) == model.predict(wine))
      #expect(loaded.schema == model.schema)
      #expect(loaded.provenance.callbacks.count == model.provenance.callbacks.count)
      #expect(loaded.modelBytes() == model.modelBytes())
    }
  }

  @Test func refusesADamagedModel() throws {
    let model = try pipeline.fitted(to: wine)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let bytes = try Files.bytes(path)
      for place in stride(from: 0, to: bytes.count, by: 97) {
        var damaged = bytes
        damaged[place] ^= 1
        try Files.write(damaged, to: path)
        #expect(throws: VintnerError.self, "byte \(place)") { try FittedRegressionPipeline(contentsOf: path) }
      }
      try Files.write(Array(bytes.dropLast()), to: path)
      #expect(throws: VintnerError.self) { try FittedRegressionPipeline(contentsOf: path) }
    }
  }

  @Test func theSameSeedGivesTheSameBytesWithAnyNumberOfThreads() throws {
    // Large enough for several blocks of rows and of parameters.
    var wide = pipeline
    wide.network = .dense(hidden: [160, 300], activation: .tanh)
    wide.training.epochs = 2
    wide.training.batchSize = 256
    let models = try [1, 2, 3, 2].map { threads in
      wide.training.threads = threads
      return try wide.fitted(to: wine)
    }
    #expect(models.map(\.history.threads) == [1, 2, 3, 2])
    for model in models.dropFirst() {
      #expect(model.modelBytes() == models[0].modelBytes())
      #expect(model.history.loss == models[0].history.loss)
      #expect(model.history.validationLoss == models[0].history.validationLoss)
    }
    wide.training.seed = 1
    #expect(try wide.fitted(to: wine).history.loss != models[0].history.loss)
  }

  @Test func refusesNumbersThatNoNetworkCanComputeWith() throws {
    var alcohol = try wine["alcohol"].values(as: Double.self).map { $0! }
    alcohol[3] = 1e300
    let wild = try wine.replacing(column: Column(name: "alcohol", alcohol))
    let sentence =
      "The column \"alcohol\" holds a number in row 3 (counted from 0) that is far too large to compute with, compared"
      + " with those it was trained on: correct it."
    let model = try pipeline.fitted(to: wine)
    #expect("\(try #require(throws: VintnerError.self) { try model.predict(wild) })" == sentence)
  }

  @Test func crossValidatesByFolds() throws {
    let folds = try wine.folds(3, seed: 0)
    let reports = try pipeline.crossValidated(on: wine, folds: folds)
    #expect(reports.map(\.validationRows) == [533, 533, 533])
    #expect(reports.map(\.trainRows) == [1066, 1066, 1066])
    let scores = FoldScores(reports.map(\.metrics.meanAbsoluteError))
    #expect(scores.mean < 0.8 && scores.standardDeviation! < 0.2)
    // A fold is an ordinary fit on its rows.
    let second = try pipeline.prepared(
      train: wine[rows: folds[1].training], validation: wine[rows: folds[1].validation]
    ).fitted()
    #expect(second.report?.metrics == reports[1].metrics)
  }

  @Test func standardScalingIsUndoneAsWell() throws {
    var standard = pipeline
    standard.preprocessor.scaling = .standard
    standard.targetScaling = .standard
    let model = try standard.fitted(to: wine)
    #expect(try model.evaluate(wine).rSquared > 0)
  }

  @Test func refusesImpossibleTables() throws {
    func sentence(_ change: (inout RegressionPipeline) -> Void, _ frame: DataFrame) throws -> String {
      var changed = pipeline
      change(&changed)
      return "\(try #require(throws: VintnerError.self) { try changed.prepared(frame) })"
    }
    #expect(
      try sentence({ $0.target = "qualty" }, wine)
        == "There is no column \"qualty\"; the nearest name is \"quality\".")
    #expect(
      try sentence({ $0.preprocessor.features = ["alcohol", "quality"] }, wine)
        == "The target \"quality\" is among the features: leave it out of them.")
    #expect(
      try sentence({ _ in }, wine[rows: 0..<1])
        == "1 row cannot be split with a training fraction of 0.7: training and validation take at least 1 each."
    )
    #expect(
      try sentence({ _ in }, try wine.selecting(columns: ["quality"]))
        == "There is no column besides the target \"quality\" to predict it from: choose other features.")
  }

  /// A gap is filled even where it is not among the training rows.
  @Test func aLoneGapIsFilledWhereverItIs() throws {
    for gap in 0..<20 {
      let values = (0..<20).map { $0 == gap ? nil : Double($0 * $0) }
      let frame = DataFrame(columns: [
        Column(name: "a", values as [Double?]), Column(name: "y", (0..<20).map { Double($0) }),
      ])
      var small = pipeline
      small.target = "y"
      small.preprocessor.missingValues = .automatic
      small.split.testFraction = 0.2
      let prepared = try small.prepared(frame)
      #expect(prepared.validation.x.rows == 5 && prepared.test?.rowCount == 4)
      _ = try prepared.preprocessor.matrix(of: try #require(prepared.test))
    }
  }

  /// Rows without a target are in no part.
  @Test func theSplitIsOneOfTheRowsThatHaveATarget() throws {
    let frame = DataFrame(columns: [
      // The only gap is in a row without a target, which the model may be asked to predict.
      Column(name: "a", (0..<20).map { $0 == 15 ? nil : Double($0) } as [Double?]),
      Column(name: "y", (0..<20).map { $0 < 10 ? Double($0) : nil } as [Double?]),
      Column(name: "none", [Double?](repeating: nil, count: 20)),
    ])
    var small = pipeline
    small.target = "y"
    small.preprocessor.missingValues = .automatic
    small.preprocessor.features = ["a"]
    let prepared = try small.prepared(frame)
    #expect(prepared.train.x.rows == 7 && prepared.validation.x.rows == 3)
    _ = try prepared.preprocessor.matrix(of: frame)
    #expect(prepared.notices.first == "10 of 20 rows lack the target \"y\" and are left out.")
    small.target = "none"
    let error = try #require(throws: VintnerError.self) { try small.prepared(frame) }
    #expect("\(error)" == "No row has a value of the target \"none\": choose another column.")
  }

  @Test func columnsThatDivideTheRowsAreComplete() throws {
    let frame = DataFrame(columns: [
      Column(name: "a", (0..<10).map { Double($0) }), Column(name: "y", (0..<10).map { Double($0) }),
      Column(name: "day", (0..<10).map { $0 > 0 ? $0 : nil } as [Int?]),
    ])
    var small = pipeline
    small.target = "y"
    for split in [RowSplit(order: "day"), RowSplit(group: "day")] {
      small.split = split
      let error = try #require(throws: VintnerError.self) { try small.prepared(frame) }
      #expect(
        "\(error)"
          == "The column \"day\" divides the rows and lacks 1 value: fill them in, or choose another column.")
    }
  }

  /// A run file can describe any layers.
  @Test func refusesANetworkOfOtherOutputs() throws {
    var wide = pipeline
    wide.network = Sequential([Dense(2)])
    let error = try #require(throws: VintnerError.self) { try wide.fitted(to: wine) }
    #expect(
      "\(error)"
        == "The network has 2 outputs where the target needs 1: give its last layer as many units, or leave them out."
    )
  }

  @Test func givesNotices() throws {
    let rows = 10
    let frame = DataFrame(columns: [
      Column(name: "a", (0..<rows).map { Double($0) }),
      Column(name: "same", [Double](repeating: 7, count: rows)),
      Column(name: "y", (0..<rows).map { Double($0 * 2) }),
    ])
    var small = pipeline
    small.target = "y"
    #expect(
      try small.prepared(frame).notices == [
        "The column \"same\" is constant in the fitted rows: it becomes 0.",
        "The batch size of 64 is larger than the 7 training rows: each epoch is one batch.",
      ])
  }

  @Test func aSingleTrainingRowHasNoRidgeRegression() throws {
    let frame = DataFrame(columns: [Column(name: "a", [1, 2]), Column(name: "y", [1, 2])])
    var small = pipeline
    small.target = "y"
    small.trainFraction = 0.5
    #expect(try small.fitted(to: frame).report?.baselines?.ridge == nil)
  }

  @Test func saysWhatIsWrongWithLossTargetAndHeader() throws {
    let frame = try DataFrame(csvBytes: Array((0..<10).map { "\($0),3\n" }.joined().utf8))
    var small = pipeline
    small.target = "Unnamed: 1"
    small.training.batchSize = 4
    small.training.loss = .binaryCrossEntropy
    #expect(
      try small.prepared(frame).notices == [
        "The file has no header, for its first row holds a number: its columns are called \"Unnamed: 0\" to"
          + " \"Unnamed: 1\".",
        "The target \"Unnamed: 1\" has one value in all training rows: there is nothing to learn.",
        "binary_crossentropy expects probabilities, but the last activation is linear: make it sigmoid, or"
          + " take the loss from logits after a linear one.",
      ])
  }

  /// The keys are part of the files' format, independent of names in Swift.
  @Test func aModelsMetadataHasFixedKeys() throws {
    let model = try pipeline.fitted(to: wine)
    let metadata = try SafeTensors(modelBytes: model.modelBytes()).metadata
    #expect(
      metadata["target_scaler"]
        == #"{"columns":[{"maximum":8,"minimum":3,"name":"quality"}],"method":"min_max"}"#)
    #expect(
      metadata["preprocessor"]?.contains(#""has_indicator":false,"name":"pH","rule":{"rule":"refuse"}"#)
        == true)
    #expect(metadata.values.allSatisfy { !$0.contains("\"_0\"") })
    // The version of Vintner is in one place.
    #expect(metadata.values.count { $0.contains("\"version\":\"\(vintnerVersion)\"") } == 1)
    #expect(!metadata.values.contains(vintnerVersion))
  }

  @Test func anUnnamedFirstColumnIsLeftOutWithANotice() throws {
    let text = ",a,y\n" + (0..<10).map { "\($0),\($0 % 3),\($0 % 2)\n" }.joined()
    let frame = try DataFrame(csvBytes: Array(text.utf8))
    var small = pipeline
    small.target = "y"
    small.training.batchSize = 4
    let prepared = try small.prepared(frame)
    #expect(prepared.schema.featureNames == ["a"])
    #expect(
      prepared.notices == [
        "The first column has no name (Unnamed: 0), like a row index written by pandas: it is left out of the features."
      ])
  }
}

@Suite struct RegressionMetricsTests {
  /// By hand: errors 0, 1, −1, −1; targets 5, 5, 6, 8 with mean 6 and squares 1 + 1 + 0 + 4.
  @Test func followTheirFormulas() {
    let metrics = RegressionMetrics(predictions: [5, 6, 5, 7], targets: [5, 5, 6, 8])
    #expect(metrics.meanAbsoluteError == 0.75)
    #expect(metrics.rootMeanSquaredError == 0.75.squareRoot())
    #expect(metrics.rSquared == 0.5)
    #expect(RegressionMetrics(predictions: [1, 2], targets: [3, 3]).rSquared.isNaN)
  }
}
