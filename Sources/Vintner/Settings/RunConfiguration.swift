import NeuralNetworks
import Tabular

/// A run of `vintner train`, described: what a run file (YAML) or the command line may say.
///
/// What is `nil` has been left to ``defaults``, which are those of ``RegressionPipeline``.
public struct RunConfiguration: Sendable, Equatable {
  /// The path of the CSV file, as seen from the working directory.
  public var data: String?
  /// What that file's SHA-256 has to be.
  public var dataSHA256: String?
  public var target: String?
  /// Default: all columns but the target, and but one that only numbers the rows.
  public var features: [String]?
  /// The units of each hidden layer.
  public var hidden: [Int]?
  public var activation: String?
  public var optimizer: String?
  /// Default: the optimizer's own.
  public var learningRate: Double?
  public var loss: String?
  public var batchSize: Int?
  public var epochs: Int?
  public var earlyStopping: Bool?
  public var patience: Int?
  public var minDelta: Double?
  public var trainFraction: Double?
  public var splitSeed: Int?
  public var seed: Int?
  /// Default: as many as pay.
  public var threads: Int?

  public init() {}

  /// The defaults, spelled out.
  public static var defaults: RunConfiguration {
    var result = RunConfiguration()
    result.hidden = [512, 512, 512]
    result.activation = "relu"
    result.optimizer = "adam"
    result.loss = "mae"
    result.batchSize = 256
    result.epochs = 500
    result.earlyStopping = true
    result.patience = 20
    result.minDelta = 0.001
    result.trainFraction = 0.7
    result.splitSeed = 0
    result.seed = 0
    return result
  }

  /// This configuration where it says something, and the other where it does not.
  public func over(_ other: RunConfiguration) -> RunConfiguration {
    var result = other
    for setting in RunSetting.all { setting.copy(self, &result) }
    // Other data than the file's cannot be held to the file's checksum.
    if data != nil { result.dataSHA256 = dataSHA256 }
    return result
  }

  /// Checks every value that is given, by itself.
  ///
  /// - Throws: ``RunConfigurationError`` for the first that cannot be, or is a name that is not known.
  public func check() throws(RunConfigurationError) {
    for setting in RunSetting.all {
      if let problem = setting.problem(self) {
        throw RunConfigurationError(setting: setting.name, problem: problem)
      }
    }
  }
}

extension RunConfiguration {
  /// What `activation`, `optimizer` and `loss` can be.
  public static var activationNames: [String] { Activation.all.map(\.name) }
  public static var optimizerNames: [String] { optimizers.map(\.name) }
  public static var lossNames: [String] { losses.map(\.name) }

  private static let optimizers: [(name: String, value: any Optimizer)] =
    OptimizerDescription.names.map { ($0, OptimizerDescription.optimizer(named: $0)!) }

  private static let losses: [(name: String, value: any Loss)] = [
    ("mae", .meanAbsoluteError), ("mse", .meanSquaredError), ("huber", Huber()), ("log_cosh", LogCosh()),
  ]

  /// The pipeline that this run is, its defaults filled in.
  ///
  /// - Throws: ``RunConfigurationError`` for a value that cannot be, a name that is not known, or where
  ///   there is no target.
  public func pipeline() throws(RunConfigurationError) -> RegressionPipeline {
    let run = over(.defaults)
    try run.check()
    guard let target = run.target else {
      throw RunConfigurationError(setting: "target", problem: "is missing: name the column to predict")
    }
    let activation = Activation(named: run.activation!)!
    return RegressionPipeline(
      target: target, preprocessor: Preprocessor(features: run.features, encoding: nil),
      network: .dense(hidden: run.hidden!, activation: activation), training: run.training,
      trainFraction: run.trainFraction!, splitSeed: UInt32(run.splitSeed!))
  }

  /// - Precondition: all defaults are filled in, and checked.
  private var training: Training {
    var optimizer = Self.optimizers.first { $0.name == self.optimizer }!.value
    if let learningRate { optimizer.learningRate = .constant(learningRate) }
    let stopping = EarlyStopping(minDelta: minDelta!, patience: patience!, restoreBestWeights: true)
    return Training(
      optimizer: optimizer, loss: Self.losses.first { $0.name == self.loss }!.value, batchSize: batchSize!,
      epochs: epochs!, callbacks: earlyStopping! ? [stopping] : [], seed: UInt64(seed!), threads: threads)
  }
}
