import NeuralNetworks
import Pipelines

/// With the Playground's numerics.
extension DescribedTrial {
  /// The run of the Playground that it is.
  func playground(_ data: PlaygroundData) throws(RunConfigurationError) -> PlaygroundRun {
    try requireScope(
      .playground, "does not go with the Playground's numerics: leave it out, or set `numerics` to keras")
    var result = PlaygroundRun(data: data, count: run.count, noise: run.noise ?? 0)
    result.features = try pointFeatures() ?? result.features
    result.trainFraction = run.trainFraction ?? result.trainFraction
    result.hidden = run.hidden ?? result.hidden
    result.activation = run.activation ?? result.activation
    switch run.learningRate {
    case .constant(let rate)?: result.learningRate = rate
    case .schedule?:
      throw RunConfigurationError(
        setting: "learning_rate",
        problem: "is a schedule, which the Playground's numerics do not have: set `numerics` to keras")
    case nil: break
    }
    result.batchSize = run.batchSize ?? result.batchSize
    result.epochs = run.epochs ?? result.epochs
    result.regularization = PlaygroundRegularization(
      run.regularization ?? .none, rate: run.regularizationRate ?? 0)
    return result
  }
}
