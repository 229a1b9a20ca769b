import NeuralNetworks
import Pipelines

/// Points of the Playground with Keras's numerics.
extension DescribedTrial {
  /// What such a run cannot say: points need no columns, rules and scales.
  private static let tableSettings: Set = [
    "target", "task", "positive_from", "threshold", "class_weights", "missing", "missing_indicator", "encode",
    "unknown", "max_categories", "scaling", "target_scaling", "metrics", "split_seed",
  ]

  /// The run on a data set's points that it is: where nothing else is said, with the Playground's split, network
  /// and batches, the mean squared error, and no early end.
  ///
  /// The labels are −1 and +1 behind a tanh, with the binary cross-entropy 0 and 1 behind a sigmoid, and the
  /// figures of a regression as they are.
  func points(_ data: PlaygroundData) throws(RunConfigurationError) -> PointsTrial {
    try run.check()
    let foreign = Self.allSettings.first { setting in
      Self.tableSettings.contains(setting.name) && setting.node(self) != nil
    }
    if let foreign {
      throw RunConfigurationError(
        setting: foreign.name, problem: "is for tables: leave it out, for the points are used as they are")
    }
    var defaults = RunConfiguration()
    defaults.hidden = [4, 2]
    defaults.activation = "tanh"
    defaults.batchSize = 10
    defaults.earlyStopping = false
    defaults.trainFraction = 0.5
    defaults.seed = 0
    defaults.loss = LossDescription(.meanSquaredError)
    let run = self.run.over(defaults).over(.defaults)
    let isProbability = data.isClassification && run.loss!.name == BinaryCrossEntropy.kind
    var points = PlaygroundRun(data: data, count: count, noise: noise ?? 0, precision: .double)
    points.trainFraction = run.trainFraction!
    if let features = run.features {
      try Self.checkFeatures(features)
      points.features = features
    }
    let output: Activation = isProbability ? .sigmoid : data.isClassification ? .tanh : .linear
    return PointsTrial(points: points, network: run.network(output: output), training: run.training)
  }
}
