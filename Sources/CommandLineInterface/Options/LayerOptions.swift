import ArgumentParser
import Vintner

/// The options that say what stands in the layers beside their units.
struct LayerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A penalty on the weights. \(choice(RunConfiguration.regularizationNames)) (default: none)",
      valueName: "name"))
  var regularization: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How much of it, from 0 on. (default: a penalty has to say)", valueName: "rate"))
  var regularizationRate: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Normalize each hidden layer's sums over the batch, before the function. (default: no)")
  var batchNormalization: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The share of each hidden layer's answers to drop in training. (default: 0.0)", valueName: "share"))
  var dropout: Double?

  /// Puts what was given into a run.
  func add(to run: inout RunConfiguration) {
    run.regularization = regularization
    run.regularizationRate = regularizationRate
    run.batchNormalization = batchNormalization
    run.dropout = dropout
  }
}
