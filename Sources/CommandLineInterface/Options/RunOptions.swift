import ArgumentParser
import Vintner

/// The options that describe a run, each of which a run file may give as well.
///
/// Numbers are parsed unconditionally, so that `--epochs -1` is told what it may be.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The column to predict.", valueName: "name"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "\(choice(RunTask.allCases.map(\.rawValue))) (default: regression)", valueName: "name"))
  var task: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "For a classification: the target's value from which a row is positive. (default: its two classes)",
      valueName: "value"))
  var positiveFrom: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "For a classification: the probability above which a row is called positive. (default: 0.5)",
      valueName: "share"))
  var threshold: Double?

  @Option(
    help: ArgumentHelp(
      "For a classification: how much rows of each class count, balanced or CLASS=WEIGHT. (default: all count 1)",
      valueName: "weights"))
  var classWeights: CommaSeparated<String>?

  @Option(
    help: ArgumentHelp(
      """
      The columns to predict it from, with commas between them; also a_squared, a_times_b and sin_a of columns \
      a and b. (default: all others)
      """, valueName: "names"))
  var features: CommaSeparated<String>?

  @OptionGroup(title: "The table") var table: TableOptions

  @Option(help: ArgumentHelp("The units of each hidden layer. (default: 512,512,512)", valueName: "units"))
  var hidden: CommaSeparated<Int>?

  @Option(
    help: ArgumentHelp("\(choice(RunConfiguration.activationNames)) (default: relu)", valueName: "name"))
  var activation: String?

  @OptionGroup var layers: LayerOptions

  @Option(
    help: ArgumentHelp(
      """
      \(choice(RunConfiguration.optimizerNames)) Options stand behind a colon: sgd:momentum=0.9. (default: adam)
      """, valueName: "name"))
  var optimizer: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      The size of a step, or a schedule with its options as a loss has them: \
      \(LearningRate.scheduleNames.joined(separator: ", ")). (default: the optimizer's own, 0.001 for adam)
      """, valueName: "rate"))
  var learningRate: String?

  @Option(
    help: ArgumentHelp(
      """
      \(choice(LossDescription.names)) Options stand behind a colon: huber:delta=0.5, quantile:quantile=0.9. \
      A classification has binary_crossentropy where nothing else is said. (default: mae)
      """, valueName: "name"))
  var loss: String?

  @Option(
    help: ArgumentHelp(
      "What is reported of every epoch beside the loss, with commas between them: rmse, r2, auc and others.",
      valueName: "names"))
  var metrics: CommaSeparated<String>?

  @Option(parsing: .unconditional, help: ArgumentHelp("Rows an update. (default: 256)", valueName: "rows"))
  var batchSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The most epochs to train. (default: 500)", valueName: "count"))
  var epochs: Int?

  @Flag(inversion: .prefixedNo, help: "Stop when the validation loss no longer improves. (default: yes)")
  var earlyStopping: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Epochs without improvement before stopping. (default: 20)", valueName: "count"))
  var patience: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The smallest improvement that counts. (default: 0.001)", valueName: "loss"))
  var minDelta: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The share of the rows to train on. (default: 0.7)", valueName: "share"))
  var trainFraction: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seed of the split, pandas's random_state. (default: 0)", valueName: "seed"))
  var splitSeed: Int?

  @Option(parsing: .unconditional, help: "The seed of the weights and of the rows' order. (default: 0)")
  var seed: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads to use; the results do not depend on it. (default: $VINTNER_THREADS, else as many as pay)",
      valueName: "count"))
  var threads: Int?

  func validate() throws {
    do throws(RunConfigurationError) {
      try configuration().check()
    } catch {
      let flag = "--" + error.setting.replacing("_", with: "-")
      throw ValidationError("\(flag) \(error.problem)")
    }
  }

  /// What was given.
  func configuration() throws(RunConfigurationError) -> RunConfiguration {
    var result = RunConfiguration()
    result.target = target
    result.task = task
    result.positiveFrom = positiveFrom
    result.threshold = threshold
    result.classWeights = classWeights?.elements
    result.features = features?.elements
    table.add(to: &result)
    result.hidden = hidden?.elements
    result.activation = activation
    layers.add(to: &result)
    if let optimizer { result.optimizer = try OptimizerDescription(optimizer, setting: "optimizer") }
    if let learningRate { result.learningRate = try LearningRate(learningRate, setting: "learning_rate") }
    if let loss { result.loss = try LossDescription(loss, setting: "loss") }
    result.metrics = try metrics?.elements.map { name throws(RunConfigurationError) in
      try MetricDescription(name, setting: "metrics")
    }
    result.batchSize = batchSize
    result.epochs = epochs
    result.earlyStopping = earlyStopping
    result.patience = patience
    result.minDelta = minDelta
    result.trainFraction = trainFraction
    result.splitSeed = splitSeed
    result.seed = seed
    result.threads = threads
    return result
  }
}
