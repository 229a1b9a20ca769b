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
  /// - Parameter surface: what the network answers over the plane; asked where that is wanted.
  /// - Throws: ``VintnerError/network(_:)``.
  func outcome(
    seed: UInt64, recording: TrialRecording, surface: (TrainedNetwork) -> DecisionSurface?
  ) throws(VintnerError) -> TrialOutcome {
    var training = self.training
    training.seed = seed
    training.threads = 1
    training.isCancelled = recording.isCancelled
    let (every, accuracy) = (recording.every, accuracy)
    training.callbacks.append(
      ClosureCallback { figures in
        if figures.epoch % every == 0 || figures.epoch == figures.lastEpoch {
          recording.record(Self.point(figures.epoch, accuracy) { figures[$0] }, figures.lastEpoch)
        }
        return []
      })
    do throws(NetworkError) {
      let trained = try network.fitted(
        to: train.x, train.y, validation: validation, with: training, precision: precision)
      let history = trained.history
      var outcome = TrialOutcome(
        curve: curve(of: history, every: every), final: history.keptEpoch.map { point(of: history, $0) },
        ending: history.ending == .interrupted ? .interrupted : .completed, network: trained)
      if recording.wantsSurface { outcome.surface = surface(trained) }
      return outcome
    } catch {
      guard case .diverged(_, _, let best) = error else { throw .network(error) }
      return TrialOutcome(
        curve: best.map { curve(of: $0.history, every: every) } ?? [], final: nil, ending: .diverged)
    }
  }

  private func curve(of history: History, every: Int) -> [RunPoint] {
    var epochs = Array(stride(from: every, through: history.epochs, by: every))
    if history.epochs % every != 0 { epochs.append(history.epochs) }
    return epochs.map { point(of: history, $0) }
  }

  private func point(of history: History, _ epoch: Int) -> RunPoint {
    Self.point(epoch, accuracy) { name in history[name].isEmpty ? nil : history[name][epoch - 1] }
  }

  private static func point(
    _ epoch: Int, _ accuracy: String?, _ figure: (String) -> Double?
  ) -> RunPoint {
    RunPoint(
      epoch: epoch, trainLoss: figure("loss") ?? .nan, testLoss: figure("val_loss") ?? .nan,
      trainAccuracy: accuracy.flatMap(figure), testAccuracy: accuracy.flatMap { figure("val_\($0)") })
  }
}
