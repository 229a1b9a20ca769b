import NeuralNetworks
import Tabular

/// A network on the Playground's points as a model of the column `label`, for use with any table of points.
package enum PlaygroundModel {
  /// The model as the bytes of a file.
  ///
  /// Features and label stay unscaled. A network whose output is a probability distinguishes two classes, labels
  /// of 0 or more and others; any other predicts the label as a number, also where it is −1 or +1.
  /// - Parameters:
  ///   - features: of ``PlaygroundData/features``, as the network takes them.
  ///   - train: the points that it learned from: x1, x2 and label.
  ///   - test: the points that it did not.
  /// - Throws: ``VintnerError`` where points cannot be used.
  package static func bytes(
    of network: TrainedNetwork, features: [String], train: DataFrame, test: DataFrame, training: Training,
    isProbability: Bool
  ) throws(VintnerError) -> [UInt8] {
    let preprocessor = Preprocessor(features: features, encoding: nil, scaling: nil)
    guard !isProbability else {
      return try ClassificationPipeline(
        target: target, positiveFrom: 0, preprocessor: preprocessor, network: network.network,
        training: training
      ).prepared(train: train, validation: test).joined(with: network).modelBytes()
    }
    var prepared = try RegressionPipeline(
      target: target, preprocessor: preprocessor, network: network.network, training: training
    ).prepared(train: train, validation: test)
    // From 0 to 1 to the range from 0 to 1: as it is.
    prepared.target.targetScaling = try tabular(
      Scaling.minMax.fitted(to: DataFrame(columns: [Column(name: target, [0.0, 1.0])])))
    return prepared.joined(with: network).modelBytes()
  }

  private static let target = "label"
}
