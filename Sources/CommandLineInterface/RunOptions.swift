import ArgumentParser
import Vintner

/// The options that describe a run, each of which a run file may give as well.
struct RunOptions: ParsableArguments {
  @Option(help: "The column to predict.")
  var target: String?

  @Option(help: "The columns to predict it from, with commas between them. (default: all others)")
  var features: CommaSeparated<String>?

  @Option(help: "The units of each hidden layer. (default: 512,512,512)")
  var hidden: CommaSeparated<Int>?

  @Option(help: "relu, tanh, sigmoid or linear. (default: relu)")
  var activation: String?

  @Option(help: "adam or sgd. (default: adam)")
  var optimizer: String?

  @Option(help: "The size of a step. (default: 0.001 for adam, 0.01 for sgd)")
  var learningRate: Double?

  @Option(help: "mae or mse. (default: mae)")
  var loss: String?

  @Option(help: "Rows an update. (default: 256)")
  var batchSize: Int?

  @Option(help: "The most epochs to train. (default: 500)")
  var epochs: Int?

  @Flag(inversion: .prefixedNo, help: "Stop when the validation loss no longer improves. (default: yes)")
  var earlyStopping: Bool?

  @Option(help: "Epochs without improvement before stopping. (default: 20)")
  var patience: Int?

  @Option(help: "The smallest improvement that counts. (default: 0.001)")
  var minDelta: Double?

  @Option(help: "The share of the rows to train on. (default: 0.7)")
  var trainFraction: Double?

  @Option(help: "The seed of the split, pandas's random_state. (default: 0)")
  var splitSeed: Int?

  @Option(help: "The seed of the weights and of the rows' order. (default: 0)")
  var seed: Int?

  @Option(help: "Threads to use; the results do not depend on it. (default: as many as pay)")
  var threads: Int?

  /// What was given.
  var configuration: RunConfiguration {
    var result = RunConfiguration()
    result.target = target
    result.features = features?.elements
    result.hidden = hidden?.elements
    result.activation = activation
    result.optimizer = optimizer
    result.learningRate = learningRate
    result.loss = loss
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
