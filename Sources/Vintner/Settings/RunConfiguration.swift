import Foundation
import NeuralNetworks
import Tabular

/// A run of `vintner train`, described: what a run file (YAML) or the command line may say.
///
/// What is `nil` has been left to the defaults, which are those of ``RegressionPipeline``.
public struct RunConfiguration: Sendable, Equatable {
  /// The path of the CSV file, as seen from the working directory.
  public var data: String?
  /// What that file's SHA-256 has to be.
  public var dataSHA256: String?
  public var target: String?
  public var features: [String]?
  /// The units of each hidden layer.
  public var hidden: [Int]?
  public var activation: String?
  public var optimizer: String?
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
  public var threads: Int?

  public init() {}

  /// This configuration where it says something, and the other where it does not.
  public func over(_ other: RunConfiguration) -> RunConfiguration {
    var result = RunConfiguration()
    // Other data than the file's cannot be held to the file's checksum.
    result.data = data ?? other.data
    result.dataSHA256 = data == nil ? other.dataSHA256 : dataSHA256
    result.target = target ?? other.target
    result.features = features ?? other.features
    result.hidden = hidden ?? other.hidden
    result.activation = activation ?? other.activation
    result.optimizer = optimizer ?? other.optimizer
    result.learningRate = learningRate ?? other.learningRate
    result.loss = loss ?? other.loss
    result.batchSize = batchSize ?? other.batchSize
    result.epochs = epochs ?? other.epochs
    result.earlyStopping = earlyStopping ?? other.earlyStopping
    result.patience = patience ?? other.patience
    result.minDelta = minDelta ?? other.minDelta
    result.trainFraction = trainFraction ?? other.trainFraction
    result.splitSeed = splitSeed ?? other.splitSeed
    result.seed = seed ?? other.seed
    result.threads = threads ?? other.threads
    return result
  }

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
}

/// What a run cannot be. `description` is one sentence that names the setting.
public struct RunConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  public let setting: String
  public let problem: String

  public var description: String { "\(setting) \(problem)." }
}

extension RunConfiguration {
  /// The pipeline that this run is, its defaults filled in.
  ///
  /// - Throws: ``RunConfigurationError`` for a value that cannot be, or a name that is not known.
  public func pipeline() throws(RunConfigurationError) -> RegressionPipeline {
    let run = over(.defaults)
    guard let target = run.target else {
      throw RunConfigurationError(setting: "target", problem: "is missing: name the column to predict")
    }
    for units in run.hidden! {
      try require(units > 0, "hidden", "takes layers of 1 unit or more, received \(units)")
    }
    let fraction = run.trainFraction!
    try require(fraction > 0 && fraction < 1, "train_fraction", "lies between 0 and 1, received \(fraction)")
    let splitSeed = run.splitSeed!
    try require(
      splitSeed >= 0 && splitSeed <= Int(UInt32.max), "split_seed",
      "lies in 0 to 2³² − 1, received \(splitSeed)")
    return RegressionPipeline(
      target: target, preprocessor: Preprocessor(features: run.features, encoding: nil),
      network: .dense(hidden: run.hidden!, activation: try activation(named: run.activation!)),
      training: try run.training(), trainFraction: fraction, splitSeed: UInt32(splitSeed))
  }

  private func training() throws(RunConfigurationError) -> Training {
    try require(batchSize! > 0, "batch_size", "is 1 row or more, received \(batchSize!)")
    try require(epochs! > 0, "epochs", "is 1 or more, received \(epochs!)")
    try require(patience! >= 0, "patience", "is 0 epochs or more, received \(patience!)")
    try require(
      minDelta! >= 0 && minDelta!.isFinite, "min_delta", "is a number from 0 on, received \(minDelta!)")
    try require(seed! >= 0, "seed", "is 0 or more, received \(seed!)")
    try require(threads ?? 1 > 0, "threads", "is 1 or more, received \(threads ?? 0)")
    let stopping = EarlyStopping(minDelta: minDelta!, patience: patience!, restoreBestWeights: true)
    return Training(
      optimizer: try makeOptimizer(), loss: try loss(named: loss!), batchSize: batchSize!, epochs: epochs!,
      callbacks: earlyStopping! ? [stopping] : [], seed: UInt64(seed!), threads: threads)
  }

  private func makeOptimizer() throws(RunConfigurationError) -> any Optimizer {
    if let learningRate {
      try require(
        learningRate > 0 && learningRate.isFinite, "learning_rate", "is above 0, received \(learningRate)")
    }
    var result: any Optimizer =
      try choice(optimizer!, of: [("adam", Adam() as any Optimizer), ("sgd", SGD())], for: "optimizer")
    if let learningRate { result.learningRate = learningRate }
    return result
  }

  private func loss(named name: String) throws(RunConfigurationError) -> any Loss {
    try choice(
      name, of: [("mae", .meanAbsoluteError as any Loss), ("mse", .meanSquaredError)], for: "loss")
  }

  private func activation(named name: String) throws(RunConfigurationError) -> Activation {
    try choice(name, of: Activation.all.map { ($0.name, $0) }, for: "activation")
  }

  private func choice<Value>(
    _ name: String, of names: [(name: String, value: Value)], for setting: String
  ) throws(RunConfigurationError) -> Value {
    guard let found = names.first(where: { $0.name == name }) else {
      throw RunConfigurationError(
        setting: setting,
        problem: "\"\(name)\" is not known: choose one of \(names.map(\.name).joined(separator: ", "))")
    }
    return found.value
  }

  private func require(
    _ holds: Bool, _ setting: String, _ problem: @autoclosure () -> String
  ) throws(RunConfigurationError) {
    if !holds { throw RunConfigurationError(setting: setting, problem: problem()) }
  }
}
