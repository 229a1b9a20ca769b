import NeuralNetworks
import Tabular
import TestSupport
import Testing

@testable import Pipelines

/// The presets `strong` and `fast`: what they say, and that they train whatever the table is like.
struct RealMLPPresetTests {
  /// Numbers of the paper and of pytabkit's `default_params.py`.
  @Test(arguments: [
    (RunTask.regression, 0.2), (.multioutput, 0.2), (.classification, 0.04), (.multiclass, 0.04),
  ])
  func strongHasTheNumbersOfRealMLP(_ task: RunTask, rate: Double) throws {
    let run = Preset.strong.run(for: task)
    #expect(run.epochs == 256 && run.batchSize == 256)
    // Every epoch of the schedule, and the best of them.
    #expect(run.earlyStopping == true && run.patience == 256 && run.minDelta == 0)
    #expect(run.folds == 6 && run.foldModels == .bagging && run.maxCategories == 8)
    let optimizer = try #require(run.optimizer?.value as? AdamW)
    #expect(optimizer.learningRate == .schedule(Coslog(rate, cycles: 4)))
    #expect(optimizer.adam.beta1 == 0.9 && optimizer.adam.beta2 == 0.95 && optimizer.weightDecay == 0.02)
    #expect(optimizer.weightDecaySchedule is FlatCosine)
    let layers = try #require(run.layers?.map(\.value))
    #expect(layers.count == 13 && layers[0] as? Embedding == Embedding())
    let waves = try #require(layers[1] as? PeriodicEmbedding)
    #expect(waves.form == .pbld && waves.frequencies == 16 && waves.outputs == 3)
    #expect(waves.deviation == 0.1 && waves.rateFactor == 0.1 && waves.columns == nil)
    #expect((layers[2] as? FeatureScale)?.rateFactor == 6)
    let hasNumbers = task == .regression || task == .multioutput
    for start in [3, 6, 9] {
      let dense = try #require(layers[start] as? Dense)
      #expect(dense.units == 256 && dense.parametrization == .ntp && dense.initialization == .data)
      #expect(dense.biasRateFactor == 0.1 && dense.biasDecayFactor == 0)
      let share = try #require(layers[start + 1] as? ParametricActivation)
      #expect(share.activation == (hasNumbers ? .mish : .selu) && share.rateFactor == 0.1)
      let dropout = try #require(layers[start + 2] as? Dropout)
      #expect(dropout.rate == 0.15 && dropout.schedule is FlatCosine)
    }
    #expect(smoothing(of: run) == (hasNumbers ? nil : 0.1))
    #expect(run.targetScaling == (hasNumbers ? .standard : nil))
    #expect(run.clampPredictions == (hasNumbers ? true : nil))
  }

