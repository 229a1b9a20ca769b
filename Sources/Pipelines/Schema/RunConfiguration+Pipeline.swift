import NeuralNetworks
import Tabular

extension RunConfiguration {
  /// What the network is trained for.
  public var runTask: RunTask { task ?? .regression }

  /// The pipeline that this run is, its defaults filled in: one for figures or for two classes, by its task.
  ///
  /// - Throws: ``RunConfigurationError`` for a value that cannot be, a name that is not known, a setting
  ///   that does not fit the task, or where there is no target.
  public func pipeline() throws(RunConfigurationError) -> RunPipeline {
    try check()
    try checkNetwork()
    if let field = given.first(where: { !$0.traits.scope.contains(.table) }) {
      throw RunConfigurationError(
        setting: field.name,
        problem: "is for the Playground's data sets (\(PlaygroundData.names.joined(separator: ", "))): leave it out")
    }
    let run = over(.defaults(for: runTask))
    guard let target = run.target else {
      throw RunConfigurationError(setting: "target", problem: "is missing: name the column to predict")
    }
    switch runTask {
    case .regression: return .regression(try run.regression(of: target))
    case .classification: return .classification(try run.classification(of: target))
    }
  }

  /// - Precondition: all defaults are filled in, and checked.
  private func regression(of target: String) throws(RunConfigurationError) -> RegressionPipeline {
    let foreign = [
      ("positive_from", positiveFrom != nil), ("threshold", threshold != nil),
      ("class_weights", classWeights != nil),
    ]
    if let setting = foreign.first(where: \.1)?.0 { throw foreignSetting(setting, to: .classification) }
    return RegressionPipeline(
      target: target, preprocessor: try preprocessor(for: target),
      targetScaling: targetScaling!,
      network: network(output: .linear),
      training: training, trainFraction: trainFraction!, splitSeed: UInt32(splitSeed!))
  }

  /// - Precondition: all defaults are filled in, and checked.
  private func classification(of target: String) throws(RunConfigurationError) -> ClassificationPipeline {
    if targetScaling != nil { throw foreignSetting("target_scaling", to: .regression) }
    var training = training
    if metrics == nil { training.metrics = [BinaryAccuracy(threshold: threshold!), .auc] }
    return ClassificationPipeline(
      target: target, positiveFrom: positiveFrom, preprocessor: try preprocessor(for: target),
      network: network(output: .sigmoid),
      training: training, trainFraction: trainFraction!, splitSeed: UInt32(splitSeed!),
      threshold: threshold!, classWeighting: classWeights)
  }

  private func foreignSetting(_ setting: String, to task: RunTask) -> RunConfigurationError {
    RunConfigurationError(
      setting: setting,
      problem: "is for a \(task.rawValue) only: set the task to \(task.rawValue) or leave it out")
  }

  /// Makes sure that a penalty and its rate go together, and that a network is described in one way.
  package func checkNetwork() throws(RunConfigurationError) {
    if regularization == nil, (regularizationRate ?? 0) > 0 {
      throw RunConfigurationError(
        setting: "regularization_rate", problem: "has no penalty to apply to: set `regularization` to l1 or l2")
    }
    if let regularization, regularization != .none, regularizationRate == nil {
      throw RunConfigurationError(
        setting: "regularization",
        problem: "is \(regularization.rawValue), which takes a `regularization_rate`")
    }
    guard layers != nil else { return }
    let shorthand: Set = [
      "hidden", "activation", "dropout", "batch_normalization", "regularization", "regularization_rate",
    ]
    if let field = given.first(where: { shorthand.contains($0.name) }) {
      throw RunConfigurationError(
        setting: field.name, problem: "does not go with `layers`, which give the whole network: leave one of them out")
    }
  }

  /// The layers: those that are given, or dense ones with an output layer of one unit.
  ///
  /// - Precondition: all defaults are filled in, and checked.
  package func network(output: Activation) -> Sequential {
    if let layers { return Sequential(layers.map(\.layer)) }
    let rate = regularizationRate ?? 0
    let regularizer: Regularizer? =
      switch regularization {
      case .l1? where rate > 0: .l1(rate)
      case .l2? where rate > 0: .l2(rate)
      default: nil
      }
    return .dense(
      hidden: hidden!, activation: activation!, output: output, batchNormalization: batchNormalization!,
      dropout: dropout!, kernelRegularizer: regularizer)
  }

  /// How the network is trained.
  ///
  /// - Precondition: all defaults are filled in, and checked.
  package var training: Training {
    var optimizer = self.optimizer!.optimizer
    if let learningRate { optimizer.learningRate = learningRate }
    let stopping = EarlyStopping(minDelta: minDelta!, patience: patience!, restoreBestWeights: true)
    return Training(
      optimizer: optimizer, loss: loss!.loss, metrics: (metrics ?? []).map(\.metric), batchSize: batchSize!,
      epochs: epochs!,
      callbacks: (earlyStopping! ? [stopping] : []) + (callbacks ?? []).map(\.callback), seed: UInt64(seed!),
      threads: threads)
  }
}
