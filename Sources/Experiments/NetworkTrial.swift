import LinearAlgebra
import NeuralNetworks
import Pipelines

/// A network and its rows as an experiment trains them: what trials with Keras's numerics have in common.
struct NetworkTrial {
  /// Shapes: x (rows, inputs), y (rows, outputs)
  typealias Rows = (x: Matrix<Double>, y: Matrix<Double>)

  let network: Sequential
  let training: Training
  let precision: Precision
  let train: Rows
  let validation: Rows
  /// How much the rows count; `nil` where all count alike.
  var weights: (train: [Double], validation: [Double])?
  /// The metric that curves show as accuracy; `nil` where there is none.
  let accuracy: String?

  /// Trains once, on the calling thread alone.
  ///
  /// - Parameter surface: the network's predictions over the plane; called where they are wanted.
  /// - Throws: `VintnerError.network`.
  func outcome(
    seed: UInt64, recording: TrialRecording, surface: (TrainedNetwork) -> DecisionSurface?
  ) throws(VintnerError) -> TrialOutcome {
    var training = training
    training.seed = seed
    training.threads = 1
    training.isCancelled = recording.isCancelled
    try networking(
      network.requireMemory(
        inputs: train.x.columns, rows: train.x.rows, training: training, precision: precision,
        members: training.ensemble?.members ?? 1))
    let start = TrainedNetwork(
      network, inputs: train.x.columns, seed: seed, precision: precision, ensemble: training.ensemble)
    func trained(_ states: Checkpoints?, _ state: TrainingState?) throws(NetworkError) -> TrainedNetwork {
      training.checkpoints = states
      var run = try start.training(
        on: train.x, train.y, sampleWeights: weights?.train, validation: validation,
        validationWeights: weights?.validation, with: training, resuming: state)
      while run.ending == nil {
        guard let epoch = try run.advance().epoch else { continue }
        if epoch.epoch % recording.every == 0 || epoch.epoch == epoch.lastEpoch {
          recording.record(
            recorded(
              epoch.epoch, epoch.lossWithoutPenalty, epoch.validationLossWithoutPenalty
            ) { epoch[$0] },
            epoch.lastEpoch)
        }
      }
      return run.network
    }
    // The folder is that of an experiment on these rows: they have no digest here.
    let trained =
      if let checkpoints = recording.checkpoints {
        try checkpoints.trained(network, rows: "", epochs: training.epochs, trained)
      } else {
        try networking(trained(nil, nil))
      }
    let history = trained.history
    func point(at epoch: Int) -> RunPoint {
      func value(_ values: [Double]) -> Double? { values.isEmpty ? nil : values[epoch - 1] }
      return recorded(epoch, value(history.lossWithoutPenalty), value(history.validationLossWithoutPenalty)) {
        value(history[$0])
      }
    }
    let curve = (0..<history.epochs).map { $0 + 1 }
      .filter { $0 % recording.every == 0 || $0 == history.epochs }.map(point(at:))
    if case .diverged = history.ending { return TrialOutcome(curve: curve, final: nil, ending: .diverged) }
    return TrialOutcome(
      curve: curve,
      final: history.keptEpoch.map { trained.combination == nil ? point(at: $0) : combined(trained, at: $0) },
      ending: history.ending == .interrupted ? .interrupted : .completed, network: trained,
      surface: recording.wantsSurface ? surface(trained) : nil)
  }

  /// The losses of an ensemble's combined predictions: its curves are means over its members.
  private func combined(_ network: TrainedNetwork, at epoch: Int) -> RunPoint {
    func measured(_ rows: Rows, _ weights: [Double]?) -> (loss: Double, accuracy: Double?) {
      let outputs = network.predict(rows.x, threads: 1)
      let metric = training.metrics.first { $0.name == accuracy }
      return (
        training.loss(outputs, rows.y, sampleWeights: weights), metric.map { $0(outputs, rows.y) }
      )
    }
    let (own, held) = (measured(train, weights?.train), measured(validation, weights?.validation))
    return RunPoint(
      epoch: epoch, trainLoss: own.loss, testLoss: held.loss, trainAccuracy: own.accuracy,
      testAccuracy: held.accuracy)
  }

  /// Losses are compared among runs that may differ in their penalties: they are recorded without.
  private func recorded(
    _ epoch: Int, _ loss: Double?, _ validationLoss: Double?, _ value: (String) -> Double?
  ) -> RunPoint {
    RunPoint(
      epoch: epoch, trainLoss: loss ?? .nan, testLoss: validationLoss ?? .nan,
      trainAccuracy: accuracy.flatMap(value), testAccuracy: accuracy.flatMap { value("val_\($0)") })
  }
}

extension PreparedPipeline {
  /// Trains the network once on a table's rows, on the calling thread alone.
  ///
  /// - Parameter surface: the network's predictions over the plane; called where they are wanted. Default: none.
  /// - Throws: `VintnerError.network`; `VintnerError.outputs(found:needed:)`.
  func outcome(
    seed: UInt64, recording: TrialRecording, surface: (TrainedNetwork) -> DecisionSurface? = { _ in nil }
  ) throws(VintnerError) -> TrialOutcome {
    try requireOutputs()
    var training = pipeline.training
    let accuracy = pipeline.kind.metrics.first
    if let accuracy, !training.metrics.contains(where: { $0.name == accuracy.name }) {
      training.metrics.append(accuracy)
    }
    let trial = NetworkTrial(
      network: pipeline.network, training: training, precision: pipeline.precision, train: train,
      validation: validation, weights: sampleWeights, accuracy: accuracy?.name ?? BinaryAccuracy.kind)
    return try trial.outcome(seed: seed, recording: recording, surface: surface)
  }
}
