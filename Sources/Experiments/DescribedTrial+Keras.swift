import NeuralNetworks
import Pipelines

/// Points of the Playground with Keras's numerics.
extension DescribedTrial {
  /// The run on a data set's points that it is: where nothing else is said, with the Playground's split, network
  /// and batches, the mean squared error, and no early end.
  ///
  /// The labels are −1 and +1 behind a tanh, with the binary cross-entropy 0 and 1 behind a sigmoid, and the
  /// figures of a regression as they are.
  func points(_ data: PlaygroundData) throws(RunConfigurationError) -> PointsTrial {
    try requireScope(.points, "is for tables: leave it out, because the points are used as they are")
    var defaults = RunConfiguration()
    defaults.hidden = [4, 2]
    defaults.activation = .tanh
    defaults.batchSize = 10
    defaults.earlyStopping = false
    defaults.trainFraction = 0.5
    defaults.seed = 0
    defaults.loss = LossDescription(.meanSquaredError)
    let run = self.run.over(defaults).over(.defaults)
    let isProbability = data.isClassification && run.loss!.name == BinaryCrossEntropy.kind
    var points = PlaygroundRun(data: data, count: run.count, noise: run.noise ?? 0, precision: .double)
    points.trainFraction = run.trainFraction!
    points.features = try pointFeatures() ?? points.features
    let output: Activation = isProbability ? .sigmoid : data.isClassification ? .tanh : .linear
    return PointsTrial(points: points, network: run.network(output: output), training: run.training)
  }
}
