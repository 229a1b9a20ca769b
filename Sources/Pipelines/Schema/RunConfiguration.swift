import NeuralNetworks
import Tabular

/// A run of `vintner train`, described: what a run file (YAML) or the command line may say.
///
/// What is `nil` has been left to ``defaults(for:)``, which are those of ``RegressionPipeline`` and
/// ``ClassificationPipeline``.
public struct RunConfiguration: Sendable, Equatable {
  /// The path of the CSV file, as seen from the working directory.
  public var data: String?
  /// What that file's SHA-256 has to be.
  public var dataSHA256: String?
  /// The column to predict.
  public var target: String?
  /// What ``RunTask`` is called. Default: regression.
  public var task: String?
  /// In a classification, from which value of the target on a row is positive. Default: the target has
  /// two classes.
  public var positiveFrom: Double?
  /// In a classification, the probability above which a row is called positive.
  public var threshold: Double?
  /// In a classification, how much the training rows of each class count: `balanced`, or `yes=3`. Default: 1.
  public var classWeights: [String]?
  /// Default: all columns but the target, and but one that only numbers the rows.
  public var features: [String]?
  /// What is done about missing values, in the words of ``MissingRule``: `median`, `age=drop`.
  public var missing: [String]?
  /// Whether each filled column is followed by one that tells which of its values were missing.
  public var missingIndicator: Bool?
  /// What becomes categories: `one-hot` for all columns of texts, or columns' names. Default: nothing, and
  /// texts are refused.
  public var encode: [String]?
  /// What ``unknownNames`` call what a category becomes that the training rows did not have.
  public var unknown: String?
  /// How many categories a column may have.
  public var maxCategories: Int?
  /// What ``scalingNames`` call how the features' numbers are scaled.
  public var scaling: String?
  /// The same for the target of a regression.
  public var targetScaling: String?
  /// The units of each hidden layer.
  public var hidden: [Int]?
  /// What ``activationNames`` call the function of the hidden layers.
  public var activation: String?
  /// What ``regularizationNames`` call the penalty on the weights of every layer.
  public var regularization: String?
  /// How much of it. Default: a penalty has to say.
  public var regularizationRate: Double?
  /// Whether a batch normalization stands between each hidden layer's sums and its function.
  public var batchNormalization: Bool?
  /// The share of each hidden layer's answers that is dropped, in [0, 1).
  public var dropout: Double?
  /// The optimizer with its options.
  public var optimizer: OptimizerDescription?
  /// The rate, or its schedule. Default: the optimizer's own.
  public var learningRate: LearningRate?
  /// The loss with its options.
  public var loss: LossDescription?
  /// What is reported of every epoch beside the loss. Default: nothing in a regression; accuracy and AUC in a
  /// classification.
  public var metrics: [MetricDescription]?
  /// Rows an update.
  public var batchSize: Int?
  /// The most epochs.
  public var epochs: Int?
  /// Whether training ends when the validation loss has stopped improving.
  public var earlyStopping: Bool?
  /// How many epochs without improvement end it.
  public var patience: Int?
  /// How much lower a loss is an improvement.
  public var minDelta: Double?
  /// The share of the rows to train on, in (0, 1).
  public var trainFraction: Double?
  /// The seed of the split.
  public var splitSeed: Int?
  /// The seed of the training.
  public var seed: Int?
  /// Default: as many as pay.
  public var threads: Int?
  /// Where the table stays in its file, the rows that are in memory at a time. Default: the table is in memory.
  public var streamWindow: Int?

  /// Creates a configuration that says nothing.
  public init() {}

  /// The defaults of a task, spelled out.
  public static func defaults(for task: RunTask) -> RunConfiguration {
    var result = defaults
    task.target.setDefaults(of: &result)
    return result
  }

  /// The defaults of a regression, spelled out.
  public static var defaults: RunConfiguration {
    var result = RunConfiguration()
    result.missing = [MissingValues.refuse.settingName]
    result.missingIndicator = false
    result.unknown = unknownNames[0]
    result.maxCategories = OneHotEncoder().maximumCategories
    result.scaling = scalingNames[0]
    result.targetScaling = scalingNames[0]
    result.hidden = [512, 512, 512]
    result.activation = "relu"
    result.regularization = regularizationNames[0]
    result.batchNormalization = false
    result.dropout = 0
    result.optimizer = OptimizerDescription(Adam())
    result.loss = LossDescription(.meanAbsoluteError)
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
