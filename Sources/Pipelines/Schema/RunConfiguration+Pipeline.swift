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
    try run.checkPenalty()
    guard run.runTask == Target.task else {
      throw RunConfigurationError(
        setting: "task", problem: "is \(run.runTask.rawValue), where \(Target.task.rawValue) is expected")
    }
    let run = run.over(.defaults(for: Target.task))
    try run.check()
    guard run.target != nil else {
      throw RunConfigurationError(setting: "target", problem: "is missing: name the column to predict")
    }
    for task in RunTask.allCases where task != Target.task {
      for setting in task.target.settings where setting.isGiven(run) {
        guard !Target.settings.contains(where: { $0.name == setting.name }) else { continue }
        throw RunConfigurationError(
          setting: setting.name,
          problem: "is for a \(task.rawValue) only: set the task to \(task.rawValue) or leave it out")
      }
    }
    let kind = try Target(run)
    var training = run.training
    if run.metrics == nil { training.metrics = kind.metrics }
    self.init(
      kind, preprocessor: try run.preprocessor(for: kind.columns),
      network: run.network(output: Target.lastActivation), training: training,
      trainFraction: run.trainFraction!, splitSeed: UInt32(run.splitSeed!))
  }
}

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
