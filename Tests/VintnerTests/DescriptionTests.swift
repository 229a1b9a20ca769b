import TestSupport
import Testing
import Vintner

/// What people print reads well: no dump of a struct, and a few lines.
struct DescriptionTests {
  /// What dumps show: names of modules, optionals, addresses.
  private static let marks = [
    "LinearAlgebra.", "Tabular.", "NeuralNetworks.", "Charts.", "Pipelines.", "Experiments.", "Optional(",
    "0x", "(Function)",
  ]

  private func check(_ value: Any, sourceLocation: SourceLocation = #_sourceLocation) {
    let text = "\(value)"
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let kind = "\(type(of: value))"
    #expect(!text.isEmpty && lines.count <= 15, "\(kind):\n\(text)", sourceLocation: sourceLocation)
    #expect(lines.allSatisfy { $0.count <= 320 }, "\(kind):\n\(text)", sourceLocation: sourceLocation)
    #expect(!Self.marks.contains { text.contains($0) }, "\(kind):\n\(text)", sourceLocation: sourceLocation)
    #expect(
      value is any CustomStringConvertible || value is any CustomDebugStringConvertible
        || Mirror(reflecting: value).displayStyle == .enum, "\(kind):\n\(text)",
      sourceLocation: sourceLocation)
  }

  private static func wine() throws -> DataFrame {
    try DataFrame(contentsOfCSVFile: Repository.redWine.path)[rows: 0..<200]
  }

  private static let training = Training(
    optimizer: Adam(learningRate: 0.01), loss: .meanAbsoluteError, metrics: [.meanSquaredError],
    batchSize: 64,
    epochs: 2, callbacks: [EarlyStopping(patience: 5), ClosureCallback { _ in [] }])

  @Test func tables() throws {
    let wine = try Self.wine()
    let folds = try wine.folds(5, seed: 0)
    let names = try wine.appending(
      column: Column(name: "color", (0..<200).map { ["red", "white", nil][$0 % 3] }))
    let numbers = try wine.selecting(columns: ["alcohol", "pH"])
    let y = try wine.matrix(of: ["quality"]) as Matrix<Double>
    let x = try numbers.matrix() as Matrix<Double>
    let preprocessor = Preprocessor(missingCategories: .ownCategory)
    let values: [Any] = [
      wine, try names["color"], try names["alcohol"], wine.summary(), wine.summary().columns[0],
      wine.summary().columns[0].statistics!, folds[0], FoldScores([1, 2, 3]),
      try RidgeCrossValidation(x, y, folds: folds), try RidgeCrossValidation(x, y, folds: folds).scores[0],
      RowSplit(stratify: true, testFraction: 0.1), RowSplit(order: "date"), CSVReadingOptions(delimiter: ";"),
      MinMaxScaler(), StandardScaler(), RobustScaler(), MaxAbsScaler(), Scaling.robust,
      try MinMaxScaler().fitted(to: wine), try MinMaxScaler().fitted(to: wine).columns[0],
      try StandardScaler().fitted(to: wine), try StandardScaler().fitted(to: wine).columns[0],
      try RobustScaler().fitted(to: wine), try RobustScaler().fitted(to: wine).columns[0],
      try MaxAbsScaler().fitted(to: wine), try MaxAbsScaler().fitted(to: wine).columns[0],
      try MaxAbsScaler().fitted(to: wine).columnScales[0],
      try Scaling.standard.fitted(to: wine), OneHotEncoder(), LabelEncoder(.two), LabelEncoder(.twoOrMore),
      try LabelEncoder(.twoOrMore).fitted(to: wine["quality"]), Imputer(.fill(.median, indicator: true)),
      Imputer(.dropRows, byColumn: ["color": .fill(.constant("none"))]), MissingValues.automatic,
      MissingValues.fill(.constant(3)), MissingValues.Fill.mostFrequent,
      try Imputer(.fill(.mostFrequent)).fitted(to: names),
      try Imputer(.fill(.mostFrequent)).fitted(to: names).columns[0],
      Preprocessor(), Preprocessor(features: ["alcohol"], dropped: ["pH"], missingValues: .dropRows),
      try preprocessor.fitted(to: names), try preprocessor.fitted(to: names).encoder!,
      try preprocessor.fitted(to: names).encoder!.columns[0], try preprocessor.fitted(to: names).imputer,
      Column.Value.text("a"), DateEncoding.allCases[0], x, y, LogScaler(), try Scaling.log.fitted(to: wine),
      try LogScaler().fitted(to: wine).columns[0], wine.rows[3], wine.rows, try wine.grouped(by: "quality"),
      Aggregate.mean("alcohol"), JoinKind.left,
    ]
    for value in values { check(value) }
  }

  @Test func networks() async throws {
    let wine = try Self.wine()
    let (x, y): (Matrix<Float>, Matrix<Float>) = (
      Matrix(try wine.matrix()), Matrix(try wine.matrix(of: ["quality"]))
    )
    let network = Sequential([
      Dense(8, activation: .leakyReLU(negativeSlope: 0.1), kernelRegularizer: .l2(0.01)),
      BatchNormalization(),
      Dropout(rate: 0.2), Activation.relu, Dense(1),
    ])
    let trained = try await network.fitted(to: x, y, validation: (x, y), with: Self.training)
    var run = try trained.training(on: x, y, with: Self.training)
    let advance = try run.advance()
    let deep = Sequential((0..<40).map { _ in Dense(3) })
    let values: [Any] = [
      network, deep, trained, TrainedNetwork(deep, inputs: 3), trained.history, History(),
      trained.history.ending,
      History.Ending.stopped("enough"), trained.parameters[0], trained.parameters[0].values,
      trained.layers[0],
      trained.predictor(), run, advance, advance.epoch!, run.state, Self.training,
      network.training(on: x, y, with: Self.training),
      ClassWeights([0: 1, 1: 2.5]),
      LearningRateFinder(), try LearningRateFinder().sweep(network, on: x, y, with: Self.training),
      OptimizerDescription(Adam()), CallbackDescription(StopOnNaN()),
      Regularizer.l1(0.1), PlaygroundRegularization.l1(0.1), PlaygroundRegularization.none,
      GradientClipping.norm(1),
      Constraint.maxNorm(2), Initializer.glorotUniform, Activation.tanh, LearningRate.constant(0.1),
      CSVLog { _ in },
      LearningRateScheduler { _, rate in rate }, Adam().settings, Precision.single,
      TrainingRequest.keepWeights,
      MeanLoss(.meanSquaredError), BinaryAccuracy(), AUC(),
    ]
    for value in values { check(value) }
    for kind in OptimizerKinds.kinds + LayerKinds.kinds + CallbackKinds.kinds + LossKinds.kinds
      + MetricKinds.kinds
    where !"\(kind)".hasPrefix("Activation") {
      #expect(kind is any CustomStringConvertible.Type, "\(kind)")
    }
    // Debuggers show no buffers.
    for large in [x, trained, trained.history, run.state, wine, try wine["pH"]] as [Any] {
      #expect(Mirror(reflecting: large).children.count <= 14, "\(type(of: large))")
    }
  }

  @Test func pipelines() throws {
    let wine = try Self.wine()
    var regression = RegressionPipeline(target: "quality", training: Self.training)
    regression.network = .dense(hidden: [4], activation: .relu)
    var two = ClassificationPipeline(target: "quality", positiveFrom: 6, training: Self.training)
    two.network = .dense(hidden: [4], activation: .relu, output: .sigmoid)
    two.training.loss = .binaryCrossEntropy
    var several = MultioutputPipeline(targets: ["quality", "alcohol"], training: Self.training)
    several.network = .dense(hidden: [4], activation: .relu, outputs: 2)
    var classes = MulticlassPipeline(target: "quality", training: Self.training)
    classes.network = .dense(hidden: [4], activation: .relu, outputs: nil, output: .softmax)
    classes.training.loss = .sparseCategoricalCrossEntropy

    func all<Target>(_ pipeline: Pipeline<Target>) throws -> [Any] {
      let prepared = try pipeline.prepared(wine)
      let model = try prepared.fitted()
      return [
        pipeline, pipeline.kind, prepared, model, model.target, model.report!, model.report!.metrics,
        model.report!.baselines!, model.schema, model.schema.target, model.provenance, model.preprocessor,
        try model.predictor(), pipeline.training(on: wine), prepared.training(),
      ]
    }
    let model = try regression.fitted(to: wine)
    var run = RunConfiguration()
    let empty = run
    run.target = "quality"
    run.hidden = [8, 8]
    run.missing = [MissingRule("median")!]
    let values =
      try all(regression) + all(two) + all(several) + all(classes) + [
        try model.partialDependence(on: "alcohol", in: wine),
        try model.permutationImportance(on: wine, repetitions: 2),
        try model.permutationImportance(on: wine, repetitions: 2).importances[0],
        run, empty, RunConfiguration.defaults, RunTask.regression, TargetNames(["a", "b"]),
        MissingRule("median")!,
        ColumnTypeRule(column: "a", type: .text), Streaming(), RunFields.shared.hidden, RunFields.shared,
        ClassWeighting.balanced, LearningCurves(model.history), LearningCurves(model.history).chart,
        try SafeTensors(modelBytes: model.modelBytes()),
        Tensor(shape: [2, 3], [1, 2, 3, 4, 5, 6] as [Float]),
        PlaygroundRun(data: .spiral), try PlaygroundRun(data: .spiral).begun(), PlaygroundData.spiral,
      ]
    for value in values { check(value) }
    #expect(Mirror(reflecting: model).children.count <= 14)
  }

  @Test func comparisons() throws {
    var run = RunConfiguration()
    run.target = TargetNames("quality")
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    let comparison = try Comparison(
      of: wine, run, contenders: [.baseline(.median), .baseline(.ridge)], folds: 2)
    let leaderboard = try comparison.run()
    let values: [Any] = [
      comparison, comparison.score, comparison.experiment.base, comparison.experiment.base.contender,
      leaderboard,
      leaderboard.rows[0], leaderboard.rows[1], leaderboard.rows[1].difference!, leaderboard.chart,
      ExperimentReport(leaderboard), Preset.kerasRedWine, SimpleModel.ridge,
    ]
    for value in values { check(value) }
  }

  @Test func experimentsAndCharts() throws {
    let run = PlaygroundRun(data: .gaussian, hidden: [2], epochs: 4)
    let experiment = Experiment(run, seeds: 2, recordEvery: 2, converged: .init(.testLoss, below: 0.05))
      .varying(\.learningRate, [0.03, 0.3])
    let results = try experiment.run()
    let table = Experiment(TableTrial(RegressionPipeline(target: "quality"), on: try Self.wine()), seeds: 2)
      .varying(\.pipeline.training.optimizer, ["adam": Adam(), "sgd": SGD()])
    let point = ChartPoint(x: 1, y: 2)
    let line = LineChart(
      x: Axis("epoch"), y: Axis("loss"), series: [LineChart.Series("a", points: [point, point])])
    let values: [Any] = [
      experiment, experiment.variations[0], experiment.combination, Combination.random(count: 3, seed: 1),
      results,
      results.variations[0], results.runs[0], results.runs[0].curve[0], results.convergence!,
      results.variations[0].statistics(of: .testLoss)!, results.settings[0], table, table.base,
      ExperimentReport(results), ExperimentFolder("a"), point, line, line.series[0], Axis("epoch"),
      BarChart(value: Axis("x"), bars: [BarChart.Bar("a", 1)]),
      ScatterChart(x: Axis("x"), y: Axis("y"), groups: []),
      PointGroup("a", points: [point]), ChartGrid([line, line], columns: 2),
      MovingChart([line, line]),
    ]
    for value in values { check(value) }
  }

  /// Some texts as a whole.
  @Test func readAsWritten() throws {
    #expect("\(SGD(learningRate: 0.03, momentum: 0.9))" == "SGD(learningRate: 0.03, momentum: 0.9)")
    #expect(
      "\(Sequential([Dense(8, activation: .relu), Dense(1)]))"
        == "Sequential of 2 layers\n  Dense(8, activation: .relu)\n  Dense(1)")
    #expect(
      "\(TrainedNetwork(Sequential([Dense(8), Dense(1)]), inputs: 3))"
        == "TrainedNetwork: 3 inputs, 1 output, 41 parameters, single precision\n  Dense(8)\n  Dense(1)")
    let table = DataFrame(columns: [Column(name: "a", [1.0, 2.5, 4]), Column(name: "b", [0.0, 1, 10])])
    #expect(
      "\(try MinMaxScaler().fitted(to: table))"
        == "Scaler fitted to 2 columns\n  a: (x − 1) / 3\n  b: (x − 0) / 10")
    #expect("\(try table["a"])" == "a: 3 numbers: 1.0, 2.5, 4.0")
    #expect("\(RowSplit(testFraction: 0.1))" == "RowSplit(stratify: false, testFraction: 0.1)")
    #expect(
      "\(EpochMetrics(epoch: 3, ["loss": 0.52111, "val_loss": 0.55]))"
        == "epoch 3 of 3: loss 0.5211, val_loss 0.55 (0 s)")
  }
}
