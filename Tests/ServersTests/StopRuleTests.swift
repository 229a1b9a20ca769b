import Testing
import Vintner

@testable import Servers

struct StopRuleTests {
  /// Where a run with these test losses ends, and its best epoch. The training loss goes the other way: it matters
  /// only where it is not finite.
  private func ending(_ losses: [Double], _ change: (inout PlaygroundState) -> Void) -> (
    StopRule.Ending?, Int, Int?
  ) {
    var rule = StopRule(PlaygroundState().with(change))
    let training = rule.training(evaluatingEvery: 1)
    var callbacks = training.callbacks
    for index in callbacks.indices { callbacks[index].trainingBegins() }
    var keptEpoch: Int?
    for (epoch, loss) in losses.enumerated() {
      // As training does: callbacks see epochs from the first on, and the last reason counts.
      var end: History.Ending? = epoch >= training.epochs ? .completed : nil
      for index in callbacks.indices where epoch > 0 {
        for request in callbacks[index].epochEnded(EpochMetrics(epoch: epoch, ["val_loss": loss])) {
          if case .stop(let reason) = request { end = .stopped(reason) }
          if request == .keepWeights { keptEpoch = epoch }
        }
      }
      let ending = rule.judge(epoch: epoch, train: 9 - loss, test: loss, ending: end, keptEpoch: keptEpoch)
      if let ending { return (ending, epoch, rule.best?.epoch) }
    }
    return (nil, losses.count, rule.best?.epoch)
  }

  @Test func endsWhereItShould() {
    let losses = [5, 4, 3, 3.5, 3.4, 3.3, 1]
    #expect(ending(losses) { _ in } == (nil, 7, 6))
    #expect(ending(losses) { $0.run.epochs = 3 } == (.stopEpoch, 3, 2))
    #expect(ending(losses) { $0.stopLoss = 4 } == (.stopLoss, 1, 1))
    #expect(ending(losses) { $0.stopLoss = 5 } == (.stopLoss, 0, 0))
    #expect(
      ending(losses) {
        $0.earlyStopping = true; $0.patience = 2
      } == (.earlyStopping, 4, 2))
    #expect(ending([5, .nan]) { _ in } == (.diverged, 1, 0))
  }

  /// Training sees the first epoch's loss first: that of the first weights is none to improve on.
  @Test func patienceBeginsWithTheFirstEpoch() {
    #expect(
      ending([1, 4, 3, 3.5, 3.4]) {
        ($0.earlyStopping, $0.patience, $0.minDelta) = (true, 2, 0)
      } == (.earlyStopping, 4, 2))
  }

  /// A rule that has ended the run is passed; patience begins anew.
  @Test func onlyEarlyStoppingEndsARunTwice() throws {
    let state = PlaygroundState().with {
      ($0.earlyStopping, $0.patience, $0.minDelta) = (true, 3, 1)
      ($0.run.epochs, $0.stopLoss) = (2, 0.001)
    }
    let session = try PlaygroundSession(state)
    try session.step(.epoch, count: 2)
    #expect(session.now.ending == .stopEpoch)
    // No epoch is better by 1 than the third, with which patience begins.
    try session.step(.epoch, count: 100)
    #expect(session.now.ending == .earlyStopping && session.now.epoch == 6)
    #expect(session.now.best?.epoch == 3)
  }
}
