import NeuralNetworks
import Tabular

extension Pipeline {
  /// Creates the pipeline that a run describes, its defaults filled in.
  ///
  ///     let pipeline = try RegressionPipeline(try RunFile.read("config.yaml"))
  ///
  /// Where the task is known only when the program runs, see ``RunTask/target``.
  /// - Throws: ``RunConfigurationError`` for a value that cannot be, a name that is not known, a run of another
  ///   task, a setting that does not fit the task, or where there is no target.
  public init(_ run: RunConfiguration) throws(RunConfigurationError) {
    try run.check()
    try run.checkNetwork()
    try run.checkEnsemble()
    if let field = run.given.first(where: { !$0.traits.scope.contains(.table) }) {
      throw RunConfigurationError(
        setting: field.name,
        problem:
          "applies to the Playground's data sets only (\(PlaygroundData.names.joined(separator: ", "))): leave it out"
      )
    }
    guard run.runTask == Target.task else {
      throw RunConfigurationError(
        setting: "task", problem: "is \(run.runTask.rawValue), where \(Target.task.rawValue) is expected")
    }
    let run = run.over(.defaults(for: Target.task))
    guard run.target != nil else {
      throw RunConfigurationError(setting: "target", problem: "is missing: name the column to predict")
    }
    for task in RunTask.allCases {
      let foreign = task.target.settings.subtracting(Target.settings)
      guard let field = run.given.first(where: { foreign.contains($0.name) }) else { continue }
      throw RunConfigurationError(
        setting: field.name,
        problem: "is for a \(task.rawValue) only: set the task to \(task.rawValue) or leave it out")
    }
    let columns = run.target!.names
    if columns.count > 1, Target.takesOneColumn {
      throw RunConfigurationError(
        setting: "target",
        problem: "names \(columns.count) columns, where the task \(Target.task.rawValue) has one: keep one of"
          + " them")
    }
    if run.positive != nil, run.positiveFrom != nil {
      throw RunConfigurationError(
        setting: "positive", problem: "does not go with `positive_from`: leave one of them out")
    }
    if run.sampleWeight != nil, run.classWeights != nil {
      throw RunConfigurationError(
        setting: "sample_weight", problem: "does not go with `class_weights`: leave one of them out")
    }
    if let weight = run.sampleWeight, columns.contains(weight) {
      throw RunConfigurationError(setting: "sample_weight", problem: "is the target: name another column")
    }
    let kind = Target(run)
    let network = run.network(output: Target.lastActivation, outputs: kind.outputs)
    if kind.hasNumbers { try network.requireLossOfNumbers(run.loss!.value) }
    var training = run.training
    if run.metrics == nil { training.metrics = kind.metrics }
    self.init(
      kind, preprocessor: try run.preprocessor(for: kind.columns),
      network: network, training: training,
      trainFraction: run.trainFraction!, splitSeed: UInt32(run.splitSeed!),
      split: try run.rowSplit())
    sampleWeight = run.sampleWeight
    fileSettings = run.fileSettings
  }
}

extension Pipeline {
  /// Trains the model that a run describes: of one training, of a second one on all rows with `refit`, or of the networks
  /// of `folds` with `fold_models: bagging`.
  ///
  ///     var run = RunConfiguration()
  ///     run.target = "quality"
  ///     let model = try RegressionPipeline.fitted(run.over(.strong, for: .regression), to: wine)
  ///
  /// - Parameters:
  ///   - run: the target, and every other setting that differs from its default.
  ///   - frame: all rows.
  /// - Throws: ``VintnerError/configuration(_:)`` for what ``init(_:)`` refuses, and for folds without bagging, whose
  ///   models stay apart: see ``prepared(_:folds:)``; other ``VintnerError`` as a fit.
  public static func fitted(
    _ run: RunConfiguration, to frame: DataFrame
  ) throws(VintnerError) -> FittedPipeline<Target> {
    let pipeline = try rethrowing(VintnerError.configuration, Self(run))
    guard let folds = run.folds else {
      let model = try pipeline.fitted(to: frame)
      return run.refit == true ? try pipeline.refitted(model, to: frame) : model
    }
    guard run.foldModels == .bagging else {
      throw .configuration(
        RunConfigurationError(
          setting: "folds", problem: "makes several models: set `fold_models` to bagging, or leave it out"))
    }
    return try pipeline.bagged(on: frame, folds: folds, by: run.ensembleCombination ?? .mean).model
  }
}

extension PredictionTarget {
  /// Whether numbers are predicted rather than classes.
  fileprivate var hasNumbers: Bool { Self.lastActivation == .linear }
}

extension Sequential {
  /// Refuses a loss of probabilities for numbers, unless the network predicts probabilities: shares of 0 to 1 may be
  /// learned so.
  fileprivate func requireLossOfNumbers(_ loss: any Loss) throws(RunConfigurationError) {
    let isOfClasses =
      loss is BinaryCrossEntropy || loss is CategoricalCrossEntropy || loss is SparseCategoricalCrossEntropy
    // Logits suit a linear layer, whose outputs would be taken for the numbers themselves.
    let isLinear = warnings(for: .binaryCrossEntropy(fromLogits: true)).isEmpty
    guard isOfClasses, isLinear || !warnings(for: loss).isEmpty else { return }
    throw RunConfigurationError(
      setting: "loss",
      problem:
        "is \(loss.name), which compares probabilities of classes, where a number is predicted: use mae, mse"
        + " or huber, or set the task to classification")
  }
}
