import NeuralNetworks
import Tabular

extension RunConfiguration {
  /// What `activation`, `optimizer` and `loss` can be.
  public static var activationNames: [String] { Activation.all.map(\.name) }
  public static var optimizerNames: [String] { optimizers.map(\.name) }
  public static var lossNames: [String] { (regressionLosses + [classificationLoss]).map(\.name) }

  private static let optimizers: [(name: String, value: any Optimizer)] =
    OptimizerDescription.names.map { ($0, OptimizerDescription.optimizer(named: $0)!) }

  private static let regressionLosses: [(name: String, value: any Loss)] = [
    ("mae", .meanAbsoluteError), ("mse", .meanSquaredError), ("huber", Huber()), ("log_cosh", LogCosh()),
  ]

  static let classificationLoss: (name: String, value: any Loss) = (
    "binary_crossentropy", .binaryCrossEntropy
  )

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
    for (setting, value) in [("positive_from", positiveFrom), ("threshold", threshold)] where value != nil {
      throw foreignSetting(setting, to: .classification)
    }
    guard let loss = Self.regressionLosses.first(where: { $0.name == self.loss })?.value else {
      throw unfitLoss(for: "regression", Self.regressionLosses.map(\.name))
    }
    return RegressionPipeline(
      target: target, preprocessor: try preprocessor(for: target),
      targetScaling: Self.scaling(named: targetScaling!),
      network: .dense(hidden: hidden!, activation: Activation(named: activation!)!),
      training: training(loss), trainFraction: trainFraction!, splitSeed: UInt32(splitSeed!))
  }

  /// - Precondition: all defaults are filled in, and checked.
  private func classification(of target: String) throws(RunConfigurationError) -> ClassificationPipeline {
    if targetScaling != nil { throw foreignSetting("target_scaling", to: .regression) }
    guard loss == Self.classificationLoss.name else {
      throw unfitLoss(for: "classification", [Self.classificationLoss.name])
    }
    var training = training(Self.classificationLoss.value)
    training.metrics = [BinaryAccuracy(threshold: threshold!), .auc]
    return ClassificationPipeline(
      target: target, positiveFrom: positiveFrom, preprocessor: try preprocessor(for: target),
      network: .dense(hidden: hidden!, activation: Activation(named: activation!)!, output: .sigmoid),
      training: training, trainFraction: trainFraction!, splitSeed: UInt32(splitSeed!),
      threshold: threshold!)
  }

  private func foreignSetting(_ setting: String, to task: RunTask) -> RunConfigurationError {
    RunConfigurationError(
      setting: setting,
      problem: "is for a \(task.rawValue) only: set the task to \(task.rawValue) or leave it out")
  }

  private func unfitLoss(for task: String, _ names: [String]) -> RunConfigurationError {
    RunConfigurationError(
      setting: "loss", problem: "is \"\(loss!)\", but a \(task) takes \(names.joined(separator: ", "))")
  }

  /// - Precondition: all defaults are filled in, and checked.
  private func training(_ loss: any Loss) -> Training {
    var optimizer = Self.optimizers.first { $0.name == self.optimizer }!.value
    if let learningRate { optimizer.learningRate = .constant(learningRate) }
    let stopping = EarlyStopping(minDelta: minDelta!, patience: patience!, restoreBestWeights: true)
    return Training(
      optimizer: optimizer, loss: loss, batchSize: batchSize!, epochs: epochs!,
      callbacks: earlyStopping! ? [stopping] : [], seed: UInt64(seed!), threads: threads)
  }
}
