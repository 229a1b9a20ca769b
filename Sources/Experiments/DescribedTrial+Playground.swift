import NeuralNetworks
import Pipelines

/// With the Playground's numerics.
extension DescribedTrial {
  /// What a run of the Playground can say.
  private static let playgroundSettings: Set = [
    "data", "count", "noise", "train_fraction", "features", "numerics", "hidden", "activation",
    "learning_rate", "batch_size", "epochs", "regularization", "regularization_rate",
  ]

  /// The run of the Playground that it is.
  func playground(_ data: PlaygroundData) throws(RunConfigurationError) -> PlaygroundRun {
    try run.check()
    let foreign = Self.allSettings.first { setting in
      !Self.playgroundSettings.contains(setting.name) && setting.node(self) != nil
    }
    if let foreign {
      throw RunConfigurationError(
        setting: foreign.name,
        problem: "does not go with the Playground's numerics: leave it out, or set `numerics` to keras")
    }
    var result = PlaygroundRun(data: data, count: count, noise: noise ?? 0)
    if let features = run.features {
      try Self.checkFeatures(features)
      result.features = features
    }
    result.trainFraction = run.trainFraction ?? result.trainFraction
    result.hidden = run.hidden ?? result.hidden
    result.activation = run.activation.flatMap(Activation.init(named:)) ?? result.activation
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
    switch run.regularization {
    case "l1": result.regularization = .l1(run.regularizationRate ?? 0)
    case "l2": result.regularization = .l2(run.regularizationRate ?? 0)
    default: result.regularization = .none
    }
    return result
  }

  static func checkFeatures(_ features: [String]) throws(RunConfigurationError) {
    let known = PlaygroundData.features
    guard !features.isEmpty else {
      throw RunConfigurationError(
        setting: "features", problem: "has none: name one or more of \(known.joined(separator: ", "))")
    }
    for (place, name) in features.enumerated() where !known.contains(name) {
      throw RunConfigurationError(setting: "features[\(place)]", problem: unknownName(name, among: known))
    }
  }
}
