import LinearAlgebra
import NeuralNetworks
import Pipelines

/// A network and its rows as an experiment trains them: what trials with Keras's numerics have in common.
struct NetworkTrial {
  let network: Sequential
  let training: Training
  let precision: Precision
  /// Shapes: x (rows, inputs), y (rows, 1)
  let train: (x: Matrix<Double>, y: Matrix<Double>)
  let validation: (x: Matrix<Double>, y: Matrix<Double>)
  /// The metric that curves show as accuracy; `nil` where there is none.
  let accuracy: String?

  /// Trains once, on the calling thread alone.
  ///
  /// - Parameter surface: the network's predictions over the plane; called where they are wanted.
  /// - Throws: `VintnerError.network`.
  func outcome(
    seed: UInt64, recording: TrialRecording, surface: (TrainedNetwork) -> DecisionSurface?
  ) throws(VintnerError) -> TrialOutcome {
    var training = self.training
    training.seed = seed
    training.threads = 1
    training.isCancelled = recording.isCancelled
    do throws(NetworkError) {
      let start = TrainedNetwork(network, inputs: train.x.columns, seed: seed, precision: precision)
      var run = try start.training(on: train.x, train.y, validation: validation, with: training)
      while run.ending == nil {
        let advance = try run.advance()
        guard let epoch = advance.epoch else { continue }
        if epoch.epoch % recording.every == 0 || epoch.epoch == epoch.lastEpoch {
          recording.record(point(epoch.epoch) { epoch[$0] }, epoch.lastEpoch)
        }
      }
      let trained = run.network
      let history = trained.history
      let curve = curve(of: history, every: recording.every)
      if case .diverged = run.ending { return TrialOutcome(curve: curve, final: nil, ending: .diverged) }
      var outcome = TrialOutcome(
        curve: curve, final: history.keptEpoch.map { point(of: history, $0) },
        ending: run.ending == .interrupted ? .interrupted : .completed, network: trained)
      if recording.wantsSurface { outcome.surface = surface(trained) }
      return outcome
    } catch {
      throw .network(error)
    }
  }

  private func curve(of history: History, every: Int) -> [RunPoint] {
    var epochs = Array(stride(from: every, through: history.epochs, by: every))
    if history.epochs % every != 0 { epochs.append(history.epochs) }
    return epochs.map { point(of: history, $0) }
  }

  private func point(of history: History, _ epoch: Int) -> RunPoint {
    point(epoch) { name in history[name].isEmpty ? nil : history[name][epoch - 1] }
  }

  private func point(_ epoch: Int, _ value: (String) -> Double?) -> RunPoint {
    RunPoint(
      epoch: epoch, trainLoss: value("loss") ?? .nan, testLoss: value("val_loss") ?? .nan,
      trainAccuracy: accuracy.flatMap(value), testAccuracy: accuracy.flatMap { value("val_\($0)") })
  }
}