  @Test(arguments: [
    (RunTask.regression, 0.07), (.multioutput, 0.07), (.classification, 0.04), (.multiclass, 0.04),
  ])
  func fastIsTheSmallVariant(_ task: RunTask, rate: Double) throws {
    let run = Preset.fast.run(for: task)
    let optimizer = try #require(run.optimizer?.value as? Adam)
    #expect(optimizer.learningRate == .schedule(Coslog(rate, cycles: 4)) && optimizer.beta2 == 0.95)
    #expect(optimizer.settings.weightDecay == nil)
    #expect(run.folds == 4 && run.foldModels == .bagging)
    #expect(run.epochs == 32 && run.batchSize == 32 && run.patience == 32)
    let layers = try #require(run.layers?.map(\.value))
    #expect(layers.count == 5 && layers[0] as? FeatureScale == FeatureScale())
    let normal = Initializer.randomNormal(standardDeviation: 1)
    for case let dense as Dense in layers[1...3] {
      #expect(dense.units == 64 && dense.kernelInitializer == normal && dense.biasInitializer == normal)
      #expect(
        dense.parametrization == .ntp && dense.initialization == .sampled && dense.biasRateFactor == 0.1)
      #expect(dense.activation == (task == .regression || task == .multioutput ? .mish : .selu))
    }
    let last = try #require(layers[4] as? Dense)
    #expect(last.units == nil && last.kernelInitializer == .zeros && last.biasInitializer == .zeros)
    #expect(smoothing(of: run) == (task == .regression || task == .multioutput ? nil : 0.1))
  }

  private func smoothing(of run: RunConfiguration) -> Double? {
    (run.loss?.value as? BinaryCrossEntropy)?.labelSmoothing
      ?? (run.loss?.value as? CategoricalCrossEntropy)?.labelSmoothing
  }

  /// The whole of what the preset says, as `--explain` and `config.yaml` have it.
  @Test func strongIsThisRunFile() {
    let normal = "kernel_initializer: {name: random_normal, mean: 0.0, stddev: 1.0}, bias_initializer: zeros"
    let dense =
      "activation: linear, use_bias: true, \(normal), l1: 0.0, l2: 0.0, bias_l1: 0.0, bias_l2: 0.0,"
      + " kernel_constraint: null, bias_rate_factor: 0.1, bias_decay_factor: 0.0, parametrization: ntp, initialization: data}"
    let hidden =
      "{type: dense, units: 256, \(dense), {type: parametric_activation, activation: mish, rate_factor: 0.1, decay_factor: 0.1},"
      + " {type: dropout, rate: 0.15, schedule: {name: flat_cos, peak: 1.0}}, "
    let text = """
      # vintner train --config FILE repeats this run.
      task: "regression"
      missing: ["median"]
      missing_indicator: true
      encode: ["signs", "embedding"]
      dates: "cyclic"
      unknown: "ignore"
      max_categories: 8
      scaling: "robust-smooth-clip"
      target_scaling: "standard"
      clamp_predictions: true
      layers: ["embedding", "periodic_embedding", "feature_scale", \(hidden)\(hidden)\(hidden){type: dense, \(dense)]
      optimizer: {name: adamw, learning_rate: {name: coslog, peak: 0.2, cycles: 4}, weight_decay: 0.02, \
      weight_decay_schedule: {name: flat_cos, peak: 1.0}, beta_1: 0.9, beta_2: 0.95, epsilon: 1e-07, amsgrad: false}
      loss: "mae"
      batch_size: 256
      epochs: 256
      early_stopping: true
      patience: 256
      min_delta: 0.0
      train_fraction: 0.7
      split_seed: 0
      folds: 6
      fold_models: "bagging"
      seed: 0
      ensemble_combination: "median"

      """
    var run = Preset.strong.run(for: .regression)
    run.task = .regression
    #expect(RunFile.text(of: run, inFolder: ".") == text)
  }

  /// Rows of every type of column, with missing values; small means fewer rows than a batch.
  private func table(_ count: Int) -> DataFrame {
    func cycle<Value>(_ values: [Value]) -> [Value] { (0..<count).map { values[$0 % values.count] } }
    return DataFrame(columns: [
      Column(name: "x", (0..<count).map { Double($0 % 7) }),
      Column(name: "gaps", cycle([1.5, nil, 2.5, 3.5, nil])),
      Column(name: "colour", cycle(["red", "white", nil, "red"])),
      Column(name: "kind", cycle(["a", "b", "c"])),
      Column(name: "same", [Double](repeating: 4, count: count)),
      Column(name: "y", (0..<count).map { Double($0 % 7) * 2 }),
      Column(name: "z", (0..<count).map { Double($0 % 3) }),
    ])
  }

  private static let presets = ["strong", "fast"]

  /// The preset over a few epochs.
  private func run(_ preset: String, _ task: RunTask, _ target: String...) -> RunConfiguration {
    var run = RunConfiguration()
    run.target = TargetNames(target)
    run.task = task
    run.epochs = 3
    run.ensemble = 2
    return run.over(Preset.named(preset)!, for: task)
  }

  @Test(arguments: presets, [10, 300]) func predictsANumber(_ preset: String, rows: Int) throws {
    let table = table(rows)
    let pipeline = try RegressionPipeline(run(preset, .regression, "y"))
    let model = try pipeline.refitted(pipeline.fitted(to: table), to: table)
    let predictions = try model.predict(table)
    #expect(predictions.count == rows && predictions.allSatisfy { (0...12).contains($0) })
    #expect((model.network.network.layers.last as? Dense)?.units == 1)
    #expect(model.provenance.refitRows == rows)
  }

  /// As a run says: six networks that share the rows, or one that is trained again.
  @Test func aRunIsTrainedAsItSays() throws {
    var run = RunConfiguration()
    (run.target, run.task, run.epochs) = ("y", .regression, 2)
    let strong = try RegressionPipeline.fitted(run.over(.strong, for: .regression), to: table(60))
    #expect(strong.network.members.count == 6 && strong.provenance.folds == 6)
    (run.hidden, run.refit) = ([4], true)
    #expect(try RegressionPipeline.fitted(run, to: table(60)).provenance.refitRows == 60)
    (run.refit, run.folds) = (nil, 3)
    let error = #expect(throws: VintnerError.self) { try RegressionPipeline.fitted(run, to: table(60)) }
    #expect(
      error?.description
        == "`folds` makes several models: set `fold_models` to bagging, or leave it out.")
  }

  /// Of two rows one is trained on, in which every column is constant.
  @Test(arguments: presets) func refusesTwoRows(_ preset: String) throws {
    let pipeline = try RegressionPipeline(run(preset, .regression, "y"))
    let error = try #require(throws: VintnerError.self) { try pipeline.fitted(to: table(2)) }
    #expect("\(error)".hasPrefix("There is no column left to predict \"y\" from: "))
  }

  @Test(arguments: presets) func predictsSeveralNumbers(_ preset: String) throws {
    let table = table(40)
    let model = try MultioutputPipeline(run(preset, .multioutput, "y", "z")).fitted(to: table)
    #expect((model.network.network.layers.last as? Dense)?.units == 2)
    let predictions = try model.predict(table)
    #expect(predictions.rows == 40 && predictions.columns == 2 && predictions.scalars.allSatisfy(\.isFinite))
  }

  @Test(arguments: presets) func predictsTwoClasses(_ preset: String) throws {
    let table = DataFrame(
      columns: table(40).columns.map {
        $0.name == "y" ? Column(name: "y", (0..<40).map { $0 % 2 == 0 ? "no" : "yes" }) : $0
      })
    let model = try ClassificationPipeline(run(preset, .classification, "y")).fitted(to: table)
    #expect((model.network.network.layers.last as? Dense)?.units == 1)
    #expect(try model.probabilities(table).allSatisfy { (0...1).contains($0) })
  }

  /// The saved model has the number of classes.
  @Test(arguments: presets) func predictsSeveralClasses(_ preset: String) throws {
    let table = table(40)
    let model = try MulticlassPipeline(run(preset, .multiclass, "kind")).fitted(to: table)
    let probabilities = try model.probabilities(table)
    #expect(probabilities.rows == 40 && probabilities.columns == 3)
    #expect((0..<40).allSatisfy { abs(probabilities.row($0).reduce(0, +) - 1) < 1e-6 })
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      let loaded = try FittedMulticlassPipeline(contentsOf: path)
      #expect((loaded.network.network.layers.last as? Dense)?.units == 3)
      #expect(try loaded.probabilities(table) == probabilities)
    }
  }

  /// One column of numbers, one of categories alone, and a target of two values.
  @Test(arguments: presets, ["x", "kind", "colour"]) func takesOneColumn(_ preset: String, feature: String)
    throws
  {
    var run = run(preset, .regression, "z")
    run.features = [feature]
    let model = try RegressionPipeline(run).fitted(to: table(100))
    #expect(try model.predict(table(100)).allSatisfy { (0...2).contains($0) })
  }

  @Test func whatDoesNotGoTogetherGivesWay() throws {
    func over(_ change: (inout RunConfiguration) -> Void) throws -> RunConfiguration {
      var run = RunConfiguration()
      run.target = "y"
      change(&run)
      let whole = run.over(.strong, for: .regression)
      _ = try RegressionPipeline(whole)
      return whole
    }
    #expect(try over { $0.testFraction = 0.1 }.folds == 6)
    let bagging = try over { $0.folds = 5 }
    #expect(bagging.folds == 5 && bagging.foldModels == .bagging && bagging.ensemble == nil)
    #expect(bagging.ensembleCombination == .median)
    // Where the rows are divided otherwise, an ensemble is trained on each part.
    let others: [(inout RunConfiguration) -> Void] = [
      { $0.validation = "more.csv" }, { $0.trainFraction = 0.8 }, { $0.refit = true }, { $0.ensemble = 6 },
      { ($0.folds, $0.foldModels) = (5, .each) },
    ]
    for change in others {
      let run = try over(change)
      #expect(run.ensemble == 6 && run.foldModels != .bagging && run.ensembleCombination == .median)
    }
    let one = try over { $0.ensemble = 1 }
    #expect(one.ensembleCombination == nil && one.folds == nil)
    // The network is a preset's whole.
    #expect(throws: RunConfigurationError.self) { try over { $0.dropout = 0.3 } }
  }
}
