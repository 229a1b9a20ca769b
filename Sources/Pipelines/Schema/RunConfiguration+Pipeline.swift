import NeuralNetworks
import Tabular

extension RunConfiguration {
  /// What `activation` can be.
  public static var activationNames: [String] { Activation.all.map(\.name) }
  /// What `optimizer` can be.
  public static var optimizerNames: [String] { OptimizerDescription.names }
  /// What `regularization` can be, the default first.
  public static let regularizationNames = ["none", "l1", "l2"]

  /// What the network is trained for.
  ///
  /// A name that is not known counts as the default: ``check()`` refuses it.
  public var runTask: RunTask { task.flatMap(RunTask.init(rawValue:)) ?? .regression }

  /// The pipeline that this run is, its defaults filled in: one for figures or for two classes, by its task.
  ///
  /// - Throws: ``RunConfigurationError`` for a value that cannot be, a name that is not known, a setting
  ///   that does not fit the task, or where there is no target.
  public func pipeline() throws(RunConfigurationError) -> RunPipeline {
    try check()
    try checkPenalty()
    let run = over(.defaults(for: runTask))
    try run.check()
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
      targetScaling: Self.scaling(named: targetScaling!),
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
      threshold: threshold!, classWeighting: try classWeighting)
  }

  private var classWeighting: ClassWeighting? {
    get throws(RunConfigurationError) {
      guard let classWeights else { return nil }
      guard let weighting = ClassWeighting(classWeights) else {
        throw RunConfigurationError(
          setting: "class_weights",
          problem: "is \"\(ClassWeighting.balancedName)\" alone, or has one weight a class")
      }
      return weighting
    }
  }

  private func foreignSetting(_ setting: String, to task: RunTask) -> RunConfigurationError {
    RunConfigurationError(
      setting: setting,
      problem: "is for a \(task.rawValue) only: set the task to \(task.rawValue) or leave it out")
  }

  /// Makes sure that a penalty and its rate go together.
  package func checkPenalty() throws(RunConfigurationError) {
    if regularization == nil, (regularizationRate ?? 0) > 0 {
      throw RunConfigurationError(
        setting: "regularization_rate", problem: "is of no penalty: set `regularization` to l1 or l2")
    }
    if let regularization, regularization != Self.regularizationNames[0], regularizationRate == nil {
      throw RunConfigurationError(
        setting: "regularization", problem: "is \(regularization), which takes a `regularization_rate`")
    }
  }

  /// The layers.
  ///
  /// - Precondition: all defaults are filled in, and checked.
  package func network(output: Activation) -> Sequential {
    .dense(
      hidden: hidden!, activation: Activation(named: activation!)!, output: output,
      batchNormalization: batchNormalization!, dropout: dropout!, kernelRegularizer: regularizer)
  }

  private var regularizer: Regularizer? {
    guard let rate = regularizationRate, rate > 0 else { return nil }
    return switch regularization {
    case "l1": .l1(rate)
    case "l2": .l2(rate)
    default: nil
    }
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
      callbacks: earlyStopping! ? [stopping] : [], seed: UInt64(seed!), threads: threads)
  }
}
