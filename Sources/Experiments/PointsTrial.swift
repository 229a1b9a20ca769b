import LinearAlgebra
import NeuralNetworks
import Pipelines

/// A run on the Playground's points with Keras's numerics: any layers, loss and optimizer, Keras's first weights
/// and order of rows. The seed draws the points, too.
///
/// Points, split and features are those of `PlaygroundRun`, unscaled. The labels of two classes are −1 and +1, or
/// 0 and 1 where the loss is the binary cross-entropy.
struct PointsTrial: Trial {
  /// The points: data, noise, features and split.
  let points: PlaygroundRun
  /// Its last layer has one unit.
  let network: Sequential
  let training: Training

  private var isProbability: Bool {
    points.data.isClassification && training.loss.name == BinaryCrossEntropy.kind
  }

  func check() throws(VintnerError) { _ = try points.begun() }

  func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    var points = points
    points.seed = seed
    let begun = try points.begun()
    var training = training
    var accuracy: String?
    if points.data.isClassification {
      let metric: any Metric = isProbability ? BinaryAccuracy(threshold: 0.5) : SignAccuracy()
      training.metrics.append(metric)
      accuracy = metric.name
    }
    let trial = NetworkTrial(
      network: network, training: training, precision: .single, train: labelled(begun.trainMatrices),
      validation: labelled(begun.testMatrices), accuracy: accuracy)
    return try trial.outcome(seed: seed, recording: recording) { trained in
      let answers = PlaygroundRows(
        DecisionSurface.places.map { PlaygroundPoint(x1: $0.x, x2: $0.y, label: 0) },
        features: points.features
      ).outputs(of: trained)
      return DecisionSurface(
        values: isProbability ? answers.map { 2 * $0 - 1 } : answers,
        train: points.data.isClassification ? begun.train : nil)
    }
  }

  /// Points with the labels that the loss takes.
  private func labelled(
    _ rows: (x: Matrix<Double>, y: Matrix<Double>)
  ) -> (x: Matrix<Double>, y: Matrix<Double>) {
    isProbability ? (rows.x, Matrix(column: rows.y.scalars.map { $0 > 0 ? 1 : 0 })) : rows
  }
}
