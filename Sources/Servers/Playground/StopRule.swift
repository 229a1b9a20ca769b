import Vintner

/// What ends a run by itself, and which epoch was its best.
struct StopRule: Sendable {
  /// Why a run has ended.
  enum Ending: String, Sendable {
    case stopEpoch, stopLoss, earlyStopping, diverged
  }

  /// What is to be done after an epoch.
  struct Verdict {
    var keepsWeights = false
    var ending: Ending?
  }

  private let stopEpoch: Int
  private let stopLoss: Double?
  /// Whether the last epoch or the test loss has been reached, and training goes on all the same.
  private var isPassed = false
  private var stopping: EarlyStopping?
  /// The epoch with the lowest test loss among those that were measured; with early stopping the one whose
  /// weights it keeps.
  private(set) var best: (epoch: Int, loss: Double)?

  init(_ state: PlaygroundState) {
    stopEpoch = state.stopEpoch
    stopLoss = state.stopLoss
    stopping =
      state.earlyStopping
      ? EarlyStopping(minDelta: state.minDelta, patience: state.patience, restoreBestWeights: true) : nil
    stopping?.trainingBegins()
  }

  /// Whether every epoch has to be measured.
  var watches: Bool { stopping != nil || (stopLoss != nil && !isPassed) }

  /// Whether the run ends with this epoch, whatever it came to.
  func isLast(_ epoch: Int) -> Bool { stopEpoch > 0 && epoch >= stopEpoch && !isPassed }

  /// Goes on although a rule has ended the run: patience begins anew, the other rules have had their say.
  mutating func goOn() {
    isPassed = true
    restartPatience()
  }

  /// Forgets what early stopping has seen: other weights are another run.
  mutating func restartPatience() { stopping?.trainingBegins() }

  /// Whether the run ends with the weights of its best epoch, whatever ends it: as training with early stopping
  /// does.
  var restoresBest: Bool { stopping != nil }

  /// Goes on by another state's rules. The best epoch stays; patience begins anew where it was not asked for.
  func changed(to state: PlaygroundState) -> StopRule {
    var result = StopRule(state)
    result.best = best
    if let stopping, let new = result.stopping, stopping.patience == new.patience,
      stopping.minDelta == new.minDelta
    {
      result.stopping = stopping
    }
    return result
  }

  /// Judges an epoch that was measured.
  mutating func judge(epoch: Int, train: Double, test: Double) -> Verdict {
    var verdict = Verdict()
    guard train.isFinite, test.isFinite else {
      verdict.ending = .diverged
      return verdict
    }
    if stopping == nil, test < best?.loss ?? .infinity { best = (epoch, test) }
    // Training has seen no epoch before the first.
    let requests = epoch == 0 ? nil : stopping?.epochEnded(EpochFigures(epoch: epoch, ["val_loss": test]))
    for request in requests ?? [] {
      switch request {
      case .keepWeights:
        verdict.keepsWeights = true
        best = (epoch, test)
      case .stop: verdict.ending = .earlyStopping
      default: break
      }
    }
    if let stopLoss, test <= stopLoss, !isPassed { verdict.ending = .stopLoss }
    if isLast(epoch) { verdict.ending = verdict.ending ?? .stopEpoch }
    return verdict
  }
}
