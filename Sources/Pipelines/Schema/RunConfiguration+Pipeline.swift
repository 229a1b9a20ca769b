import NeuralNetworks
import Tabular

extension RunConfiguration {
  /// What the network is trained for.
  public var runTask: RunTask { self.task ?? .regression }

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
      ("positive_from", self.positiveFrom != nil), ("threshold", self.threshold != nil),
      ("class_weights", self.classWeights != nil),
    ]
    if let setting = foreign.first(where: \.1)?.0 { throw foreignSetting(setting, to: .classification) }
    return RegressionPipeline(
      target: target, preprocessor: try preprocessor(for: target),
      targetScaling: self.targetScaling!,
      network: network(output: .linear),
      training: training, trainFraction: self.trainFraction!, splitSeed: UInt32(self.splitSeed!))
  }

  /// - Precondition: all defaults are filled in, and checked.
  private func classification(of target: String) throws(RunConfigurationError) -> ClassificationPipeline {
    if self.targetScaling != nil { throw foreignSetting("target_scaling", to: .regression) }
    var training = self.training
    if self.metrics == nil { training.metrics = [BinaryAccuracy(threshold: self.threshold!), .auc] }
    return ClassificationPipeline(
      target: target, positiveFrom: self.positiveFrom, preprocessor: try preprocessor(for: target),
      network: network(output: .sigmoid),
      training: training, trainFraction: self.trainFraction!, splitSeed: UInt32(self.splitSeed!),
      threshold: self.threshold!, classWeighting: self.classWeights)
  }

  private func foreignSetting(_ setting: String, to task: RunTask) -> RunConfigurationError {
    RunConfigurationError(
      setting: setting,
      problem: "is for a \(task.rawValue) only: set the task to \(task.rawValue) or leave it out")
  }

  /// Makes sure that a penalty and its rate go together, and that a network is described in one way.
  package func checkNetwork() throws(RunConfigurationError) {
    if self.regularization == nil, (self.regularizationRate ?? 0) > 0 {
      throw RunConfigurationError(
        setting: "regularization_rate", problem: "has no penalty to apply to: set `regularization` to l1 or l2")
    }
    if let regularization = self.regularization, regularization != .none, self.regularizationRate == nil {
      throw RunConfigurationError(
        setting: "regularization",
        problem: "is \(regularization.rawValue), which takes a `regularization_rate`")
    }
    guard self.layers != nil else { return }
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
    if let layers = self.layers { return Sequential(layers.map(\.layer)) }
    let rate = self.regularizationRate ?? 0
    let regularizer: Regularizer? =
      switch self.regularization {
      case .l1? where rate > 0: .l1(rate)
      case .l2? where rate > 0: .l2(rate)
      default: nil
      }
    return .dense(
      hidden: self.hidden!, activation: self.activation!, output: output,
      batchNormalization: self.batchNormalization!, dropout: self.dropout!, kernelRegularizer: regularizer)
  }

  /// How the network is trained.
  ///
  /// - Precondition: all defaults are filled in, and checked.
  package var training: Training {
    var optimizer = self.optimizer!.optimizer
    if let learningRate = self.learningRate { optimizer.learningRate = learningRate }
    let stopping = EarlyStopping(
      minDelta: self.minDelta!, patience: self.patience!, restoreBestWeights: true)
    return Training(
      optimizer: optimizer, loss: self.loss!.loss, metrics: (self.metrics ?? []).map(\.metric),
      batchSize: self.batchSize!, epochs: self.epochs!,
      callbacks: (self.earlyStopping! ? [stopping] : []) + (self.callbacks ?? []).map(\.callback),
      seed: UInt64(self.seed!), threads: self.threads)
  }
}

/// The pipeline of a run, by its task.
public enum RunPipeline: Sendable {
  case regression(RegressionPipeline)
  case classification(ClassificationPipeline)
}
