import Vintner

/// What ends a run of the page by itself, in terms of its training: a number of epochs and callbacks.
struct StopRule: Sendable {
  /// Why a run has ended.
  enum Ending: String, Sendable {
    case stopEpoch, stopLoss, earlyStopping, diverged
  }

  /// The number of epochs of a run without a last one.
  static let endless = Int.max / 2

  private let state: PlaygroundState
  /// Whether a rule has ended the run, and training continues all the same.
  private var isPassed = false
  /// The epoch with the lowest test loss among those that were evaluated; with early stopping the one whose
  /// weights it keeps.
  private(set) var best: (epoch: Int, loss: Double)?

  init(_ state: PlaygroundState) { self.state = state }

  /// The rules of another state. The best epoch stays.
  func changed(to state: PlaygroundState) -> StopRule {
    var result = StopRule(state)
    result.best = best
    return result
  }

  /// Lets the run continue although a rule has ended it: only early stopping can end it again.
  mutating func pass() { isPassed = true }

  /// The training with its end.
  ///
  /// - Parameter interval: every how many epochs one is evaluated where no callback needs all of them.
  func training(evaluatingEvery interval: Int) -> Training {
    var training = state.training(epochs: isPassed ? Self.endless : state.run.epochs ?? Self.endless)
    training.metrics = []
    training.callbacks = callbacks
    training.evaluationInterval = needsEveryEpoch ? 1 : interval
    return training
  }

  /// Whether a callback needs every epoch to be evaluated.
  var needsEveryEpoch: Bool { !callbacks.isEmpty }

  /// The limit of the loss comes after early stopping: where both end the run, it is the reason.
  private var callbacks: [any Callback] {
    var callbacks: [any Callback] = []
    if state.earlyStopping {
      callbacks.append(EarlyStopping(state.minDelta, patience: state.patience))
    }
    if let loss = state.stopLoss, !isPassed { callbacks.append(LossLimit(loss: loss)) }
    return callbacks
  }

  /// Judges an epoch that was evaluated; returns why the run has ended, if it has.
  ///
  /// - Parameters:
  ///   - epoch: 0 before the first update, which training has not seen.
  ///   - ending: the training's.
  ///   - keptEpoch: the epoch whose weights early stopping keeps.
  mutating func judge(
    epoch: Int, train: Double, test: Double, ending: History.Ending?, keptEpoch: Int?
  ) -> Ending? {
    guard train.isFinite, test.isFinite else { return .diverged }
    if state.earlyStopping ? keptEpoch == epoch : test < best?.loss ?? .infinity { best = (epoch, test) }
    switch ending {
    case nil: return epoch == 0 && test <= state.stopLoss ?? -.infinity ? .stopLoss : nil
    case .completed: return .stopEpoch
    case .stopped(LossLimit.reason): return .stopLoss
    case .stopped: return .earlyStopping
    case .interrupted, .diverged: return .diverged
    }
  }
}

/// Ends a run whose test loss is low enough.
private struct LossLimit: Callback, Equatable {
  static let reason = "the test loss has reached its limit"
  let loss: Double

  func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    metrics["val_loss"] ?? .infinity <= loss ? [.stop(reason: Self.reason)] : []
  }
}
